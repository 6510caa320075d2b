namespace DockerPS;

/// <summary>The limits on a container's, or a build step's, use of its host. Null or empty means the engine's default.</summary>
/// <remarks>Source: Engine API, schema Resources.</remarks>
public sealed record ResourceLimits
{
    internal const int HighestWeight = 1000;

    const int LowestWeight = 10;
    const decimal NanoCpusPerCpu = 1e9m;

    /// <summary>The memory limit in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>The amount of memory, in bytes, that it is held to when the host runs low.</summary>
    public long? MemoryReservation { get; init; }

    /// <summary>The limit for memory and swap together, in bytes; -1 for no limit.</summary>
    public long? MemorySwap { get; init; }

    /// <summary>How readily its memory is swapped, from 0 to 100; -1 for the host's setting.</summary>
    public int? MemorySwappiness { get; init; }

    /// <summary>The number of processors.</summary>
    public double? Cpu { get; init; }

    /// <summary>The weight against others when the processors are busy.</summary>
    public long? CpuShare { get; init; }

    /// <summary>The length of a scheduler period.</summary>
    public TimeSpan? CpuPeriod { get; init; }

    /// <summary>The processor time in each period.</summary>
    public TimeSpan? CpuQuota { get; init; }

    /// <summary>The length of a period of the real-time scheduler.</summary>
    public TimeSpan? CpuRealtimePeriod { get; init; }

    /// <summary>The processor time in each real-time period.</summary>
    public TimeSpan? CpuRealtimeRuntime { get; init; }

    /// <summary>The processors that it may run on, such as <c>0-2,4</c>.</summary>
    public string? CpuSet { get; init; }

    /// <summary>The memory nodes that it may use.</summary>
    public string? MemoryNode { get; init; }

    /// <summary>The number of processors; Windows only.</summary>
    public long? CpuCount { get; init; }

    /// <summary>The percentage of the processors; Windows only.</summary>
    public long? CpuPercent { get; init; }

    /// <summary>The maximum number of processes; -1 for no limit.</summary>
    public long? ProcessLimit { get; init; }

    /// <summary>The weight against others for block devices, from 10 to 1000; 0 for none.</summary>
    public int? BlockIOWeight { get; init; }

    /// <summary>The weight for individual block devices.</summary>
    public IReadOnlyList<DeviceWeight> BlockIOWeightDevices { get; init; } = [];

    /// <summary>Bytes per second read from devices.</summary>
    public IReadOnlyList<DeviceRate> DeviceReadRates { get; init; } = [];

    /// <summary>Bytes per second written to devices.</summary>
    public IReadOnlyList<DeviceRate> DeviceWriteRates { get; init; } = [];

    /// <summary>Reads per second from devices.</summary>
    public IReadOnlyList<DeviceOperationRate> DeviceReadOperations { get; init; } = [];

    /// <summary>Writes per second to devices.</summary>
    public IReadOnlyList<DeviceOperationRate> DeviceWriteOperations { get; init; } = [];

    /// <summary>Bytes per second on the system drive; Windows only.</summary>
    public long? IOMaximumBandwidth { get; init; }

    /// <summary>Operations per second on the system drive; Windows only.</summary>
    public long? IOMaximumOperations { get; init; }

    /// <summary>Kernel limits.</summary>
    public IReadOnlyList<Ulimit> Ulimits { get; init; } = [];

    /// <summary>Whether the kernel is kept from killing it when memory runs out.</summary>
    public bool OomKillDisable { get; init; }

    /// <summary><see cref="Cpu" /> in billionths of a processor, the unit of the Engine API.</summary>
    public long? NanoCpus => Cpu is { } cpu ? (long)Math.Round((decimal)cpu * NanoCpusPerCpu) : null;

    /// <summary>Checks the limits.</summary>
    /// <exception cref="FormatException">A limit is invalid; the message says what was expected.</exception>
    public void Check()
    {
        if (Cpu is < 0 or > 1e9 or double.NaN)
            throw new FormatException($"{Cpu} is not a valid number of processors. Expected a number such as 1.5.");
        if (Cpu > 0 && NanoCpus == 0)
        {
            throw new FormatException(
                $"{Cpu} processors are too few. Expected a number such as 1.5, and at least a billionth.");
        }
        if (MemorySwappiness is < -1 or > 100)
        {
            throw new FormatException(
                $"{MemorySwappiness} is not a valid memory swappiness. Expected a number from 0 to 100, or -1 for the host's setting.");
        }
        if (BlockIOWeight is { } weight && !IsWeight(weight))
        {
            throw new FormatException(
                $"{BlockIOWeight} is not a valid weight for block devices. Expected a number from {LowestWeight} to {HighestWeight}, or 0 for none.");
        }
        if (Memory < 0 || MemoryReservation < 0 || MemorySwap < -1)
            throw new FormatException("A memory limit is negative. Expected bytes, or -1 for no limit on memory and swap together.");
        if (ProcessLimit < -1)
            throw new FormatException($"{ProcessLimit} is not a valid number of processes. Expected a number, or -1 for no limit.");
        foreach (var device in BlockIOWeightDevices)
            device.Check();
        foreach (var device in DeviceReadRates.Concat(DeviceWriteRates))
            device.Check();
        foreach (var device in DeviceReadOperations.Concat(DeviceWriteOperations))
            device.Check();
        foreach (var limit in Ulimits)
            limit.Check();
    }

    internal static bool IsWeight(int weight) => weight is 0 or (>= LowestWeight and <= HighestWeight);
}
