namespace DockerPS;

/// <summary>A step in the history of an image: a Dockerfile instruction, a commit, or an import. The newest comes first.</summary>
/// <remarks>Source: Engine API, <c>GET /images/{name}/history</c>.</remarks>
public sealed class ImageHistoryEntry : EngineObject
{
    /// <summary>The image that the history belongs to, as the user named it.</summary>
    public required string Image { get; init; }

    /// <summary>
    /// The id of the image that the step created; null if the engine does not have that image, as with steps that ran elsewhere.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>When it was created; null if not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>The full instruction that created it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>The bytes that it added; in containerd's image store their size on disk, which is larger.</summary>
    public long Size { get; init; }

    /// <summary>The names of the image that the step created.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The message of the commit or import.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The instruction that created it.</summary>
    public override string ToString() => CreatedBy;
}
