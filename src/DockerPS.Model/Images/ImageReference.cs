namespace DockerPS;

/// <summary>
/// Refers to an image: by repository, <c>repository:tag</c>, digest, wildcard, id prefix, or an image or container object.
/// </summary>
public sealed class ImageReference : ResourceReference
{
    /// <summary>Creates a reference from a name, a wildcard or an id prefix.</summary>
    public ImageReference(string text)
        : base(text) { }

    /// <summary>Creates a reference to this image under this name, on its own engine.</summary>
    public ImageReference(Image image)
        : base(image.Name, image.Engine) { }

    /// <summary>Creates a reference to an image under the name by which it was pushed.</summary>
    public ImageReference(PublishedImage image)
        : base(image.Name, image.Engine) { }

    /// <summary>Creates a reference to a repository that a search found.</summary>
    public ImageReference(FoundImage image)
        : base(image.Name, image.Engine) { }

    /// <summary>Creates a reference to the image that a container was created from.</summary>
    public ImageReference(Container container)
        : base(container.ImageId, container.Engine) { }

    /// <summary>Holds an object of another kind, which does not represent any object of this kind.</summary>
    public ImageReference(OtherThing other)
        : base(other) { }

    /// <inheritdoc />
    /// <remarks>The brackets of a registry's IPv6 address, <c>[::1]:5000/app</c>, are not a wildcard.</remarks>
    public override bool IsWildcard => base.IsWildcard && !ImageName.TryParse(Text, out _, out _);
}
