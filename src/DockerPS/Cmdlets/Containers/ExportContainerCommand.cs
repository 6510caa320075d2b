using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Exports the file systems of containers to tar archives.</summary>
/// <remarks>
/// <para>Writes the files of each container, as its image and its changes make them, to a tar. What lies in volumes is not among them.
/// Import-Image -RootFileSystem makes an image of such a tar; ConvertTo-Image makes one with the layers and settings of the
/// container.</para>
/// <para>It is written as it comes: the memory stays the same however large it is. A file has its name when it is whole: what fails or is
/// stopped leaves the file as it was.</para>
/// </remarks>
/// <docker>docker export</docker>
/// <example>
/// <para>Writes the files of a container.</para>
/// <code>Export-Container web -Path ./web.tar</code>
/// </example>
/// <example>
/// <para>Writes those of several into a folder, each to NAME.tar.</para>
/// <code>Get-Container -Label app=shop | Export-Container -Path ~/backup</code>
/// </example>
[Cmdlet(VerbsData.Export, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportContainerCommand : ForEachContainerCmdlet
{
    readonly HashSet<string> written = [];
    int bars;

    /// <summary>
    /// The file of the tar, or a folder that gets a file NAME.tar for each container. The current folder when left out. A file that exists
    /// is replaced.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Also replaces a file that is read-only.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Refuses to replace a file that exists.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    private protected override int DefaultThrottleLimit => 4;

    private protected override string? Action => "Export the files of the container";

    private protected override async Task<IReadOnlyList<object>> ActAsync(Target target)
    {
        string file = FilePaths.ResolveLiteral(SessionState.Path, Path);
        if (Directory.Exists(file))
            file = System.IO.Path.Combine(
                file,
                FilePaths.ToFileName((await target.Client.Containers.InspectAsync(target.Key, StoppingToken)).Name) + ".tar");
        if (!written.Add(file))
            throw new EngineException(EngineError.Invalid, new Subject("File", file), $"Another container is written to {file} already; expected one container, or a folder as -Path.");
        FilePaths.CheckReplaceable(file, NoClobber, Force);
        // each bar of several needs a number of its own
        using var progress = new TransferProgress(this, $"Exporting {target.Display}", ++bars);
        await target.Client.Containers.ExportAsync(target.Key, file, progress, StoppingToken);
        return [FilePaths.Get(this, file)];
    }
}
