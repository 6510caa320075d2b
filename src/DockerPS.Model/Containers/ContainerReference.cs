namespace DockerPS;

/// <summary>Refers to a container: by name, wildcard, id prefix, or container object.</summary>
public sealed class ContainerReference : ResourceReference
{
    /// <summary>Creates a reference from a name, a wildcard or an id prefix.</summary>
    public ContainerReference(string text)
        : base(text.StartsWith('/') ? text[1..] : text) { }

    /// <summary>Creates a reference to exactly this container, on its own engine.</summary>
    public ContainerReference(Container container)
        : base(container.Id, container.Engine) => Name = container.Name;

    /// <summary>Creates a reference to the measured container, on its own engine.</summary>
    public ContainerReference(ContainerStatistics statistics)
        : base(statistics.Id, statistics.Engine) => Name = statistics.Name;

    /// <summary>Holds an object of another kind, which does not represent any object of this kind.</summary>
    public ContainerReference(OtherThing other)
        : base(other) { }

    /// <summary>The name of the container object that it was created from; null if the user typed text.</summary>
    public string? Name { get; }

    /// <inheritdoc />
    public override string ToString() => Name ?? Text;
}
