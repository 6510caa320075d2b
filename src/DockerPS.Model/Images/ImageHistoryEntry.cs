namespace DockerPS;

/// <summary>One step of how an image was made: an instruction of its Dockerfile, a commit, or an import. The newest comes first.</summary>
/// <remarks>Source: Engine API, <c>GET /images/{name}/history</c>.</remarks>
public sealed class ImageHistoryEntry : EngineObject
{
    /// <summary>The image whose history it belongs to, as it was asked for.</summary>
    public required string Image { get; init; }

    /// <summary>
    /// The id of the image that the step made; null where the engine has no such image, as with steps that were made elsewhere.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>When it was made; null when that is not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>What made it: the instruction, whole.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>Bytes that it added; in containerd's image store those that they take on the disk, which are more.</summary>
    public long Size { get; init; }

    /// <summary>The names of the image that the step made.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The message of the commit or import.</summary>
    public string Comment { get; init; } = "";

    /// <summary>What made it.</summary>
    public override string ToString() => CreatedBy;
}
