namespace DockerPS.Engine;

/// <summary>A container to create, with the options of docker run. Null or empty means the image's or the engine's default.</summary>
public sealed record ContainerSpecification
{
    /// <summary>The image.</summary>
    public required string Image { get; init; }

    /// <summary>The name; null to let the engine generate one.</summary>
    public string? Name { get; init; }

    /// <summary>The command in parts; null for the image's.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The entrypoint in parts; null for the image's, one empty part for none.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>The platform, such as <c>linux/arm64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>Ports to publish.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>Whether all ports that the image exposes are published to free ports.</summary>
    public bool PublishAll { get; init; }

    /// <summary>The volume mappings; source paths are absolute.</summary>
    public IReadOnlyList<VolumeMapping> Volumes { get; init; } = [];

    /// <summary>Containers whose mounts it also gets, as <c>NAME</c> or <c>NAME:ro</c>.</summary>
    public IReadOnlyList<string> VolumesFrom { get; init; } = [];

    /// <summary>Folders in memory; if a path occurs twice, the last one wins.</summary>
    public IReadOnlyList<TmpFsMount> TmpFs { get; init; } = [];

    /// <summary>Environment variables as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The networks, beginning with the one that it starts in; empty for the engine's default.</summary>
    public NetworkAttachment[] Networks { get; init; } = [];

    /// <summary>Additional names in its first network.</summary>
    public IReadOnlyList<string> NetworkAliases { get; init; } = [];

    /// <summary>The container's IPv4 address in its first network.</summary>
    public System.Net.IPAddress? IPAddress { get; init; }

    /// <summary>The container's IPv6 address in its first network.</summary>
    public System.Net.IPAddress? IPv6Address { get; init; }

    /// <summary>The container's link-local addresses in its first network.</summary>
    public IReadOnlyList<System.Net.IPAddress> LinkLocalAddresses { get; init; } = [];

    /// <summary>The MAC address in its first network.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Containers to link to in its first network, as <c>NAME</c> or <c>NAME:ALIAS</c>.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Ports to expose without publishing them, as <c>80</c>, <c>80-90</c> or <c>53/udp</c>.</summary>
    public IReadOnlyList<PortMapping> Exposed { get; init; } = [];

    /// <summary>The container's host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>Entries for its hosts file.</summary>
    public IReadOnlyList<HostEntry> AddHost { get; init; } = [];

    /// <summary>The container's DNS servers.</summary>
    public IReadOnlyList<System.Net.IPAddress> Dns { get; init; } = [];

    /// <summary>The restart policy.</summary>
    public RestartPolicy? RestartPolicy { get; init; }

    /// <summary>The limits on its use of the host.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>The user to run as.</summary>
    public string? User { get; init; }

    /// <summary>The working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Capabilities to add.</summary>
    public IReadOnlyList<string> CapabilityAdd { get; init; } = [];

    /// <summary>Capabilities to drop.</summary>
    public IReadOnlyList<string> CapabilityDrop { get; init; } = [];

    /// <summary>Whether it gets extended privileges on the host.</summary>
    public bool Privileged { get; init; }

    /// <summary>Whether its root file system is read-only.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether a small init process runs first.</summary>
    public bool Init { get; init; }

    /// <summary>The signal that stops it.</summary>
    public string? StopSignal { get; init; }

    /// <summary>How long it may take to stop.</summary>
    public TimeSpan? StopTimeout { get; init; }

    /// <summary>The log driver.</summary>
    public string? LogDriver { get; init; }

    /// <summary>Options for the log driver.</summary>
    public IReadOnlyDictionary<string, string> LogOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Security options such as <c>no-new-privileges</c>.</summary>
    public IReadOnlyList<string> SecurityOptions { get; init; } = [];

    /// <summary>The health check; null for the image's.</summary>
    public HealthCheck? Health { get; init; }

    /// <summary>Whether the engine removes it when it exits.</summary>
    public bool RemoveAfter { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether its standard input is kept open.</summary>
    public bool OpenInput { get; init; }

    /// <summary>Whether its standard input is closed when the first client that writes to it disconnects.</summary>
    public bool InputOnce { get; init; }

    /// <summary>The container's domain name.</summary>
    public string? DomainName { get; init; }

    /// <summary>The mounts in the long form; source paths are absolute.</summary>
    public IReadOnlyList<Mount> Mounts { get; init; } = [];

    /// <summary>The driver for volumes that are created for the container.</summary>
    public string? VolumeDriver { get; init; }

    /// <summary>Options for the storage driver.</summary>
    public IReadOnlyDictionary<string, string> StorageOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Options for name resolution.</summary>
    public IReadOnlyList<string> DnsOptions { get; init; } = [];

    /// <summary>Search domains for name resolution.</summary>
    public IReadOnlyList<string> DnsSearch { get; init; } = [];

    /// <summary>Annotations for the runtime.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Additional groups of its user.</summary>
    public IReadOnlyList<string> GroupAdd { get; init; } = [];

    /// <summary>Devices of the host.</summary>
    public IReadOnlyList<DeviceMapping> Devices { get; init; } = [];

    /// <summary>Device cgroup rules, as <c>c 42:* rmw</c>.</summary>
    public IReadOnlyList<string> DeviceRules { get; init; } = [];

    /// <summary>The GPU request.</summary>
    public IReadOnlyList<GpuRequest> Gpus { get; init; } = [];

    /// <summary>Kernel parameters of its namespaces.</summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    /// <summary>The size of /dev/shm in bytes.</summary>
    public long? ShmSize { get; init; }

    /// <summary>How readily it is killed when the host runs out of memory, from -1000 to 1000.</summary>
    public int? OomScoreAdjustment { get; init; }

    /// <summary>The IPC namespace.</summary>
    public string? IpcMode { get; init; }

    /// <summary>The process id namespace.</summary>
    public string? PidMode { get; init; }

    /// <summary>The UTS namespace.</summary>
    public string? UtsMode { get; init; }

    /// <summary>The user namespace.</summary>
    public string? UserNamespaceMode { get; init; }

    /// <summary>The control group namespace.</summary>
    public string? CgroupNamespaceMode { get; init; }

    /// <summary>The parent control group of the container.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>The runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>The isolation technology; Windows only.</summary>
    public string? Isolation { get; init; }
}
