using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>A container accepts TCP connections on one of its ports.</summary>
sealed class OpenPortCondition(ContainerService containers, EngineEndpoint endpoint, PortMapping port) : PolledCondition(containers)
{
    // docker's port forwarding accepts a connection even if nobody listens behind it, and closes it at once
    static readonly TimeSpan StaysOpen = TimeSpan.FromMilliseconds(150);

    /// <inheritdoc />
    public override string What => $"to accept connections on port {port.ContainerPort}";

    /// <inheritdoc />
    protected override async Task<bool> IsReadyAsync(ContainerDetail container, CancellationToken cancellationToken)
    {
        var (host, number) = FindAddress(container);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, number, cancellationToken).ConfigureAwait(false);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StaysOpen);
            try
            {
                return await socket.ReceiveAsync(new byte[1], limit.Token).ConfigureAwait(false) > 0;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return true;
            }
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// Where a port can be reached from here: as it is published, or else inside the network if the engine is on this machine.
    /// </summary>
    (string Host, int Port) FindAddress(ContainerDetail container)
    {
        var subject = Subject.Container(container.Name);
        if (port.Protocol != "tcp")
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Port", port.ToString()),
                $"Only TCP ports can be waited for, but '{port}' is {port.Protocol}.");
        }
        var published = container.Ports.FirstOrDefault(
            found => found.Port == port.ContainerPort && found.Protocol == "tcp" && found.HostPort is not null);
        if (published is { HostPort: { } hostPort })
        {
            bool everywhere = published.HostAddress is null or "0.0.0.0" or "::";
            return (EngineHost is { } remote ? remote : everywhere ? "127.0.0.1" : published.HostAddress!, hostPort);
        }
        if (container.NetworkMode == "host")
            return (EngineHost ?? "127.0.0.1", port.ContainerPort);
        if (EngineHost is null
            && OperatingSystem.IsLinux()
            && container.Networks.Select(static network => network.IPAddress)
                .FirstOrDefault(static address => address is not null) is { } inside)
            return (inside, port.ContainerPort);
        throw new EngineException(
            EngineError.Invalid,
            subject,
            $"Port {port.ContainerPort} of container {container.Name} is not published, so it cannot be reached from here.")
        {
            Cause = EngineCause.PortNotPublished,
            ErrorId = "PortNotPublished",
        };
    }

    /// <summary>The host of a remote engine; null for one on this machine.</summary>
    string? EngineHost =>
        Uri.TryCreate(endpoint.Address, UriKind.Absolute, out var uri) && uri.Scheme is "tcp" or "ssh" ? uri.IdnHost : null;
}
