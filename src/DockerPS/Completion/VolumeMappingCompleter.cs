using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes mount sources: volumes, and files on this machine.</summary>
public sealed class VolumeMappingCompleter : EngineCompleter
{
    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken) => IsPath(line.Word)
        ? []
        : (await client.Volumes.ListAsync(null, cancellationToken).ConfigureAwait(false))
            .Select(static volume => new Candidate(volume.Name + ":", volume.Driver));

    private protected override IEnumerable<CompletionResult> FindLocal(CompletionLine line) =>
        line.Word.Length == 0 || IsPath(line.Word) ? CompletionCompleters.CompleteFilename(line.Word) : [];

    static bool IsPath(string word) => word.Trim('"', '\'').AsSpan().IndexOfAny("/\\~.") == 0;
}
