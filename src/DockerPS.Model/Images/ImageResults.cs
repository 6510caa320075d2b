namespace DockerPS;

/// <summary>An image that was pushed to a registry.</summary>
public sealed class PublishedImage : EngineObject
{
    /// <summary>The repository with its registry, such as <c>registry.example.com:5000/team/app</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag.</summary>
    public required string Tag { get; init; }

    /// <summary>The digest under which the registry has it: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Bytes of its manifest, as the registry counts them; the layers are not among them.</summary>
    public long Size { get; init; }

    /// <summary>The name, <c>repository:tag</c>.</summary>
    public string Name => $"{Repository}:{Tag}";

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>One thing that the removal of an image did.</summary>
public sealed class RemovedImage : EngineObject
{
    /// <summary>What happened.</summary>
    public required ImageRemoval Action { get; init; }

    /// <summary>The name that was taken away, or the id of the image or layer that was deleted.</summary>
    public required string Reference { get; init; }

    /// <summary>The name or id.</summary>
    public override string ToString() => Reference;
}

/// <summary>What the removal of an image did.</summary>
public enum ImageRemoval : long
{
    /// <summary>A name was taken away; the image may have others.</summary>
    Untagged,

    /// <summary>An image or one of its layers was deleted.</summary>
    Deleted,
}
