namespace DockerPS.Engine;

/// <summary>Calculates figures from the counters that an engine sends.</summary>
/// <remarks>Source: Engine API, "Get container stats based on resource usage", which contains the formulas.</remarks>
static class StatisticsMapping
{
    public static ContainerStatistics ToStatistics(StatisticsWire wire, string engine)
    {
        var networks = wire.Networks?.Values.ToList() ?? [];
        return new ContainerStatistics
        {
            Engine = engine,
            Id = wire.Id ?? "",
            Name = wire.Name?.TrimStart('/') ?? "",
            Time = LocalTime.Of(wire.Read),
            CpuPercent = CpuPercent(wire),
            Memory = Memory(wire.Memory),
            MemoryLimit = wire.Memory?.Limit is > 0 and var limit ? limit : null,
            NetworkReceived = networks.Sum(static network => network.Received),
            NetworkSent = networks.Sum(static network => network.Sent),
            BlockRead = Blocks(wire, "read") ?? wire.Storage?.Read ?? 0,
            BlockWritten = Blocks(wire, "write") ?? wire.Storage?.Written ?? 0,
            ProcessCount = wire.Processes?.Current ?? 0,
        };
    }

    static double CpuPercent(StatisticsWire wire)
    {
        if (wire.Cpu is not { } now || wire.PreCpu is not { } before)
            return 0;
        double used = (double)now.Usage.Total - before.Usage.Total;
        // Windows counts in units of 100 nanoseconds, and has no counter for the whole system
        if (now.System is null or 0)
        {
            double possible = (wire.Read - wire.PreRead).Ticks * Math.Max(1, wire.ProcessorCount ?? 1);
            return possible > 0 && used > 0 ? used / possible * 100 : 0;
        }
        double system = (double)now.System.Value - (before.System ?? 0);
        int processors = now.OnlineProcessors ?? now.Usage.PerProcessor?.Length ?? 1;
        return system > 0 && used > 0 ? used / system * processors * 100 : 0;
    }

    /// <summary>The memory in use without the page cache, which the kernel frees when necessary.</summary>
    static long Memory(MemoryWire? memory)
    {
        if (memory is null)
            return 0;
        if (memory.PrivateWorkingSet is { } windows)
            return windows;
        long cache = 0;
        foreach (string name in (string[])["total_inactive_file", "inactive_file"])
        {
            if (memory.Counters is not null && memory.Counters.TryGetValue(name, out cache))
                break;
        }
        return memory.Usage - (cache < memory.Usage ? cache : 0);
    }

    static long? Blocks(StatisticsWire wire, string operation) =>
        wire.Blocks?.Bytes is { } entries
            ? entries.Where(entry => operation.Equals(entry.Operation, StringComparison.OrdinalIgnoreCase)).Sum(static entry => entry.Value)
            : null;
}
