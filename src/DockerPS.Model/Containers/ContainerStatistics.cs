namespace DockerPS;

/// <summary>What a container uses.</summary>
/// <remarks>Source: Engine API, <c>GET /containers/{id}/stats</c>.</remarks>
public sealed class ContainerStatistics : EngineObject
{
    /// <summary>The id of the container.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name of the container.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it was measured.</summary>
    public DateTime? Time { get; init; }

    /// <summary>Its use of processors in percent of one: 150 for one and a half.</summary>
    public double CpuPercent { get; init; }

    /// <summary>Memory in use without the page cache, in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>The memory that it may use, in bytes: its limit, or that of the host; null when unknown.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Memory in percent of the limit.</summary>
    public double MemoryPercent => MemoryLimit is > 0 and var limit ? Memory * 100.0 / limit : 0;

    /// <summary>Bytes received over all networks since its start.</summary>
    public long NetworkReceived { get; init; }

    /// <summary>Bytes sent over all networks since its start.</summary>
    public long NetworkSent { get; init; }

    /// <summary>Bytes read from block devices since its start.</summary>
    public long BlockRead { get; init; }

    /// <summary>Bytes written to block devices since its start.</summary>
    public long BlockWritten { get; init; }

    /// <summary>How many processes and threads it has.</summary>
    public long ProcessCount { get; init; }

    /// <summary>The name of the container.</summary>
    public override string ToString() => Name;
}
