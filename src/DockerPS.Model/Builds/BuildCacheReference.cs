namespace DockerPS;

/// <summary>Refers to a build cache entry: by id, id prefix, wildcard, or object.</summary>
public sealed class BuildCacheReference : ResourceReference
{
    /// <summary>Creates a reference from an id, a wildcard or an id prefix.</summary>
    public BuildCacheReference(string text)
        : base(text) { }

    /// <summary>Creates a reference to this entry on its own engine.</summary>
    public BuildCacheReference(BuildCacheEntry entry)
        : base(entry.Id, entry.Engine) { }

    /// <summary>Holds an object of another kind, which does not represent any object of this kind.</summary>
    public BuildCacheReference(OtherThing other)
        : base(other) { }
}
