namespace DockerPS;

/// <summary>Names an image: by name with or without tag, wildcard, beginning of its id, or an image object.</summary>
public sealed class ImageReference : ResourceReference
{
    /// <summary>Makes a reference from a name, a wildcard or the beginning of an id.</summary>
    public ImageReference(string text)
        : base(text) { }
}
