using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes namespace modes, and containers after <c>container:</c>.</summary>
public sealed class NamespaceCompleter : EngineCompleter
{
    const string OfContainer = "container:";

    static readonly Dictionary<string, string[]> Modes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["IpcMode"] = ["private", "shareable", "host", "none", OfContainer],
        ["PidMode"] = ["host", OfContainer],
        ["UtsMode"] = ["host"],
        ["UserNamespaceMode"] = ["host"],
        ["CgroupNamespaceMode"] = ["private", "host"],
    };

    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken)
    {
        if (!line.Word.Trim('"', '\'').StartsWith(OfContainer, StringComparison.OrdinalIgnoreCase))
            return FindUsual(line);
        var containers = await client.Containers.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return containers
            .Where(static container => container.State == ContainerState.Running)
            .Select(static container => new Candidate(OfContainer + container.Name, $"{container.Image}, {container.Status}"));
    }

    private protected override IEnumerable<Candidate> FindUsual(CompletionLine line) =>
        Modes.GetValueOrDefault(line.Parameter, []).Select(static mode => new Candidate(mode));
}
