using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Exports the file systems of containers to tar archives.</summary>
/// <remarks>
/// <para>Writes the file system of each container, including its changes, to a tar archive. Files in volumes are not included. Import-Image
/// -RootFileSystem creates an image from such a tar; ConvertTo-Image creates one that keeps the container's layers and settings.</para>
/// <para>The archive is written as it arrives, so memory use does not depend on its size. A file appears only when it is complete; if the
/// export fails or is stopped, an existing file is left unchanged.</para>
/// </remarks>
/// <docker>docker export</docker>
/// <example>
/// <para>Exports the files of a container.</para>
/// <code>Export-Container web -Path ./web.tar</code>
/// </example>
/// <example>
/// <para>Exports several containers into a folder, each to NAME.tar.</para>
/// <code>Get-Container -Label app=shop | Export-Container -Path ~/backup</code>
/// </example>
[Cmdlet(VerbsData.Export, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportContainerCommand : ForEachContainerCmdlet
{
    readonly HashSet<string> written = [];
    int bars;

    /// <summary>
    /// The tar file, or a folder that gets a file NAME.tar for each container. If omitted, the current folder. An existing file is
    /// replaced.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Also replaces a read-only file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not replace an existing file.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    private protected override int DefaultThrottleLimit => 4;

    private protected override string? Action => "Export the file system of the container";

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        string file = FilePaths.ResolveLiteral(SessionState.Path, Path);
        if (Directory.Exists(file))
            file = System.IO.Path.Combine(
                file,
                FilePaths.ToFileName((await target.Client.Containers.InspectAsync(target.Key, StoppingToken)).Name) + ".tar");
        if (!written.Add(file))
            throw new EngineException(
                EngineError.Invalid,
                new Subject("File", file),
                $"Another container has already been written to {file}; expected one container, or a folder as -Path.");
        FilePaths.CheckReplaceable(file, NoClobber, Force);
        // concurrent progress bars need different numbers
        using var progress = new TransferProgress(this, $"Exporting {target.Display}", ++bars);
        await target.Client.Containers.ExportAsync(target.Key, file, progress, StoppingToken);
        return [FilePaths.Get(this, file)];
    }
}
