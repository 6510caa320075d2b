using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>
    /// Volumes to mount: <c>VOLUME:/path</c>, <c>/host/path:/path</c> or <c>./relative:/path:ro</c>; a path alone creates a new anonymous
    /// volume. Relative paths, <c>~</c> and paths on PowerShell drives are resolved in this session.
    /// </summary>
    [Parameter]
    [Alias("Volumes", "v")]
    [OptionValuesTransformation<VolumeMapping>("/\\:")]
    [Completions<VolumeMappingCompleter>]
    public VolumeMapping[] Volume { get; set; } = [];

    /// <summary>
    /// Mounts with all their options: docker's syntax, such as <c>type=bind,source=./site,target=/www,readonly</c>, or a hashtable with the
    /// same names.
    /// </summary>
    [Parameter]
    [MountTransformation]
    public Mount[] Mount { get; set; } = [];

    /// <summary>The driver for volumes that are created for the container.</summary>
    [Parameter]
    [Completions<VolumeDriverCompleter>]
    public string? VolumeDriver { get; set; }

    /// <summary>Containers whose mounts the new container also gets; <c>NAME:ro</c> mounts them read-only.</summary>
    [Parameter]
    [Completions<ContainerCompleter>]
    public string[] VolumesFrom { get; set; } = [];

    /// <summary>Folders in memory: paths, with mount options after a colon, such as <c>/run:size=64m</c>.</summary>
    [Parameter]
    [OptionValuesTransformation<TmpFsMount>("/")]
    [Completions<NothingCompleter>]
    public TmpFsMount[] TmpFs { get; set; } = [];

    /// <summary>Makes the root file system read-only.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Options for the storage driver: a hashtable, or strings such as <c>'size=120G'</c>.</summary>
    [Parameter]
    [Alias("StorageOpt")]
    [KeyValueTransformation]
    [Completions<NothingCompleter>]
    public string[] StorageOption { get; set; } = [];

    /// <summary>The size of /dev/shm: bytes, or a string such as <c>128m</c>.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<SizeCompleter>]
    public long? ShmSize { get; set; }
}
