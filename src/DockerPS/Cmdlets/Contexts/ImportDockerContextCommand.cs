using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Creates docker contexts from exported files.</summary>
/// <remarks>
/// <para>Reads files from Export-DockerContext and docker context export, in tar or zip format, and creates a context from each. An
/// existing context is not replaced.</para>
/// </remarks>
/// <docker>docker context import</docker>
/// <example>
/// <para>Creates a context under its original name.</para>
/// <code>Import-DockerContext ./prod.dockercontext</code>
/// </example>
/// <example>
/// <para>Creates a context under another name, and uses it from then on.</para>
/// <code>Import-DockerContext ./prod.dockercontext -Name prod-copy | Use-DockerContext</code>
/// </example>
[Cmdlet(VerbsData.Import, "DockerContext", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(DockerContext))]
public sealed class ImportDockerContextCommand : AsyncCmdlet
{
    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken literally: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The name of the context. If omitted, its original name.</summary>
    [Parameter(Position = 1)]
    [Completions<NothingCompleter>]
    public string? Name { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        foreach (string path in Path)
        {
            await TryAsync(path, async () =>
            {
                foreach (string file in FilePaths.Resolve(SessionState.Path, path))
                    await TryAsync(file, () => ImportAsync(file));
            });
        }
        foreach (string path in LiteralPath)
            await TryAsync(path, () => ImportAsync(FilePaths.ResolveLiteral(SessionState.Path, path)));
    }

    Task ImportAsync(string file)
    {
        if (ShouldProcess(file, "Import context"))
            WriteObject(ContextStore.Open().Import(Name, file));
        return Task.CompletedTask;
    }
}
