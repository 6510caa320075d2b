namespace DockerPS;

/// <summary>An entry of BuildKit's cache, which saves builds from repeating work.</summary>
/// <remarks>Source: Engine API, <c>GET /system/df</c>.</remarks>
public sealed class BuildCacheEntry : EngineObject
{
    /// <summary>The id: 25 letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The type: <c>regular</c> for a layer, <c>source.local</c> for a build context, <c>exec.cachemount</c> for a cache mount folder,
    /// <c>frontend</c>, <c>internal</c>…
    /// </summary>
    public string Type { get; init; } = "";

    /// <summary>The ids of the entries that it is based on.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>What created it, in BuildKit's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>The size on disk in bytes.</summary>
    public long Size { get; init; }

    /// <summary>When it was created; null if not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>When a build last used it; null if none has.</summary>
    public DateTime? LastUsed { get; init; }

    /// <summary>How many builds have used it.</summary>
    public int UseCount { get; init; }

    /// <summary>Whether an image also uses it, so that removing it frees no space.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether a build is using it now.</summary>
    public bool IsInUse { get; init; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
