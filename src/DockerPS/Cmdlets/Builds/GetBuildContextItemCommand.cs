using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Lists the files that a build would send to the engine, and the files that it would ignore and why.</summary>
/// <remarks>
/// <para>Returns an object for each file, folder and link. Items that would be sent come in the order they are sent; in between come the
/// ignored items, with the .dockerignore pattern that decided it and its line number. The contents of an ignored folder are listed only if
/// a pattern with an exclamation mark could include them again.</para>
/// <para>The patterns come from the ignore file named after the Dockerfile, such as test.Dockerfile.dockerignore beside test.Dockerfile, or
/// else from .dockerignore in the folder. They are applied as BuildKit applies them. No engine is needed.</para>
/// </remarks>
/// <example>
/// <para>Lists the ten largest files that a build of the current folder would send.</para>
/// <code>Get-BuildContextItem | Where-Object IsIgnored -EQ $false | Sort-Object Length -Descending | Select-Object -First 10</code>
/// </example>
/// <example>
/// <para>Shows what each line of .dockerignore excludes.</para>
/// <code>Get-BuildContextItem ./src | Where-Object IsIgnored | Group-Object PatternLine, Pattern</code>
/// </example>
/// <example>
/// <para>Adds up what would be sent for another Dockerfile.</para>
/// <code>Get-BuildContextItem ./src -File ./src/docker/test.Dockerfile | Where-Object IsIgnored -EQ $false | Measure-Object Length -Sum</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "BuildContextItem", DefaultParameterSetName = PathSet)]
[OutputType(typeof(BuildContextItem))]
public sealed class GetBuildContextItemCommand : AsyncCmdlet
{
    const string PathSet = "Path";
    const string LiteralPathSet = "LiteralPath";

    /// <summary>The folders; wildcards are allowed. If omitted, the current location.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The folders, taken literally: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The Dockerfile, relative to the current location; it may be outside the folder. If omitted, <c>Dockerfile</c> in the folder.
    /// </summary>
    [Parameter]
    public string? File { get; set; }

    /// <summary>The builder, since each needs different files. If omitted, BuildKit.</summary>
    [Parameter]
    public ImageBuilder? Builder { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (ParameterSetName == LiteralPathSet)
        {
            foreach (string path in LiteralPath)
                await TryAsync(path, () => ListAsync(FilePaths.ResolveLiteral(SessionState.Path, path)));
            return;
        }
        foreach (string path in Path)
        {
            await TryAsync(path, async () =>
            {
                foreach (string folder in FilePaths.Resolve(SessionState.Path, path))
                    await TryAsync(folder, () => ListAsync(folder));
            });
        }
    }

    Task ListAsync(string folder)
    {
        foreach (var item in BuildContextSurvey.Read(
            folder,
            File is null ? null : FilePaths.ResolveLiteral(SessionState.Path, File),
            Builder == ImageBuilder.Classic,
            StoppingToken))
        {
            StoppingToken.ThrowIfCancellationRequested();
            WriteObject(item);
        }
        return Task.CompletedTask;
    }
}
