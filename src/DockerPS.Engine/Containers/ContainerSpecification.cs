namespace DockerPS.Engine;

/// <summary>
/// A container to create: what the docker command calls the options of run. What is null or empty is left to the image and the engine.
/// </summary>
public sealed record ContainerSpecification
{
    /// <summary>The image.</summary>
    public required string Image { get; init; }

    /// <summary>The name; null for one that the engine makes up.</summary>
    public string? Name { get; init; }

    /// <summary>The command in parts; null for the image's.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The program in parts; null for the image's, one empty part for none.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>The platform, such as <c>linux/arm64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>Ports to publish.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>Whether all ports that the image exposes are published on free ports.</summary>
    public bool PublishAll { get; init; }

    /// <summary>What to mount; sources that are paths are absolute.</summary>
    public IReadOnlyList<VolumeMapping> Volumes { get; init; } = [];

    /// <summary>Containers whose mounts it gets as well, as <c>NAME</c> or <c>NAME:ro</c>.</summary>
    public IReadOnlyList<string> VolumesFrom { get; init; } = [];

    /// <summary>Folders in memory; of two with the same path the last one counts.</summary>
    public IReadOnlyList<TmpFsMount> TmpFs { get; init; } = [];

    /// <summary>Environment variables as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Its networks, the one it starts in first; none for the engine's default.</summary>
    public NetworkAttachment[] Networks { get; init; } = [];

    /// <summary>Further names in its first network.</summary>
    public IReadOnlyList<string> NetworkAliases { get; init; } = [];

    /// <summary>Its IPv4 address in its first network.</summary>
    public System.Net.IPAddress? IPAddress { get; init; }

    /// <summary>Its IPv6 address in its first network.</summary>
    public System.Net.IPAddress? IPv6Address { get; init; }

    /// <summary>Its link-local addresses in its first network.</summary>
    public IReadOnlyList<System.Net.IPAddress> LinkLocalAddresses { get; init; } = [];

    /// <summary>Its hardware address in its first network.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Containers to link to in its first network, as <c>NAME</c> or <c>NAME:ALIAS</c>.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Ports to expose and not to publish, as <c>80</c>, <c>80-90</c> or <c>53/udp</c>.</summary>
    public IReadOnlyList<PortMapping> Exposed { get; init; } = [];

    /// <summary>Its host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>Lines for its hosts file.</summary>
    public IReadOnlyList<HostEntry> AddHost { get; init; } = [];

    /// <summary>Its name servers.</summary>
    public IReadOnlyList<System.Net.IPAddress> Dns { get; init; } = [];

    /// <summary>When the engine starts it again.</summary>
    public RestartPolicy? RestartPolicy { get; init; }

    /// <summary>What it may use of its host.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>The user to run as.</summary>
    public string? User { get; init; }

    /// <summary>The folder to run in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Capabilities to add.</summary>
    public IReadOnlyList<string> CapabilityAdd { get; init; } = [];

    /// <summary>Capabilities to drop.</summary>
    public IReadOnlyList<string> CapabilityDrop { get; init; } = [];

    /// <summary>Whether it gets the privileges of the host.</summary>
    public bool Privileged { get; init; }

    /// <summary>Whether its root file system cannot be written to.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether a small init process runs before its own.</summary>
    public bool Init { get; init; }

    /// <summary>The signal that stops it.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How long it may take to stop.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>The driver of its log.</summary>
    public string? LogDriver { get; init; }

    /// <summary>Options of its log's driver.</summary>
    public IReadOnlyDictionary<string, string> LogOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Options such as <c>no-new-privileges</c>.</summary>
    public IReadOnlyList<string> SecurityOptions { get; init; } = [];

    /// <summary>How its health is checked; null for the image's way.</summary>
    public HealthCheck? Health { get; init; }

    /// <summary>Whether the engine removes it when it ends.</summary>
    public bool RemoveAfter { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether its standard input stays open.</summary>
    public bool OpenInput { get; init; }

    /// <summary>Whether its standard input closes when the first one who wrote to it has left.</summary>
    public bool InputOnce { get; init; }

    /// <summary>Its domain name.</summary>
    public string? DomainName { get; init; }

    /// <summary>What to mount, in the long form; sources that are paths are absolute.</summary>
    public IReadOnlyList<Mount> Mounts { get; init; } = [];

    /// <summary>The driver of volumes that are made for it.</summary>
    public string? VolumeDriver { get; init; }

    /// <summary>Options of its storage driver.</summary>
    public IReadOnlyDictionary<string, string> StorageOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Options of its name resolution.</summary>
    public IReadOnlyList<string> DnsOptions { get; init; } = [];

    /// <summary>Domains in which it looks for names.</summary>
    public IReadOnlyList<string> DnsSearch { get; init; } = [];

    /// <summary>Annotations for the runtime.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Further groups of its user.</summary>
    public IReadOnlyList<string> GroupAdd { get; init; } = [];

    /// <summary>Devices of the host.</summary>
    public IReadOnlyList<DeviceMapping> Devices { get; init; } = [];

    /// <summary>Rules for devices, as <c>c 42:* rmw</c>.</summary>
    public IReadOnlyList<string> DeviceRules { get; init; } = [];

    /// <summary>Graphics processors.</summary>
    public IReadOnlyList<GpuRequest> Gpus { get; init; } = [];

    /// <summary>Kernel parameters of its namespaces.</summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    /// <summary>The size of /dev/shm in bytes.</summary>
    public long? ShmSize { get; init; }

    /// <summary>How readily it is killed when the host's memory runs out, -1000 to 1000.</summary>
    public int? OomScoreAdjustment { get; init; }

    /// <summary>The namespace of its System V and POSIX objects.</summary>
    public string? IpcMode { get; init; }

    /// <summary>The namespace of its processes.</summary>
    public string? PidMode { get; init; }

    /// <summary>The namespace of its host name.</summary>
    public string? UtsMode { get; init; }

    /// <summary>The namespace of its users.</summary>
    public string? UserNamespaceMode { get; init; }

    /// <summary>The namespace of its control group.</summary>
    public string? CgroupNamespaceMode { get; init; }

    /// <summary>The control group that its own is in.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>The runtime that runs it.</summary>
    public string? Runtime { get; init; }

    /// <summary>How it is isolated; Windows only.</summary>
    public string? Isolation { get; init; }
}
