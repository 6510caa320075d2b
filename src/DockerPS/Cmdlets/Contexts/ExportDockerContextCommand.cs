using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Engine;

namespace DockerPS.Cmdlets;

/// <summary>Exports docker contexts to files.</summary>
/// <remarks>
/// <para>Writes each context, with its certificates and private key, to a file that Import-DockerContext and docker context import can
/// read. Anyone who has the file can use the engine, so it is created readable only by you.</para>
/// </remarks>
/// <docker>docker context export</docker>
/// <example>
/// <para>Writes a context to prod.dockercontext in the current folder.</para>
/// <code>Export-DockerContext prod</code>
/// </example>
/// <example>
/// <para>Writes all contexts into a folder.</para>
/// <code>Export-DockerContext * -Path ~/backup</code>
/// </example>
[Cmdlet(VerbsData.Export, "DockerContext", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportDockerContextCommand : DockerContextActionCmdlet
{
    readonly HashSet<string> written = [];

    /// <summary>The file, or a folder that gets a file NAME.dockercontext for each context. If omitted, the current folder.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Action => "Export context with its certificates and private key";

    private protected override void Act(ContextStore store, DockerContext context)
    {
        string file = FilePaths.ResolveLiteral(SessionState.Path, Path);
        if (Directory.Exists(file))
            file = System.IO.Path.Combine(file, context.Name + ".dockercontext");
        // force replaces a file that was there before, not one that another context has just been written to
        store.Export(context.Name, file, Force && !written.Contains(file));
        written.Add(file);
        WriteObject(FilePaths.Get(this, file));
    }
}
