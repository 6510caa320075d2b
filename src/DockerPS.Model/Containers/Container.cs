namespace DockerPS;

/// <summary>A container as the engine lists it.</summary>
/// <remarks>Source: Engine API, <c>GET /containers/json</c>.</remarks>
public class Container : EngineObject
{
    /// <summary>The full id: 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The name, without the leading slash of the Engine API.</summary>
    public required string Name { get; init; }

    /// <summary>The image name that the container was created with.</summary>
    public string Image { get; init; } = "";

    /// <summary>The id of the image: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The command line that runs in it, as one string.</summary>
    public string Command { get; init; } = "";

    /// <summary>When it was created; null if not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>The state.</summary>
    public ContainerState State { get; init; }

    /// <summary>The engine's own words for its state, such as <c>Up 5 minutes (healthy)</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>The result of its health check.</summary>
    public ContainerHealth Health { get; init; }

    /// <summary>The exit code of its process; null while it is running, and before its first run.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its published and exposed ports.</summary>
    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The networks that it is connected to.</summary>
    public IReadOnlyList<ContainerNetwork> Networks { get; init; } = [];

    /// <summary>Its mounts.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>Bytes that it has written on top of its image; null unless requested with -Size.</summary>
    public long? Size { get; init; }

    /// <summary>The size of its whole file system in bytes, including the image; null unless requested with -Size.</summary>
    public long? RootFileSystemSize { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The states of a container.</summary>
public enum ContainerState : long
{
    /// <summary>The engine reported a state that this module does not know.</summary>
    Unknown,

    /// <summary>Created, but never started.</summary>
    Created,

    /// <summary>Its process is running.</summary>
    Running,

    /// <summary>Its processes are frozen.</summary>
    Paused,

    /// <summary>It has exited and its restart policy is about to restart it.</summary>
    Restarting,

    /// <summary>It is being removed.</summary>
    Removing,

    /// <summary>Its process has exited.</summary>
    Exited,

    /// <summary>It could not be removed; the only thing left to do is to remove it again.</summary>
    Dead,
}

/// <summary>The result of a container's health check.</summary>
public enum ContainerHealth : long
{
    /// <summary>It has no health check, or is not running.</summary>
    None,

    /// <summary>The check has not passed yet since the start.</summary>
    Starting,

    /// <summary>The last check passed.</summary>
    Healthy,

    /// <summary>The check has failed as often as allowed.</summary>
    Unhealthy,
}
