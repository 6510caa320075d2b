namespace DockerPS.Engine;

/// <summary>The options of a build.</summary>
public sealed record BuildOptions
{
    /// <summary>The input of the build.</summary>
    public required BuildSource Source { get; init; }

    /// <summary>The names of the image.</summary>
    public IReadOnlyList<ImageName> Tags { get; init; } = [];

    /// <summary>Values for the Dockerfile's ARG instructions; null for one without a value.</summary>
    public IReadOnlyDictionary<string, string?> Arguments { get; init; } = new Dictionary<string, string?>();

    /// <summary>Labels for the image, in addition to those in its Dockerfile.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The stage to build; null for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>The platform, such as <c>linux/arm64</c>; null for the engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>The network of the steps: <c>none</c>, <c>host</c>, or null for the engine's default.</summary>
    public string? Network { get; init; }

    /// <summary>Whether every step runs again, even if an earlier build ran it.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether base images are pulled even if the engine has them.</summary>
    public bool Pull { get; init; }

    /// <summary>The stages whose steps run again; all other steps may come from the cache.</summary>
    public IReadOnlyList<string> NoCacheStages { get; init; } = [];

    /// <summary>Images whose steps the build may reuse.</summary>
    public IReadOnlyList<string> CacheFrom { get; init; } = [];

    /// <summary>Where the build exports its cache: engines' builders only support <c>type=inline</c>.</summary>
    public IReadOnlyList<string> CacheTo { get; init; } = [];

    /// <summary>Secrets that steps may mount.</summary>
    public IReadOnlyList<BuildSecret> Secrets { get; init; } = [];

    /// <summary>SSH agents that steps may use.</summary>
    public IReadOnlyList<BuildSsh> SshAgents { get; init; } = [];

    /// <summary>Where to export the result; null for an image in the engine.</summary>
    public BuildExport? Export { get; init; }

    /// <summary>Entries for the hosts file of the steps.</summary>
    public IReadOnlyList<HostEntry> AddHost { get; init; } = [];

    /// <summary>The size of /dev/shm for the steps in bytes; null for the engine's default.</summary>
    public long? ShmSize { get; init; }

    /// <summary>Kernel limits for the steps.</summary>
    public IReadOnlyList<Ulimit> Ulimits { get; init; } = [];

    /// <summary>Limits and options for the steps that only the classic builder supports.</summary>
    public ClassicBuildOptions Classic { get; init; } = new();

    /// <summary>The builder; null for BuildKit if the engine has it.</summary>
    public ImageBuilder? Builder { get; init; }
}

/// <summary>Options that only the classic builder supports.</summary>
public sealed record ClassicBuildOptions
{
    /// <summary>
    /// The limits on a step's use of its host: memory, processor weight, periods and quotas, processor sets, and memory nodes. Both
    /// builders support kernel limits.
    /// </summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>The parent control group of a step.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>Security options for the steps; Windows engines only.</summary>
    public IReadOnlyList<string> SecurityOptions { get; init; } = [];

    /// <summary>The isolation technology for the steps; Windows engines only.</summary>
    public string? Isolation { get; init; }

    /// <summary>Whether the new layers are squashed into one; experimental engines only.</summary>
    public bool Squash { get; init; }
}
