using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>Gives extended privileges on the engine's host.</summary>
    [Parameter]
    public SwitchParameter Privileged { get; set; }

    /// <summary>Linux capabilities to add, such as <c>NET_ADMIN</c>.</summary>
    [Parameter]
    [Alias("CapAdd")]
    [Completions<CapabilityCompleter>]
    public string[] CapabilityAdd { get; set; } = [];

    /// <summary>Linux capabilities to drop, such as <c>NET_RAW</c>, or <c>ALL</c>.</summary>
    [Parameter]
    [Alias("CapDrop")]
    [Completions<CapabilityCompleter>]
    public string[] CapabilityDrop { get; set; } = [];

    /// <summary>
    /// Security options, such as <c>no-new-privileges</c>, <c>seccomp=unconfined</c> or <c>seccomp=profile.json</c>;
    /// <c>systempaths=unconfined</c> makes all of /proc and /sys visible.
    /// </summary>
    [Parameter]
    [Alias("SecurityOpt")]
    [Completions<SecurityOptionCompleter>]
    public string[] SecurityOption { get; set; } = [];

    /// <summary>Devices of the host: <c>/dev/x</c>, <c>/dev/x:/dev/y:rwm</c>, or a Container Device Interface name.</summary>
    [Parameter]
    [ValuesTransformation<DeviceMapping>]
    public DeviceMapping[] Device { get; set; } = [];

    /// <summary>Device cgroup rules, such as <c>'c 42:* rmw'</c>.</summary>
    [Parameter]
    [Alias("DeviceCgroupRule")]
    [Completions<NothingCompleter>]
    public string[] DeviceRule { get; set; } = [];

    /// <summary>GPUs: <c>all</c>, a number, or <c>device=0,1</c>.</summary>
    [Parameter]
    [Alias("Gpus")]
    [ValueTransformation<GpuRequest>]
    [Completions<GpuCompleter>]
    public GpuRequest? Gpu { get; set; }

    /// <summary>Kernel parameters: a hashtable, or strings such as <c>'net.core.somaxconn=1024'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<SysctlCompleter>]
    public string[] Sysctl { get; set; } = [];

    /// <summary>
    /// The shared memory that the container uses: <c>private</c>, <c>shareable</c>, <c>host</c>, <c>none</c> or <c>container:NAME</c>.
    /// </summary>
    [Parameter]
    [Alias("Ipc")]
    [Completions<NamespaceCompleter>]
    public string? IpcMode { get; set; }

    /// <summary>The processes that the container sees: <c>host</c>, or <c>container:NAME</c>. If omitted, its own.</summary>
    [Parameter]
    [Alias("Pid")]
    [Completions<NamespaceCompleter>]
    public string? PidMode { get; set; }

    /// <summary>The host name that the container uses: <c>host</c> for the host's. If omitted, its own.</summary>
    [Parameter]
    [Alias("Uts")]
    [Completions<NamespaceCompleter>]
    public string? UtsMode { get; set; }

    /// <summary>The user namespace: <c>host</c> for the host's users. If omitted, the engine's user mapping.</summary>
    [Parameter]
    [Alias("Userns")]
    [Completions<NamespaceCompleter>]
    public string? UserNamespaceMode { get; set; }

    /// <summary>The control groups that the container sees: <c>private</c> or <c>host</c>.</summary>
    [Parameter]
    [Alias("Cgroupns")]
    [Completions<NamespaceCompleter>]
    public string? CgroupNamespaceMode { get; set; }

    /// <summary>The parent control group of the container.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? CgroupParent { get; set; }

    /// <summary>The isolation technology: <c>default</c>, <c>process</c> or <c>hyperv</c>. Windows containers only.</summary>
    [Parameter]
    [Completions<IsolationCompleter>]
    public string? Isolation { get; set; }
}
