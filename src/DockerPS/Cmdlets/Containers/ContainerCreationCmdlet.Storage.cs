using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>
    /// What to mount: <c>VOLUME:/path</c>, <c>/host/path:/path</c> or <c>./relative:/path:ro</c>; a path alone makes a new anonymous
    /// volume. Relative paths, <c>~</c> and paths of PowerShell drives are those of this session.
    /// </summary>
    [Parameter]
    [Alias("Volumes")]
    [OptionValuesTransformation<VolumeMapping>("/\\:")]
    [Completions<VolumeMappingCompleter>]
    public VolumeMapping[] Volume { get; set; } = [];

    /// <summary>
    /// What to mount, with every option: docker's syntax such as <c>type=bind,source=./site,target=/www,readonly</c>, or a hashtable with
    /// the same names.
    /// </summary>
    [Parameter]
    [MountTransformation]
    public Mount[] Mount { get; set; } = [];

    /// <summary>The driver of volumes that are made for it.</summary>
    [Parameter]
    [Completions<VolumeDriverCompleter>]
    public string? VolumeDriver { get; set; }

    /// <summary>Containers whose mounts it gets as well; <c>NAME:ro</c> for reading only.</summary>
    [Parameter]
    [Completions<ContainerCompleter>]
    public string[] VolumesFrom { get; set; } = [];

    /// <summary>Folders that live in memory: paths, with mount options after a colon, such as <c>/run:size=64m</c>.</summary>
    [Parameter]
    [OptionValuesTransformation<TmpFsMount>("/")]
    public TmpFsMount[] TmpFs { get; set; } = [];

    /// <summary>Makes its root file system read-only.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>Options of the storage driver: a hashtable, or texts such as <c>'size=120G'</c>.</summary>
    [Parameter]
    [Alias("StorageOpt")]
    [KeyValueTransformation]
    [Completions<NothingCompleter>]
    public string[] StorageOption { get; set; } = [];

    /// <summary>The size of /dev/shm: bytes, or a text such as <c>128m</c>.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<SizeCompleter>]
    public long? ShmSize { get; set; }
}
