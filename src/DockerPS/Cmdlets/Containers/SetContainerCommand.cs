using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Changes the limits and restart policy of containers.</summary>
/// <remarks>
/// <para>Changes the settings that an existing container allows to be changed, even while it is running. Everything else needs a new
/// container.</para>
/// </remarks>
/// <docker>docker update</docker>
/// <example>
/// <para>Gives a container more memory. The limit for memory and swap together has to be raised with it.</para>
/// <code>Set-Container web -Memory 1GB -MemorySwap 1GB</code>
/// </example>
/// <example>
/// <para>Makes the engine restart all containers of an application whenever they exit.</para>
/// <code>Get-Container -Label app=shop | Set-Container -RestartPolicy unless-stopped</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(Container))]
public sealed class SetContainerCommand : ContainerChangeCmdlet
{
    /// <summary>The memory limit: bytes, <c>512MB</c>, or a string such as <c>512m</c>.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<SizeCompleter>]
    public long? Memory { get; set; }

    /// <summary>The amount of memory that the container is held to when the host runs low.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<SizeCompleter>]
    public long? MemoryReservation { get; set; }

    /// <summary>The limit for memory and swap together; -1 for unlimited swap.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(-1, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? MemorySwap { get; set; }

    /// <summary>The number of processors that the container may use, such as <c>1.5</c>.</summary>
    [Parameter]
    [Alias("Cpus")]
    [NumberTransformation("number of processors", 1.5, IsFractional = true)]
    [ValidateRange(0.0, 100_000.0)]
    [Completions<NothingCompleter>]
    public double? Cpu { get; set; }

    /// <summary>The container's weight against other containers when the processors are busy; 1024 is the default.</summary>
    [Parameter]
    [Alias("CpuShares")]
    [NumberTransformation("weight", 1024)]
    [ValidateRange(0, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? CpuShare { get; set; }

    /// <summary>The length of a scheduler period, such as <c>100ms</c>.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<NothingCompleter>]
    public TimeSpan? CpuPeriod { get; set; }

    /// <summary>The processor time that the container may use in each period, such as <c>50ms</c>.</summary>
    [Parameter]
    [DurationTransformation]
    [Completions<NothingCompleter>]
    public TimeSpan? CpuQuota { get; set; }

    /// <summary>The processors that the container may run on, such as <c>0-2,4</c>.</summary>
    [Parameter]
    [Alias("CpusetCpus")]
    [CommaTextTransformation]
    [Completions<NothingCompleter>]
    public string? CpuSet { get; set; }

    /// <summary>The memory nodes that the container may use, such as <c>0,1</c>.</summary>
    [Parameter]
    [Alias("CpusetMems")]
    [CommaTextTransformation]
    [Completions<NothingCompleter>]
    public string? MemoryNode { get; set; }

    /// <summary>The maximum number of processes; -1 for no limit.</summary>
    [Parameter]
    [Alias("PidsLimit")]
    [NumberTransformation("number of processes", 100)]
    [ValidateRange(-1, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? ProcessLimit { get; set; }

    /// <summary>The container's weight against other containers for block devices, from 10 to 1000; 0 for none.</summary>
    [Parameter]
    [Alias("BlkioWeight")]
    [NumberTransformation("weight", 500)]
    [Completions<NothingCompleter>]
    public int? BlockIOWeight { get; set; }

    /// <summary>
    /// When the engine restarts the container: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or
    /// <c>on-failure:TIMES</c>.
    /// </summary>
    [Parameter]
    [Alias("Restart")]
    [Completions<RestartPolicyCompleter>]
    [ValueTransformation<RestartPolicy>]
    public RestartPolicy? RestartPolicy { get; set; }

    private protected override string Action => "Change container";

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        if (Update == new ContainerUpdate())
            throw new EngineException(EngineError.Invalid, new Subject("ContainerUpdate"), "There is nothing to change. Expected a limit or a restart policy, such as -Memory 512MB or -RestartPolicy always.");
        return Task.CompletedTask;
    }

    private protected override async Task ChangeAsync(Target target)
    {
        foreach (string warning in await target.Client.Containers.UpdateAsync(target.Key, Update, StoppingToken))
            WriteWarning($"{target.Display}: {warning}");
    }

    ContainerUpdate Update => new()
    {
        Limits = new ResourceLimits
        {
            Memory = Memory,
            MemoryReservation = MemoryReservation,
            MemorySwap = MemorySwap,
            Cpu = Cpu,
            CpuShare = CpuShare,
            CpuPeriod = CpuPeriod,
            CpuQuota = CpuQuota,
            CpuSet = CpuSet,
            MemoryNode = MemoryNode,
            ProcessLimit = ProcessLimit,
            BlockIOWeight = BlockIOWeight,
        },
        RestartPolicy = RestartPolicy,
    };
}
