namespace DockerPS;

/// <summary>How a build went.</summary>
public sealed class ImageBuildResult : EngineObject
{
    /// <summary>What was built, such as the path of the folder.</summary>
    public required string Source { get; init; }

    /// <summary>The id of the image; null when the build failed.</summary>
    public string? ImageId { get; init; }

    /// <summary>The names that the image got.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// The digest by which registries know the image; null as long as it is in none, unless the engine keeps images by digest.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>When the build began.</summary>
    public DateTime Started { get; init; }

    /// <summary>How long it took, with the sending of the context. A <see cref="TimeSpan" /> in PowerShell.</summary>
    public string Duration { get; init; } = "00:00:00";

    /// <summary>
    /// Bytes of files that were sent: BuildKit asks for what it has not yet of an earlier build. Null when the builder could not ask.
    /// </summary>
    public long? ContextSent { get; init; }

    /// <summary>What was warned of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The steps in the order in which they began.</summary>
    public IReadOnlyList<BuildStep> Steps { get; init; } = [];

    /// <summary>How many steps were taken from an earlier build.</summary>
    public int CacheHits => Steps.Count(static step => step.IsCached);

    /// <summary>Where and why it failed; null when it did not.</summary>
    public BuildFailure? Failure { get; init; }

    /// <summary>The first name of the image, else its id, else what was built.</summary>
    public override string ToString() => Tags.Count > 0 ? Tags[0] : ImageId ?? Source;
}
