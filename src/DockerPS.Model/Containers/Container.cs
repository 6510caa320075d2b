namespace DockerPS;

/// <summary>A container as the engine lists it.</summary>
/// <remarks>Source: Engine API, <c>GET /containers/json</c>.</remarks>
public class Container : EngineObject
{
    /// <summary>The full id: 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The name, without the leading slash of the Engine API.</summary>
    public required string Name { get; init; }

    /// <summary>The image as it was named when the container was made.</summary>
    public string Image { get; init; } = "";

    /// <summary>The id of the image: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The command line that runs in it, as one text.</summary>
    public string Command { get; init; } = "";

    /// <summary>When it was created; null when that is not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>What it is doing.</summary>
    public ContainerState State { get; init; }

    /// <summary>The engine's own words for its state, such as <c>Up 5 minutes (healthy)</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>The result of its health check.</summary>
    public ContainerHealth Health { get; init; }

    /// <summary>The code it ended with; null while it runs, and before its first run.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its ports, published or only exposed.</summary>
    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The networks it is connected to.</summary>
    public IReadOnlyList<ContainerNetwork> Networks { get; init; } = [];

    /// <summary>What is mounted in it.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>Bytes that it wrote on top of its image; null unless the size was asked for.</summary>
    public long? Size { get; init; }

    /// <summary>Bytes of its whole file system, its image included; null unless the size was asked for.</summary>
    public long? RootFileSystemSize { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>What a container is doing.</summary>
public enum ContainerState : long
{
    /// <summary>The engine named a state that this module does not know.</summary>
    Unknown,

    /// <summary>Made, never started.</summary>
    Created,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its processes are frozen.</summary>
    Paused,

    /// <summary>It ended and its restart policy is about to start it again.</summary>
    Restarting,

    /// <summary>It is being removed.</summary>
    Removing,

    /// <summary>Its process ended.</summary>
    Exited,

    /// <summary>It could not be removed; only removing it again is possible.</summary>
    Dead,
}

/// <summary>The result of a container's health check.</summary>
public enum ContainerHealth : long
{
    /// <summary>It has no health check, or does not run.</summary>
    None,

    /// <summary>The check has not yet passed since the start.</summary>
    Starting,

    /// <summary>The last check passed.</summary>
    Healthy,

    /// <summary>The check failed as often as it may.</summary>
    Unhealthy,
}
