namespace DockerPS.Engine;

/// <summary>An image to build.</summary>
public sealed record BuildOptions
{
    /// <summary>The folder whose files the build may use.</summary>
    public required string Folder { get; init; }

    /// <summary>The path of the Dockerfile; null for <c>Dockerfile</c> in the folder.</summary>
    public string? Dockerfile { get; init; }

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

    /// <summary>What is secret and steps may read.</summary>
    public IReadOnlyList<BuildSecret> Secrets { get; init; } = [];

    /// <summary>The ssh agents that steps may use.</summary>
    public IReadOnlyList<BuildSsh> Ssh { get; init; } = [];

    /// <summary>What becomes of the result; null for an image of the engine.</summary>
    public BuildDestination? Output { get; init; }

    /// <summary>Whether the image tells the next build elsewhere which of its layers can be used.</summary>
    public bool CacheInline { get; init; }

    /// <summary>The builder; null for BuildKit where the engine has it.</summary>
    public ImageBuilder? Builder { get; init; }
}
