namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    const double NanoCpus = 1e9;

    /// <summary>Changes limits and restart policy of a container, also while it runs. What is null stays.</summary>
    /// <returns>What the engine warns of.</returns>
    public async Task<IReadOnlyList<string>> UpdateAsync(string id, ContainerUpdate update, CancellationToken cancellationToken)
    {
        var policy = ContainerCreation.ToRestartPolicy(update.RestartPolicy);
        var wire = new ContainerUpdateWire
        {
            Memory = update.Memory,
            MemoryReservation = update.MemoryReservation,
            MemorySwap = update.MemorySwap,
            NanoCpus = update.Cpu is { } cpu ? (long)Math.Round(cpu * NanoCpus) : null,
            CpuShares = update.CpuShare,
            CpuPeriod = update.CpuPeriod is { } period ? (long)period.TotalMicroseconds : null,
            CpuQuota = update.CpuQuota is { } quota ? (long)quota.TotalMicroseconds : null,
            CpusetCpus = update.CpuSet,
            CpusetMems = update.MemoryNode,
            PidsLimit = update.ProcessLimit,
            BlkioWeight = update.BlockIOWeight,
            RestartPolicy = policy is null ? null : new RestartPolicyWire { Name = policy["Name"]!.GetValue<string>(), MaximumRetryCount = (int)policy["MaximumRetryCount"]!.GetValue<long>() },
        };
        var answer = await http.ReadAsync(Post(id, "update").WithJson(wire, ContainerJson.Default.ContainerUpdateWire), ContainerJson.Default.IdWire, cancellationToken).ConfigureAwait(false);
        return answer.Warnings ?? [];
    }
}

/// <summary>What to change of a container; null for what is to stay.</summary>
public sealed record ContainerUpdate
{
    /// <summary>The most memory, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>The memory that it is held to when the host has little, in bytes.</summary>
    public long? MemoryReservation { get; init; }

    /// <summary>The most memory and swap together, in bytes; -1 for no limit.</summary>
    public long? MemorySwap { get; init; }

    /// <summary>The most processors.</summary>
    public double? Cpu { get; init; }

    /// <summary>Its weight against others when the processors are busy.</summary>
    public long? CpuShare { get; init; }

    /// <summary>The period of the scheduler.</summary>
    public TimeSpan? CpuPeriod { get; init; }

    /// <summary>The time it may run in each period.</summary>
    public TimeSpan? CpuQuota { get; init; }

    /// <summary>The processors that it may run on, such as <c>0-2,4</c>.</summary>
    public string? CpuSet { get; init; }

    /// <summary>The memory nodes that it may use.</summary>
    public string? MemoryNode { get; init; }

    /// <summary>The most processes; -1 for no limit.</summary>
    public long? ProcessLimit { get; init; }

    /// <summary>Its weight against others for block devices, 10 to 1000; 0 for none.</summary>
    public int? BlockIOWeight { get; init; }

    /// <summary>When the engine starts it again.</summary>
    public string? RestartPolicy { get; init; }
}
