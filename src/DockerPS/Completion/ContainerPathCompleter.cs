using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes both ends of a copy: containers, files in a running container, and files on this machine.</summary>
public sealed class ContainerPathCompleter : EngineCompleter
{
    const int MostFiles = 1000;

    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken)
    {
        string word = line.Word.Trim('"', '\'');
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon > 1)
            return await ListAsync(client, word[..colon], word[(colon + 1)..], cancellationToken).ConfigureAwait(false);
        var containers = await client.Containers.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return containers.Select(
            static container => new Candidate(container.Name + ":", $"{container.Image}, {container.Status}", container.Id));
    }

    private protected override IEnumerable<CompletionResult> FindLocal(CompletionLine line) =>
        line.Word.IndexOf(':', StringComparison.Ordinal) > 1 ? [] : CompletionCompleters.CompleteFilename(line.Word);

    /// <summary>Lists a folder in a container by running a program there, since the engine has no other way.</summary>
    static async Task<IEnumerable<Candidate>> ListAsync(
        EngineClient client,
        string container,
        string path,
        CancellationToken cancellationToken)
    {
        string folder = path[..(path.LastIndexOf('/') + 1)];
        var process = await client.Containers.ExecuteAsync(
            container,
            new CommandSpecification { Arguments = ["ls", "-1Ap", "--", folder.Length == 0 ? "/" : folder] },
            cancellationToken).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            var found = new List<Candidate>();
            await foreach (var batch in process.ReadAsync(bytes: false, cancellationToken).ConfigureAwait(false))
            {
                found.AddRange(batch.Lines
                    .Where(static output => output.Stream == ContainerStream.StandardOutput)
                    .Select(output => new Candidate($"{container}:{(folder.Length == 0 ? "/" : folder)}{output.Text}")));
                if (found.Count > MostFiles)
                    break;
            }
            return found;
        }
    }
}
