using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;

namespace DockerPS.Cmdlets;

public abstract partial class ContainerCreationCmdlet
{
    /// <summary>The memory limit: bytes, <c>512MB</c>, or a string such as <c>512m</c>.</summary>
    [Parameter]
    [Alias("m")]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<SizeCompleter>]
    public long? Memory { get; set; }

    /// <summary>The number of processors that the container may use, such as <c>1.5</c>.</summary>
    [Parameter]
    [Alias("Cpus")]
    [NumberTransformation("number of processors", 1.5, IsFractional = true)]
    [ValidateRange(0.0, 100_000.0)]
    [Completions<NothingCompleter>]
    public double? Cpu { get; set; }

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
    [Completions<SizeCompleter>]
    public long? MemorySwap { get; set; }

    /// <summary>How readily the container's memory is swapped, from 0 to 100; -1 for the host's setting.</summary>
    [Parameter]
    [ValidateRange(-1, 100)]
    [NumberTransformation("swappiness", 60)]
    [Completions<NothingCompleter>]
    public int? MemorySwappiness { get; set; }

    /// <summary>The container's weight against other containers when the processors are busy; 1024 is the default.</summary>
    [Parameter]
    [Alias("CpuShares")]
    [ValidateRange(0, long.MaxValue)]
    [NumberTransformation("weight", 1024)]
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

    /// <summary>The length of a period of the real-time scheduler.</summary>
    [Parameter]
    [Alias("CpuRtPeriod")]
    [DurationTransformation]
    [Completions<NothingCompleter>]
    public TimeSpan? CpuRealtimePeriod { get; set; }

    /// <summary>The processor time that the container may use in each real-time period.</summary>
    [Parameter]
    [Alias("CpuRtRuntime")]
    [DurationTransformation]
    [Completions<NothingCompleter>]
    public TimeSpan? CpuRealtimeRuntime { get; set; }

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

    /// <summary>The number of processors that the container may use. Windows containers only.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    [NumberTransformation("number of processors", 2)]
    [Completions<NothingCompleter>]
    public long? CpuCount { get; set; }

    /// <summary>The percentage of the processors that the container may use. Windows containers only.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    [NumberTransformation("percentage", 50)]
    [Completions<NothingCompleter>]
    public long? CpuPercent { get; set; }

    /// <summary>The maximum number of processes; -1 for no limit.</summary>
    [Parameter]
    [Alias("PidsLimit")]
    [ValidateRange(-1, long.MaxValue)]
    [NumberTransformation("number of processes", 100)]
    [Completions<NothingCompleter>]
    public long? ProcessLimit { get; set; }

    /// <summary>The container's weight against other containers for block devices, from 10 to 1000; 0 for none.</summary>
    [Parameter]
    [Alias("BlkioWeight")]
    [NumberTransformation("weight", 500)]
    [Completions<NothingCompleter>]
    public int? BlockIOWeight { get; set; }

    /// <summary>The container's weight for individual block devices: a hashtable, or strings such as <c>/dev/sda:200</c>.</summary>
    [Parameter]
    [Alias("BlkioWeightDevice")]
    [ValuesTransformation<DeviceWeight>]
    [Completions<NothingCompleter>]
    public DeviceWeight[] BlockIOWeightDevice { get; set; } = [];

    /// <summary>
    /// Bytes per second that the container may read from block devices: a hashtable, or strings such as <c>/dev/sda:1mb</c>.
    /// </summary>
    [Parameter]
    [Alias("DeviceReadBps")]
    [ValuesTransformation<DeviceRate>]
    [Completions<NothingCompleter>]
    public DeviceRate[] DeviceReadRate { get; set; } = [];

    /// <summary>
    /// Bytes per second that the container may write to block devices: a hashtable, or strings such as <c>/dev/sda:1mb</c>.
    /// </summary>
    [Parameter]
    [Alias("DeviceWriteBps")]
    [ValuesTransformation<DeviceRate>]
    [Completions<NothingCompleter>]
    public DeviceRate[] DeviceWriteRate { get; set; } = [];

    /// <summary>Reads per second from block devices: a hashtable, or strings such as <c>/dev/sda:1000</c>.</summary>
    [Parameter]
    [Alias("DeviceReadIops")]
    [ValuesTransformation<DeviceOperationRate>]
    [Completions<NothingCompleter>]
    public DeviceOperationRate[] DeviceReadOperation { get; set; } = [];

    /// <summary>Writes per second to block devices: a hashtable, or strings such as <c>/dev/sda:1000</c>.</summary>
    [Parameter]
    [Alias("DeviceWriteIops")]
    [ValuesTransformation<DeviceOperationRate>]
    [Completions<NothingCompleter>]
    public DeviceOperationRate[] DeviceWriteOperation { get; set; } = [];

    /// <summary>Bytes per second on the system drive. Windows containers only.</summary>
    [Parameter]
    [Alias("IOMaxBandwidth")]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? IOMaximumBandwidth { get; set; }

    /// <summary>Operations per second on the system drive. Windows containers only.</summary>
    [Parameter]
    [Alias("IOMaxIOps")]
    [ValidateRange(0, long.MaxValue)]
    [NumberTransformation("number of operations", 1000)]
    [Completions<NothingCompleter>]
    public long? IOMaximumOperation { get; set; }

    /// <summary>
    /// Kernel limits: a hashtable such as <c>@{ nofile = '1024:4096' }</c>, or strings such as <c>'nofile=1024:4096'</c>.
    /// </summary>
    [Parameter]
    [ValuesTransformation<Ulimit>(PairSeparator = '=')]
    [Completions<UlimitCompleter>]
    public Ulimit[] Ulimit { get; set; } = [];

    /// <summary>Keeps the kernel from killing the container when memory runs out. Use it together with -Memory.</summary>
    [Parameter]
    public SwitchParameter OomKillDisable { get; set; }

    /// <summary>How readily the container is killed when the host runs out of memory, from -1000 (never) to 1000.</summary>
    [Parameter]
    [Alias("OomScoreAdj")]
    [ValidateRange(-1000, 1000)]
    [NumberTransformation("score", 500)]
    [Completions<NothingCompleter>]
    public int? OomScoreAdjustment { get; set; }

    ResourceLimits Limits => new()
    {
        Memory = Memory,
        MemoryReservation = MemoryReservation,
        MemorySwap = MemorySwap,
        MemorySwappiness = MemorySwappiness,
        Cpu = Cpu,
        CpuShare = CpuShare,
        CpuPeriod = CpuPeriod,
        CpuQuota = CpuQuota,
        CpuRealtimePeriod = CpuRealtimePeriod,
        CpuRealtimeRuntime = CpuRealtimeRuntime,
        CpuSet = CpuSet,
        MemoryNode = MemoryNode,
        CpuCount = CpuCount,
        CpuPercent = CpuPercent,
        ProcessLimit = ProcessLimit,
        BlockIOWeight = BlockIOWeight,
        BlockIOWeightDevices = BlockIOWeightDevice,
        DeviceReadRates = DeviceReadRate,
        DeviceWriteRates = DeviceWriteRate,
        DeviceReadOperations = DeviceReadOperation,
        DeviceWriteOperations = DeviceWriteOperation,
        IOMaximumBandwidth = IOMaximumBandwidth,
        IOMaximumOperations = IOMaximumOperation,
        Ulimits = Ulimit,
        OomKillDisable = OomKillDisable,
    };
}
