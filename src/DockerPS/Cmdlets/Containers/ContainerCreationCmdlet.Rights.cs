using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>Gives it the privileges of the engine's host.</summary>
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
    /// <c>systempaths=unconfined</c> hides nothing of /proc and /sys.
    /// </summary>
    [Parameter]
    [Alias("SecurityOpt")]
    [Completions<SecurityOptionCompleter>]
    public string[] SecurityOption { get; set; } = [];

    /// <summary>Devices of the host: <c>/dev/x</c>, <c>/dev/x:/dev/y:rwm</c>, or a name of the Container Device Interface.</summary>
    [Parameter]
    [ValuesTransformation<DeviceMapping>]
    public DeviceMapping[] Device { get; set; } = [];

    /// <summary>Rules for devices, such as <c>'c 42:* rmw'</c>.</summary>
    [Parameter]
    [Alias("DeviceCgroupRule")]
    public string[] DeviceRule { get; set; } = [];

    /// <summary>Graphics processors: <c>all</c>, a number, or <c>device=0,1</c>.</summary>
    [Parameter]
    [Alias("Gpus")]
    [ValueTransformation<GpuRequest>]
    [Completions<GpuCompleter>]
    public GpuRequest? Gpu { get; set; }

    /// <summary>Kernel parameters: a hashtable, or texts such as <c>'net.core.somaxconn=1024'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    [Completions<SysctlCompleter>]
    public string[] Sysctl { get; set; } = [];

    /// <summary>Whose shared memory it sees: <c>private</c>, <c>shareable</c>, <c>host</c>, <c>none</c> or <c>container:NAME</c>.</summary>
    [Parameter]
    [Alias("Ipc")]
    [Completions<NamespaceCompleter>]
    public string? IpcMode { get; set; }

    /// <summary>Whose processes it sees: its own when left out, <c>host</c>, or <c>container:NAME</c>.</summary>
    [Parameter]
    [Alias("Pid")]
    [Completions<NamespaceCompleter>]
    public string? PidMode { get; set; }

    /// <summary>Whose host name it has: its own when left out, or <c>host</c>.</summary>
    [Parameter]
    [Alias("Uts")]
    [Completions<NamespaceCompleter>]
    public string? UtsMode { get; set; }

    /// <summary>Whose users it has: those that the engine maps when left out, or <c>host</c>.</summary>
    [Parameter]
    [Alias("Userns")]
    [Completions<NamespaceCompleter>]
    public string? UserNamespaceMode { get; set; }

    /// <summary>Which control groups it sees: <c>private</c> or <c>host</c>.</summary>
    [Parameter]
    [Alias("Cgroupns")]
    [Completions<NamespaceCompleter>]
    public string? CgroupNamespaceMode { get; set; }

    /// <summary>The control group that its own is in.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? CgroupParent { get; set; }

    /// <summary>How it is isolated: <c>default</c>, <c>process</c> or <c>hyperv</c>. Windows containers only.</summary>
    [Parameter]
    [Completions<IsolationCompleter>]
    public string? Isolation { get; set; }
}
