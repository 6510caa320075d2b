namespace DockerPS;

/// <summary>
/// An image under one of its names. An image with three names is three of these, all with one id, as <c>docker images</c> shows it: so each
/// can be published or removed by itself.
/// </summary>
/// <remarks>Source: Engine API, <c>GET /images/json</c>.</remarks>
public class Image : EngineObject
{
    /// <summary>
    /// The id: <c>sha256:</c> and 64 hexadecimal digits. In containerd's image store it is the digest of the manifest, or of the index of
    /// several platforms.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The name, <c>repository:tag</c>; <c>repository@digest</c> when it was pulled by digest; the id when it has none.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The repository of the name, such as <c>busybox</c> or <c>registry.example.com:5000/team/app</c>; null when it has no name.
    /// </summary>
    public string? Repository { get; init; }

    /// <summary>The tag of the name; null when it has none.</summary>
    public string? Tag { get; init; }

    /// <summary>
    /// The digest under which the name's registry knows it; null when it was neither pulled nor published. In containerd's image store each
    /// image has one, the id.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>All its names with a tag, each <c>repository:tag</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>All its names with a digest, each <c>repository@sha256:…</c>.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>The id of the image that it was built on; null when the engine does not know.</summary>
    public string? ParentId { get; init; }

    /// <summary>When it was built; null when that is not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>
    /// Bytes of all its layers; in containerd's image store all that it takes there, packed and unpacked, for all platforms.
    /// </summary>
    public long Size { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it has neither name nor tag: what a newer image of the same name leaves behind.</summary>
    public bool IsDangling => Tags.Count == 0 && Digests.Count == 0;

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
