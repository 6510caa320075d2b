namespace DockerPS;

/// <summary>Refers to a docker context: by name, wildcard, or a context object.</summary>
public sealed class DockerContextReference : ResourceReference
{
    /// <summary>Creates a reference from a name or a wildcard.</summary>
    public DockerContextReference(string text)
        : base(text) { }

    /// <summary>Creates a reference to exactly this context.</summary>
    public DockerContextReference(DockerContext context)
        : base(context.Name) { }

    /// <summary>Holds an object of another kind, which does not represent any object of this kind.</summary>
    public DockerContextReference(OtherThing other)
        : base(other) { }
}
