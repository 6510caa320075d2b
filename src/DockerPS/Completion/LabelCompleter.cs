using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes existing labels: those of volumes for volume cmdlets, otherwise those of containers.</summary>
public sealed class LabelCompleter : EngineCompleter
{
    const int LongestValue = 60;

    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken)
    {
        var labels = await ListAsync(client, line.Command, cancellationToken).ConfigureAwait(false);
        return labels
            .SelectMany(static labels => labels)
            .Where(static label => label.Value.Length <= LongestValue)
            .Select(static label => label.Value.Length == 0 ? label.Key : $"{label.Key}={label.Value}")
            .Distinct()
            .Select(static label => new Candidate(label));
    }

    static async Task<IEnumerable<IReadOnlyDictionary<string, string>>> ListAsync(
        EngineClient client,
        string command,
        CancellationToken cancellationToken)
    {
        if (command.EndsWith("Volume", StringComparison.OrdinalIgnoreCase))
            return (await client.Volumes.ListAsync(null, cancellationToken).ConfigureAwait(false)).Select(static volume => volume.Labels);
        if (command.EndsWith("Network", StringComparison.OrdinalIgnoreCase))
            return (await client.Networks.ListAsync(null, cancellationToken).ConfigureAwait(false))
                .Select(static network => network.Labels);
        return (await client.Containers.ListAsync(null, cancellationToken).ConfigureAwait(false))
            .Select(static container => container.Labels);
    }
}
