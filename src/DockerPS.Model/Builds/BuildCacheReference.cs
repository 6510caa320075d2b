namespace DockerPS;

/// <summary>Names an entry of the build cache: by its id, the beginning of it, a wildcard, or the object.</summary>
public sealed class BuildCacheReference : ResourceReference
{
    /// <summary>Makes a reference from an id, a wildcard or the beginning of an id.</summary>
    public BuildCacheReference(string text)
        : base(text) { }

    /// <summary>Makes a reference to this entry, on its own engine.</summary>
    public BuildCacheReference(BuildCacheEntry entry)
        : base(entry.Id, entry.Engine) { }

    /// <summary>Keeps an object of another kind, which stands for nothing of this one.</summary>
    public BuildCacheReference(OtherThing other)
        : base(other) { }
}
