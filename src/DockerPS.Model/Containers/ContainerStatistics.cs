namespace DockerPS;

/// <summary>The resource usage of a container.</summary>
/// <remarks>Source: Engine API, <c>GET /containers/{id}/stats</c>.</remarks>
public sealed class ContainerStatistics : EngineObject
{
    /// <summary>The id of the container.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name of the container.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it was measured.</summary>
    public DateTime? Time { get; init; }

    /// <summary>The processor usage, in percent of one processor: 150 means one and a half.</summary>
    public double CpuPercent { get; init; }

    /// <summary>Memory in use without the page cache, in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>The memory available to it in bytes: its limit, or the host's memory; null if unknown.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>The memory in percent of the limit.</summary>
    public double MemoryPercent => MemoryLimit is > 0 and var limit ? Memory * 100.0 / limit : 0;

    /// <summary>Bytes received over all networks since its start.</summary>
    public long NetworkReceived { get; init; }

    /// <summary>Bytes sent over all networks since its start.</summary>
    public long NetworkSent { get; init; }

    /// <summary>Bytes read from block devices since its start.</summary>
    public long BlockRead { get; init; }

    /// <summary>Bytes written to block devices since its start.</summary>
    public long BlockWritten { get; init; }

    /// <summary>The number of processes and threads.</summary>
    public long ProcessCount { get; init; }

    /// <summary>The name of the container.</summary>
    public override string ToString() => Name;
}
