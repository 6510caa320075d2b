namespace DockerPS;

/// <summary>
/// An image under one of its names. An image with three names is three objects with the same id, as <c>docker images</c> shows it, so that
/// each name can be pushed or removed separately.
/// </summary>
/// <remarks>Source: Engine API, <c>GET /images/json</c>.</remarks>
public class Image : EngineObject
{
    /// <summary>
    /// The id: <c>sha256:</c> and 64 hexadecimal digits. In containerd's image store it is the digest of the manifest, or of the index of a
    /// multi-platform image.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The name, <c>repository:tag</c>; <c>repository@digest</c> if it was pulled by digest; the id if it has none.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The repository of the name, such as <c>busybox</c> or <c>registry.example.com:5000/team/app</c>; null if it has no name.
    /// </summary>
    public string? Repository { get; init; }

    /// <summary>The tag of the name; null if it has none.</summary>
    public string? Tag { get; init; }

    /// <summary>
    /// The digest of the name in its registry; null if it was neither pulled nor pushed. In containerd's image store each image has one,
    /// which is its id.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>All its names with a tag, each <c>repository:tag</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>All its names with a digest, each <c>repository@sha256:…</c>.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>The id of its parent image; null if the engine does not know it.</summary>
    public string? ParentId { get; init; }

    /// <summary>When it was built; null if not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>
    /// The size of all its layers in bytes; in containerd's image store everything that it uses there, packed and unpacked, for all
    /// platforms.
    /// </summary>
    public long Size { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it has neither a name nor a tag, as an image that a newer one with the same name has replaced.</summary>
    public bool IsDangling => Tags.Count == 0 && Digests.Count == 0;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
