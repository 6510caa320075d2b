using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>
/// Completes the ports of the container on the command line; for a new container, the ports that its image exposes, each mapped to the same
/// host port.
/// </summary>
public sealed class PortCompleter : EngineCompleter
{
    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken)
    {
        if (line.TextsOf("Container") is [var container, ..])
        {
            var ports = (await client.Containers.InspectAsync(container, cancellationToken).ConfigureAwait(false)).Ports;
            return ports.Select(static port => new Candidate(port.Protocol == "tcp" ? $"{port.Port}" : $"{port.Port}/{port.Protocol}"))
                .Distinct();
        }
        if (line.TextsOf("Image") is not [var image, ..])
            return [];
        var exposed = (await client.Images.InspectAsync(image, cancellationToken).ConfigureAwait(false)).ExposedPorts;
        return exposed.Select(static port => new Candidate($"{port.Split('/')[0]}:{(port.EndsWith("/tcp", StringComparison.Ordinal) ? port[..^4] : port)}", "exposed by the image"));
    }
}
