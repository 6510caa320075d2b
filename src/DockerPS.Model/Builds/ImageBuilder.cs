namespace DockerPS;

/// <summary>What builds an image.</summary>
public enum ImageBuilder
{
    /// <summary>BuildKit: builds stages side by side, and knows caches and mounts of its own.</summary>
    BuildKit,

    /// <summary>The builder of old, one step after the other: the only one of engines before 18.09 and of Windows.</summary>
    Classic,
}
