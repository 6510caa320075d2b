using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Cmdlets;

// parameters that only the classic builder supports
public sealed partial class InvokeImageBuildCommand
{
    /// <summary>The memory limit of a step: bytes, <c>512MB</c>, or a string such as <c>512m</c>. Classic builder only.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<SizeCompleter>]
    public long? Memory { get; set; }

    /// <summary>The limit for memory and swap together; -1 for unlimited swap. Classic builder only.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(-1, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? MemorySwap { get; set; }

    /// <summary>The weight of a step against others when the processors are busy; 1024 is the default. Classic builder only.</summary>
    [Parameter]
    [Alias("CpuShares")]
    [NumberTransformation("weight", 1024)]
    [ValidateRange(0, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? CpuShare { get; set; }

    /// <summary>The length of a scheduler period, such as <c>100ms</c>. Classic builder only.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<NothingCompleter>]
    public TimeSpan? CpuPeriod { get; set; }

    /// <summary>The processor time that a step may use in each period, such as <c>50ms</c>. Classic builder only.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<NothingCompleter>]
    public TimeSpan? CpuQuota { get; set; }

    /// <summary>The processors that a step may run on, such as <c>0-2,4</c>. Classic builder only.</summary>
    [Parameter]
    [Alias("CpusetCpus")]
    [CommaTextTransformation]
    [Completions<NothingCompleter>]
    public string? CpuSet { get; set; }

    /// <summary>The memory nodes that a step may use, such as <c>0,1</c>. Classic builder only.</summary>
    [Parameter]
    [Alias("CpusetMems")]
    [CommaTextTransformation]
    [Completions<NothingCompleter>]
    public string? MemoryNode { get; set; }

    /// <summary>The parent control group of a step. Classic builder only.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? CgroupParent { get; set; }

    /// <summary>Security options for the steps, such as <c>credentialspec=file://x.json</c>. Windows engines only.</summary>
    [Parameter]
    [Alias("SecurityOpt")]
    [Completions<NothingCompleter>]
    public string[] SecurityOption { get; set; } = [];

    /// <summary>The isolation technology for a step: <c>default</c>, <c>process</c> or <c>hyperv</c>. Windows engines only.</summary>
    [Parameter]
    [Completions<NothingCompleter>]
    public string? Isolation { get; set; }

    /// <summary>Squashes all new layers into one. Classic builder on an experimental engine only.</summary>
    [Parameter]
    public SwitchParameter Squash { get; set; }

    ClassicBuildOptions ToClassicOptions() => new()
    {
        Limits = new ResourceLimits
        {
            Memory = Memory,
            MemorySwap = MemorySwap,
            CpuShare = CpuShare,
            CpuPeriod = CpuPeriod,
            CpuQuota = CpuQuota,
            CpuSet = CpuSet,
            MemoryNode = MemoryNode,
        },
        CgroupParent = CgroupParent,
        SecurityOptions = SecurityOption,
        Isolation = Isolation,
        Squash = Squash,
    };
}
