using System.Net;
using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Waits until containers are what the user waits for, and says why when they never will be.</summary>
public sealed class ContainerWaiter
{
    const int LastLines = 10;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // a port that docker forwards is accepted even when nobody listens behind it, and closed at once
    static readonly TimeSpan StaysOpen = TimeSpan.FromMilliseconds(150);

    readonly ContainerService containers;
    readonly EngineEndpoint endpoint;

    internal ContainerWaiter(ContainerService containers, EngineEndpoint endpoint)
    {
        this.containers = containers;
        this.endpoint = endpoint;
    }

    /// <summary>Waits until a container has ended.</summary>
    /// <param name="id">The container.</param>
    /// <param name="timeout">How long to wait; null for as long as it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container as it is then; as it was, with its exit code, when it removed itself.</returns>
    public async Task<Container> WaitForExitAsync(string id, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var before = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        var condition = before is { RemoveAfter: true, State: ContainerState.Running or ContainerState.Restarting or ContainerState.Paused } ? WaitCondition.Removed : WaitCondition.NotRunning;
        int code = await WithinAsync(
            before,
            timeout,
            $"to end",
            token => containers.WaitAsync(before.Id, condition, token),
            cancellationToken).ConfigureAwait(false);
        try
        {
            return await containers.GetAsync(before.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return ContainerMapping.Ended(before, code);
        }
    }

    /// <summary>Waits until a container takes connections on its ports.</summary>
    /// <param name="id">The container.</param>
    /// <param name="ports">Its own ports, whatever they are published as.</param>
    /// <param name="timeout">How long to wait; null for as long as it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container as it is then.</returns>
    /// <exception cref="EngineException">It ended meanwhile, took too long, or the port can not be reached from here.</exception>
    public async Task<Container> WaitForPortsAsync(string id, IReadOnlyList<PortMapping> ports, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var container = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        await WithinAsync(
            container,
            timeout,
            $"to take connections on port {string.Join(", ", ports.Select(static port => port.ContainerPort))}",
            async token =>
            {
                foreach (var port in ports)
                    await PollAsync(container.Id, current => IsOpenAsync(current, port, token), token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return await containers.GetAsync(container.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks again and again, with growing pauses, as long as the container runs.</summary>
    async Task PollAsync(string id, Func<ContainerDetail, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            var container = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
            if (container.State is not (ContainerState.Running or ContainerState.Restarting))
                throw await FailureAsync(container, EngineError.Failed, $"Container {container.Name} does not run (it is {container.State.ToString().ToLowerInvariant()}{ExitText(container)})", "ContainerWaitFailed").ConfigureAwait(false);
            if (container.State == ContainerState.Running && await isReady(container).ConfigureAwait(false))
                return;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    async Task<bool> IsOpenAsync(ContainerDetail container, PortMapping port, CancellationToken cancellationToken)
    {
        var (host, number) = FindAddress(container, port);
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

    /// <summary>Where a port can be reached from here: as it is published, else inside the network of an engine on this machine.</summary>
    (string Host, int Port) FindAddress(ContainerDetail container, PortMapping port)
    {
        var subject = Subject.Container(container.Name);
        if (port.Protocol != "tcp")
            throw new EngineException(EngineError.Invalid, new Subject("Port", port.ToString()), $"Only TCP ports can be waited for, but '{port}' is {port.Protocol}.");
        var published = container.Ports.FirstOrDefault(found => found.Port == port.ContainerPort && found.Protocol == "tcp" && found.HostPort is not null);
        if (published is { HostPort: { } hostPort })
        {
            bool everywhere = published.HostAddress is null || published.HostAddress.Equals(IPAddress.Any) || published.HostAddress.Equals(IPAddress.IPv6Any);
            return (EngineHost is { } remote ? remote : everywhere ? "127.0.0.1" : published.HostAddress!.ToString(), hostPort);
        }
        if (container.NetworkMode == "host")
            return (EngineHost ?? "127.0.0.1", port.ContainerPort);
        if (EngineHost is null && OperatingSystem.IsLinux() && container.Networks.Select(static network => network.IPAddress).FirstOrDefault(static address => address is not null) is { } inside)
            return (inside.ToString(), port.ContainerPort);
        throw new EngineException(EngineError.Invalid, subject, $"Port {port.ContainerPort} of container {container.Name} is not published, so it can not be reached from here. Publish it (-Port), or wait for something else.")
        {
            ErrorId = "PortNotPublished",
        };
    }

    /// <summary>The host of an engine elsewhere; null for one on this machine.</summary>
    string? EngineHost => Uri.TryCreate(endpoint.Address, UriKind.Absolute, out var uri) && uri.Scheme is "tcp" or "ssh" ? uri.IdnHost : null;

    /// <summary>Does it within a time.</summary>
    async Task<T> WithinAsync<T>(Container container, TimeSpan? timeout, string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } time)
            limit.CancelAfter(time);
        try
        {
            return await work(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw await FailureAsync(container, EngineError.Timeout, $"Container {container.Name} took longer than {timeout!.Value.TotalSeconds:0.###} seconds {what}", "ContainerWaitTimeout").ConfigureAwait(false);
        }
    }

    /// <summary>The error, with the last lines that the container wrote: they mostly say why.</summary>
    async Task<EngineException> FailureAsync(Container container, EngineError error, string sentence, string id)
    {
        var lines = new List<string>();
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await foreach (var batch in containers.ReadLogAsync(container.Id, new LogQuery { Tail = LastLines, Timestamps = false }, limit.Token).ConfigureAwait(false))
                lines.AddRange(batch.Select(static line => line.Text));
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // a container without a log has nothing to add
        }
        string log = lines.Count == 0 ? "." : ". Its last lines:\n" + string.Join('\n', lines);
        return new EngineException(error, Subject.Container(container.Name), sentence + log) { ErrorId = id };
    }

    static string ExitText(ContainerDetail container) => container.ExitCode is { } code ? $", exit code {code}" : "";
}
