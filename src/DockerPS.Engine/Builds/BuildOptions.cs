namespace DockerPS.Engine;

/// <summary>An image to build.</summary>
public sealed record BuildOptions
{
    /// <summary>What to build.</summary>
    public required BuildSource Source { get; init; }

    /// <summary>The names that the image gets.</summary>
    public IReadOnlyList<ImageName> Tags { get; init; } = [];

    /// <summary>Values for the Dockerfile's ARG instructions; null for one that has none.</summary>
    public IReadOnlyDictionary<string, string?> Arguments { get; init; } = new Dictionary<string, string?>();

    /// <summary>Labels that the image gets beside those of its Dockerfile.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The stage to build; null for the last.</summary>
    public string? Target { get; init; }

    /// <summary>The platform, such as <c>linux/arm64</c>; null for the engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>The network of the steps: <c>none</c>, <c>host</c>, or null for the engine's own.</summary>
    public string? Network { get; init; }

    /// <summary>Whether each step runs anew, though an earlier build did the same.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether base images are pulled though the engine has them.</summary>
    public bool Pull { get; init; }

    /// <summary>The stages whose steps run anew; every other step may be taken from an earlier build.</summary>
    public IReadOnlyList<string> NoCacheStages { get; init; } = [];

    /// <summary>Images whose steps the build may take over.</summary>
    public IReadOnlyList<string> CacheFrom { get; init; } = [];

    /// <summary>
    /// Where the build leaves its steps for others to take over: <c>type=inline</c> is all that an engine's builder can do.
    /// </summary>
    public IReadOnlyList<string> CacheTo { get; init; } = [];

    /// <summary>Secrets that steps may mount.</summary>
    public IReadOnlyList<BuildSecret> Secrets { get; init; } = [];

    /// <summary>SSH agents that steps may use.</summary>
    public IReadOnlyList<BuildSsh> SshAgents { get; init; } = [];

    /// <summary>Where the result goes; null for an image in the engine.</summary>
    public BuildExport? Export { get; init; }

    /// <summary>Lines for the hosts file of the steps.</summary>
    public IReadOnlyList<HostEntry> AddHost { get; init; } = [];

    /// <summary>Bytes of the steps' /dev/shm; null for the engine's own choice.</summary>
    public long? ShmSize { get; init; }

    /// <summary>Limits of the kernel for the steps.</summary>
    public IReadOnlyList<Ulimit> Ulimits { get; init; } = [];

    /// <summary>What the classic builder alone can hold the steps to.</summary>
    public ClassicBuildOptions Classic { get; init; } = new();

    /// <summary>The builder; null for BuildKit where the engine has it.</summary>
    public ImageBuilder? Builder { get; init; }
}

/// <summary>What the classic builder alone knows of.</summary>
public sealed record ClassicBuildOptions
{
    /// <summary>
    /// What a step may use of its host: memory, shares, times and sets of processors, and memory nodes. Limits of the kernel are for both
    /// builders.
    /// </summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>The control group that a step's own is in.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>Security options of the steps; Windows engines only.</summary>
    public IReadOnlyList<string> SecurityOptions { get; init; } = [];

    /// <summary>How the steps are isolated; Windows engines only.</summary>
    public string? Isolation { get; init; }

    /// <summary>Whether the new layers become one; experimental engines only.</summary>
    public bool Squash { get; init; }
}
