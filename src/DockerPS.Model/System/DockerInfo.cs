namespace DockerPS;

/// <summary>An engine and the machine that it runs on.</summary>
/// <remarks>Source: Engine API, <c>GET /info</c>.</remarks>
public sealed class DockerInfo : EngineObject
{
    /// <summary>The name of the machine.</summary>
    public string Name { get; init; } = "";

    /// <summary>The engine's id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The engine's version as it writes it.</summary>
    public string ServerVersion { get; init; } = "";

    /// <summary>The operating system, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>What its containers run on: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystemType { get; init; } = "";

    /// <summary>The version of the operating system.</summary>
    public string OperatingSystemVersion { get; init; } = "";

    /// <summary>The processor architecture, such as <c>x86_64</c>.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>The version of the kernel.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>How many processors there are.</summary>
    public int ProcessorCount { get; init; }

    /// <summary>The memory of the machine in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>How many containers there are.</summary>
    public int Containers { get; init; }

    /// <summary>How many of them run.</summary>
    public int ContainersRunning { get; init; }

    /// <summary>How many of them are paused.</summary>
    public int ContainersPaused { get; init; }

    /// <summary>How many of them do not run.</summary>
    public int ContainersStopped { get; init; }

    /// <summary>How many images there are.</summary>
    public int Images { get; init; }

    /// <summary>What keeps images and containers on disk, such as <c>overlay2</c>.</summary>
    public string StorageDriver { get; init; } = "";

    /// <summary>What the storage driver tells of itself.</summary>
    public IReadOnlyDictionary<string, string> StorageStatus { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder of all that the engine keeps.</summary>
    public string RootDirectory { get; init; } = "";

    /// <summary>Where logs go when a container does not say otherwise.</summary>
    public string LoggingDriver { get; init; } = "";

    /// <summary>How control groups are managed: <c>cgroupfs</c>, <c>systemd</c> or <c>none</c>.</summary>
    public string CgroupDriver { get; init; } = "";

    /// <summary>The version of control groups; null when it does not say.</summary>
    public int? CgroupVersion { get; init; }

    /// <summary>The drivers for volumes.</summary>
    public IReadOnlyList<string> VolumeDrivers { get; init; } = [];

    /// <summary>The drivers for networks.</summary>
    public IReadOnlyList<string> NetworkDrivers { get; init; } = [];

    /// <summary>The drivers for logs.</summary>
    public IReadOnlyList<string> LogDrivers { get; init; } = [];

    /// <summary>The plugins that decide who may do what.</summary>
    public IReadOnlyList<string> AuthorizationPlugins { get; init; } = [];

    /// <summary>The names of the runtimes that can run containers.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = [];

    /// <summary>The runtime that is used when a container does not say otherwise.</summary>
    public string DefaultRuntime { get; init; } = "";

    /// <summary>The program that <c>--init</c> puts first into a container.</summary>
    public string InitBinary { get; init; } = "";

    /// <summary>How Windows keeps containers apart; empty elsewhere.</summary>
    public string Isolation { get; init; } = "";

    /// <summary>The version of containerd.</summary>
    public string ContainerdVersion { get; init; } = "";

    /// <summary>The version of runc.</summary>
    public string RuncVersion { get; init; } = "";

    /// <summary>How containers are confined, such as <c>seccomp (profile=default)</c>.</summary>
    public IReadOnlyList<DockerSecurityOption> SecurityOptions { get; init; } = [];

    /// <summary>Whether the engine runs without root's rights.</summary>
    public bool IsRootless { get; init; }

    /// <summary>Labels of the engine.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The registry that images without a registry in their name come from; null when there is none.</summary>
    public Uri? IndexServer { get; init; }

    /// <summary>Mirrors that are asked before that registry.</summary>
    public IReadOnlyList<Uri> RegistryMirrors { get; init; } = [];

    /// <summary>Registries, or ranges of addresses, that are taken without a valid certificate.</summary>
    public IReadOnlyList<string> InsecureRegistries { get; init; } = [];

    /// <summary>The proxy for HTTP, without user and password; empty for none.</summary>
    public string HttpProxy { get; init; } = "";

    /// <summary>The proxy for HTTPS, without user and password; empty for none.</summary>
    public string HttpsProxy { get; init; } = "";

    /// <summary>The hosts that are reached without a proxy.</summary>
    public string NoProxy { get; init; } = "";

    /// <summary>What it is in a swarm.</summary>
    public DockerSwarmState SwarmState { get; init; }

    /// <summary>Its id in the swarm; empty outside of one.</summary>
    public string SwarmNodeId { get; init; } = "";

    /// <summary>Whether it manages the swarm.</summary>
    public bool IsSwarmManager { get; init; }

    /// <summary>Whether experimental features are on.</summary>
    public bool Experimental { get; init; }

    /// <summary>Whether it writes a detailed log of itself.</summary>
    public bool Debug { get; init; }

    /// <summary>Whether containers go on while the engine restarts.</summary>
    public bool LiveRestore { get; init; }

    /// <summary>Whether a container's memory can be limited.</summary>
    public bool MemoryLimit { get; init; }

    /// <summary>Whether a container's swap can be limited.</summary>
    public bool SwapLimit { get; init; }

    /// <summary>Whether a container's processor time can be limited.</summary>
    public bool CpuQuota { get; init; }

    /// <summary>Whether the number of a container's processes can be limited.</summary>
    public bool PidsLimit { get; init; }

    /// <summary>Whether packets are forwarded, which published ports need.</summary>
    public bool IPv4Forwarding { get; init; }

    /// <summary>The clock of the machine when it was asked; null when it does not say.</summary>
    public DateTime? SystemTime { get; init; }

    /// <summary>What the engine finds wrong with its machine or configuration.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The name of the machine.</summary>
    public override string ToString() => Name;
}

/// <summary>One way in which containers are confined.</summary>
/// <param name="Name">The name: <c>seccomp</c>, <c>apparmor</c>, <c>rootless</c>…</param>
/// <param name="Parameters">What belongs to it, such as <c>profile</c> → <c>default</c>.</param>
public sealed record DockerSecurityOption(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The name, with its parameters in brackets.</summary>
    public override string ToString() =>
        Parameters.Count == 0
            ? Name
            : $"{Name} ({string.Join(", ", Parameters.Select(static parameter => $"{parameter.Key}={parameter.Value}"))})";
}

/// <summary>What an engine is in a swarm.</summary>
public enum DockerSwarmState : long
{
    /// <summary>The engine named a state that this module does not know.</summary>
    Unknown,

    /// <summary>In none.</summary>
    Inactive,

    /// <summary>About to join one.</summary>
    Pending,

    /// <summary>A part of one.</summary>
    Active,

    /// <summary>Something is wrong with its part in it.</summary>
    Error,

    /// <summary>Its keys are locked.</summary>
    Locked,
}
