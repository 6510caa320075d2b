namespace DockerPS;

/// <summary>The result of a build.</summary>
public sealed class ImageBuildResult : EngineObject
{
    /// <summary>What was built, such as the path of the folder.</summary>
    public required string Source { get; init; }

    /// <summary>The id of the image; null if the build failed.</summary>
    public string? ImageId { get; init; }

    /// <summary>The names of the image.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The digest of the image in registries; null until it is pushed, unless the engine stores images by digest.</summary>
    public string? Digest { get; init; }

    /// <summary>When the build began.</summary>
    public DateTime Started { get; init; }

    /// <summary>How long it took, including sending the context. A <see cref="TimeSpan" /> in PowerShell.</summary>
    public string Duration { get; init; } = "00:00:00";

    /// <summary>
    /// The number of bytes of files that were sent: BuildKit only requests files that it does not have from earlier builds. Null if the
    /// builder cannot request files.
    /// </summary>
    public long? ContextSent { get; init; }

    /// <summary>The warnings.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The steps in the order in which they started.</summary>
    public IReadOnlyList<BuildStep> Steps { get; init; } = [];

    /// <summary>How many steps came from an earlier build.</summary>
    public int CacheHits => Steps.Count(static step => step.IsCached);

    /// <summary>Where and why it failed; null if it did not fail.</summary>
    public BuildFailure? Failure { get; init; }

    /// <summary>The first name of the image, or else its id, or else what was built.</summary>
    public override string ToString() => Tags.Count > 0 ? Tags[0] : ImageId ?? Source;
}
