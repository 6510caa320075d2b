namespace DockerPS.Engine;

/// <summary>A container to make: what the docker command calls the options of run. What is null or empty is left to the image and the engine.</summary>
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

    /// <summary>Folders in memory: path, and mount options or nothing.</summary>
    public IReadOnlyDictionary<string, string> TmpFs { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment variables as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The network: a name, <c>bridge</c>, <c>host</c>, <c>none</c> or <c>container:NAME</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Further names in its network.</summary>
    public IReadOnlyList<string> NetworkAliases { get; init; } = [];

    /// <summary>Its address in its network.</summary>
    public System.Net.IPAddress? IPAddress { get; init; }

    /// <summary>Its host name.</summary>
    public string? Hostname { get; init; }

    /// <summary>Lines for its hosts file, as <c>NAME:ADDRESS</c>.</summary>
    public IReadOnlyList<string> AddHost { get; init; } = [];

    /// <summary>Its name servers.</summary>
    public IReadOnlyList<string> Dns { get; init; } = [];

    /// <summary>When the engine starts it again: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure[:TIMES]</c>.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>The most memory, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>The most processors.</summary>
    public double? Cpu { get; init; }

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

    /// <summary>Whether its root file system can not be written to.</summary>
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
    public HealthSpecification? Health { get; init; }

    /// <summary>Whether the engine removes it when it ends.</summary>
    public bool RemoveAfter { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether its standard input stays open.</summary>
    public bool OpenInput { get; init; }

    /// <summary>Whether its standard input closes when the first one who wrote to it has left.</summary>
    public bool InputOnce { get; init; }
}

/// <summary>How the health of a container is checked.</summary>
public sealed record HealthSpecification
{
    /// <summary>Whether the image's check is turned off.</summary>
    public bool Disabled { get; init; }

    /// <summary>The command that a shell in the container runs; null for the image's.</summary>
    public string? Command { get; init; }

    /// <summary>The time between checks.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long a check may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long after the start failures do not count.</summary>
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>How many failures make it unhealthy.</summary>
    public int? Retries { get; init; }
}
