namespace DockerPS;

/// <summary>Something that BuildKit keeps so that a build need not make it again.</summary>
/// <remarks>Source: Engine API, <c>GET /system/df</c>.</remarks>
public sealed class BuildCacheEntry : EngineObject
{
    /// <summary>The id: 25 letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// What it is: <c>regular</c> for a layer, <c>source.local</c> for a build context, <c>exec.cachemount</c> for the folder of a cache
    /// mount, <c>frontend</c>, <c>internal</c>…
    /// </summary>
    public string Type { get; init; } = "";

    /// <summary>The ids of what it was made on.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>What made it, in BuildKit's words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Bytes on the disk.</summary>
    public long Size { get; init; }

    /// <summary>When it was made; null when that is not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>When a build used it last; null when none has.</summary>
    public DateTime? LastUsed { get; init; }

    /// <summary>How many builds have used it.</summary>
    public int UseCount { get; init; }

    /// <summary>Whether an image holds it as well, so that its removal frees nothing.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether a build uses it now.</summary>
    public bool IsInUse { get; init; }

    /// <summary>Its id.</summary>
    public override string ToString() => Id;
}
