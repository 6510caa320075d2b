namespace DockerPS;

/// <summary>The program that builds an image.</summary>
public enum ImageBuilder
{
    /// <summary>BuildKit: builds stages in parallel, and supports its own caches and mounts.</summary>
    BuildKit,

    /// <summary>The classic builder, which runs one step after another: the only one on Windows engines and engines before 18.09.</summary>
    Classic,
}
