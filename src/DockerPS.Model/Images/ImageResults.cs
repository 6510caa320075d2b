namespace DockerPS;

/// <summary>An image that was pushed to a registry.</summary>
public sealed class PublishedImage : EngineObject
{
    /// <summary>The repository with its registry, such as <c>registry.example.com:5000/team/app</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>The digest of the image in the registry: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>The size of its manifest in bytes, as the registry counts them; the layers are not included.</summary>
    public long Size { get; init; }

    /// <summary>The name, <c>repository:tag</c>.</summary>
    public string Name => $"{Repository}:{Tag}";

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A step in the removal of an image.</summary>
public sealed class RemovedImage : EngineObject
{
    /// <summary>What happened.</summary>
    public required ImageRemoval Action { get; init; }

    /// <summary>The name that was removed, or the id of the image or layer that was deleted.</summary>
    public required string Reference { get; init; }

    /// <summary>The name or id.</summary>
    public override string ToString() => Reference;
}

/// <summary>What was done when removing an image.</summary>
public enum ImageRemoval : long
{
    /// <summary>A name was removed; the image may have others.</summary>
    Untagged,

    /// <summary>An image or one of its layers was deleted.</summary>
    Deleted,
}
