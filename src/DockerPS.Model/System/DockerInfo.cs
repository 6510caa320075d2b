namespace DockerPS;

/// <summary>An engine and its host.</summary>
/// <remarks>Source: Engine API, <c>GET /info</c>.</remarks>
public sealed class DockerInfo : EngineObject
{
    /// <summary>The host name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The engine's id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The version of the engine, as it reports it.</summary>
    public string ServerVersion { get; init; } = "";

    /// <summary>The operating system, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The operating system of its containers: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystemType { get; init; } = "";

    /// <summary>The version of the operating system.</summary>
    public string OperatingSystemVersion { get; init; } = "";

    /// <summary>The processor architecture, such as <c>x86_64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The version of the kernel.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>The number of processors.</summary>
    public int ProcessorCount { get; init; }

    /// <summary>The memory of the host in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>The number of containers.</summary>
    public int Containers { get; init; }

    /// <summary>The number of running containers.</summary>
    public int ContainersRunning { get; init; }

    /// <summary>The number of paused containers.</summary>
    public int ContainersPaused { get; init; }

    /// <summary>The number of stopped containers.</summary>
    public int ContainersStopped { get; init; }

    /// <summary>The number of images.</summary>
    public int Images { get; init; }

    /// <summary>The driver that stores images and containers, such as <c>overlay2</c>.</summary>
    public string StorageDriver { get; init; } = "";

    /// <summary>The status of the storage driver.</summary>
    public IReadOnlyDictionary<string, string> StorageStatus { get; init; } = new Dictionary<string, string>();

    /// <summary>The data folder of the engine.</summary>
    public string RootDirectory { get; init; } = "";

    /// <summary>The default log driver.</summary>
    public string LoggingDriver { get; init; } = "";

    /// <summary>How control groups are managed: <c>cgroupfs</c>, <c>systemd</c> or <c>none</c>.</summary>
    public string CgroupDriver { get; init; } = "";

    /// <summary>The version of control groups; null if the engine does not report it.</summary>
    public int? CgroupVersion { get; init; }

    /// <summary>The volume drivers.</summary>
    public IReadOnlyList<string> VolumeDrivers { get; init; } = [];

    /// <summary>The network drivers.</summary>
    public IReadOnlyList<string> NetworkDrivers { get; init; } = [];

    /// <summary>The log drivers.</summary>
    public IReadOnlyList<string> LogDrivers { get; init; } = [];

    /// <summary>The authorization plugins.</summary>
    public IReadOnlyList<string> AuthorizationPlugins { get; init; } = [];

    /// <summary>The names of the container runtimes.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = [];

    /// <summary>The default runtime.</summary>
    public string DefaultRuntime { get; init; } = "";

    /// <summary>The init program that <c>--init</c> uses.</summary>
    public string InitBinary { get; init; } = "";

    /// <summary>The default isolation on Windows; empty elsewhere.</summary>
    public string Isolation { get; init; } = "";

    /// <summary>The version of containerd.</summary>
    public string ContainerdVersion { get; init; } = "";

    /// <summary>The version of runc.</summary>
    public string RuncVersion { get; init; } = "";

    /// <summary>The security options, such as <c>seccomp (profile=default)</c>.</summary>
    public IReadOnlyList<DockerSecurityOption> SecurityOptions { get; init; } = [];

    /// <summary>Whether the engine runs without root privileges.</summary>
    public bool IsRootless { get; init; }

    /// <summary>The labels of the engine.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The registry for images without a registry in their name; null if there is none.</summary>
    public Uri? IndexServer { get; init; }

    /// <summary>Mirrors that are tried before that registry.</summary>
    public IReadOnlyList<Uri> RegistryMirrors { get; init; } = [];

    /// <summary>Registries or address ranges that are accepted without a valid certificate.</summary>
    public IReadOnlyList<string> InsecureRegistries { get; init; } = [];

    /// <summary>The proxy for HTTP, without user and password; empty for none.</summary>
    public string HttpProxy { get; init; } = "";

    /// <summary>The proxy for HTTPS, without user and password; empty for none.</summary>
    public string HttpsProxy { get; init; } = "";

    /// <summary>The hosts that are reached without a proxy.</summary>
    public string NoProxy { get; init; } = "";

    /// <summary>The state in a swarm.</summary>
    public DockerSwarmState SwarmState { get; init; }

    /// <summary>The node id in the swarm; empty outside a swarm.</summary>
    public string SwarmNodeId { get; init; } = "";

    /// <summary>Whether it is a manager of the swarm.</summary>
    public bool IsSwarmManager { get; init; }

    /// <summary>Whether experimental features are on.</summary>
    public bool Experimental { get; init; }

    /// <summary>Whether debug logging is on.</summary>
    public bool Debug { get; init; }

    /// <summary>Whether containers keep running while the engine restarts.</summary>
    public bool LiveRestore { get; init; }

    /// <summary>Whether a container's memory can be limited.</summary>
    public bool MemoryLimit { get; init; }

    /// <summary>Whether a container's swap can be limited.</summary>
    public bool SwapLimit { get; init; }

    /// <summary>Whether a container's processor time can be limited.</summary>
    public bool CpuQuota { get; init; }

    /// <summary>Whether the number of processes in a container can be limited.</summary>
    public bool PidsLimit { get; init; }

    /// <summary>Whether IP forwarding is on, which published ports need.</summary>
    public bool IPv4Forwarding { get; init; }

    /// <summary>The host's clock at the time of the request; null if the engine does not report it.</summary>
    public DateTime? SystemTime { get; init; }

    /// <summary>The engine's warnings about its host or configuration.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The host name.</summary>
    public override string ToString() => Name;
}

/// <summary>A security option.</summary>
/// <param name="Name">The name: <c>seccomp</c>, <c>apparmor</c>, <c>rootless</c>…</param>
/// <param name="Parameters">The parameters, such as <c>profile</c> → <c>default</c>.</param>
public sealed record DockerSecurityOption(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The name, with its parameters in brackets.</summary>
    public override string ToString() =>
        Parameters.Count == 0
            ? Name
            : $"{Name} ({string.Join(", ", Parameters.Select(static parameter => $"{parameter.Key}={parameter.Value}"))})";
}

/// <summary>The states of an engine in a swarm.</summary>
public enum DockerSwarmState : long
{
    /// <summary>The engine reported a state that this module does not know.</summary>
    Unknown,

    /// <summary>Not in a swarm.</summary>
    Inactive,

    /// <summary>About to join a swarm.</summary>
    Pending,

    /// <summary>Part of a swarm.</summary>
    Active,

    /// <summary>An error occurred in its swarm.</summary>
    Error,

    /// <summary>The swarm's keys are locked.</summary>
    Locked,
}
