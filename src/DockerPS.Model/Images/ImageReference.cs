namespace DockerPS;

/// <summary>
/// Names an image: by repository, <c>repository:tag</c>, digest, wildcard, beginning of its id, or an image or container object.
/// </summary>
public sealed class ImageReference : ResourceReference
{
    /// <summary>Makes a reference from a name, a wildcard or the beginning of an id.</summary>
    public ImageReference(string text)
        : base(text) { }

    /// <summary>Makes a reference to this image under this name, on its own engine.</summary>
    public ImageReference(Image image)
        : base(image.Name, image.Engine) { }

    /// <summary>Makes a reference to an image under the name by which it was published.</summary>
    public ImageReference(PublishedImage image)
        : base(image.Name, image.Engine) { }

    /// <summary>Makes a reference to a repository that a search found.</summary>
    public ImageReference(FoundImage image)
        : base(image.Name, image.Engine) { }

    /// <summary>Makes a reference to the image that a container was made of.</summary>
    public ImageReference(Container container)
        : base(container.ImageId, container.Engine) { }

    /// <summary>Keeps an object of another kind, which stands for nothing of this one.</summary>
    public ImageReference(OtherThing other)
        : base(other) { }

    /// <inheritdoc />
    /// <remarks>The brackets of a registry's IPv6 address, <c>[::1]:5000/app</c>, are no wildcard.</remarks>
    public override bool IsWildcard => base.IsWildcard && !ImageName.TryParse(Text, out _, out _);
}
