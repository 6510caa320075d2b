using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Lists the files that a build would send to the engine, and those that it would ignore and why.</summary>
/// <remarks>
/// <para>Returns an object for each file, folder and link: those that would be sent in their order, and in between those that are ignored,
/// with the pattern of .dockerignore that decided it and its line. What is in an ignored folder is listed only where a pattern with an
/// exclamation mark may take it back in.</para>
/// <para>The patterns are those of the file beside the Dockerfile that is called like it with .dockerignore at its end, else of
/// .dockerignore in the folder. They decide as they do for BuildKit. No engine is needed.</para>
/// </remarks>
/// <example>
/// <para>Lists the ten largest files that a build of the current folder sends.</para>
/// <code>Get-BuildContextItem | Where-Object IsIgnored -EQ $false | Sort-Object Length -Descending | Select-Object -First 10</code>
/// </example>
/// <example>
/// <para>Tells which lines of .dockerignore leave out what.</para>
/// <code>Get-BuildContextItem ./src | Where-Object IsIgnored | Group-Object PatternLine, Pattern</code>
/// </example>
/// <example>
/// <para>Sums up what is sent for another Dockerfile.</para>
/// <code>Get-BuildContextItem ./src -File ./src/docker/test.Dockerfile | Where-Object IsIgnored -EQ $false | Measure-Object Length -Sum</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "BuildContextItem", DefaultParameterSetName = PathSet)]
[OutputType(typeof(BuildContextItem))]
public sealed class GetBuildContextItemCommand : AsyncCmdlet
{
    const string PathSet = "Path";
    const string LiteralPathSet = "LiteralPath";

    /// <summary>The folders; wildcards are allowed. The current location when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The folders, taken as they stand: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The Dockerfile, relative to the current location; it may lie outside of the folder. <c>Dockerfile</c> in the folder when left out.
    /// </summary>
    [Parameter]
    public string? File { get; set; }

    /// <summary>The builder, each of which needs files of its own: BuildKit when left out.</summary>
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
        foreach (var item in BuildContextSurvey.Read(folder, File is null ? null : FilePaths.ResolveLiteral(SessionState.Path, File), Builder == ImageBuilder.Classic, StoppingToken))
        {
            StoppingToken.ThrowIfCancellationRequested();
            WriteObject(item);
        }
        return Task.CompletedTask;
    }
}
