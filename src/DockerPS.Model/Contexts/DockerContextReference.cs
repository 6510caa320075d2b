namespace DockerPS;

/// <summary>Names a docker context: by name, wildcard, or a context object.</summary>
public sealed class DockerContextReference : ResourceReference
{
    /// <summary>Makes a reference from a name or a wildcard.</summary>
    public DockerContextReference(string text)
        : base(text) { }

    /// <summary>Makes a reference to exactly this context.</summary>
    public DockerContextReference(DockerContext context)
        : base(context.Name) { }

    /// <summary>Keeps an object of another kind, which stands for nothing of this one.</summary>
    public DockerContextReference(OtherThing other)
        : base(other) { }
}
