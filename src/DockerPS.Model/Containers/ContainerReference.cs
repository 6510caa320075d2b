namespace DockerPS;

/// <summary>Names a container: by name, wildcard, beginning of its id, or a container object.</summary>
public sealed class ContainerReference : ResourceReference
{
    /// <summary>Makes a reference from a name, a wildcard or the beginning of an id.</summary>
    public ContainerReference(string text)
        : base(text.StartsWith('/') ? text[1..] : text) { }

    /// <summary>Makes a reference to exactly this container, on its own engine.</summary>
    public ContainerReference(Container container)
        : base(container.Id, container.Engine) => Name = container.Name;

    /// <summary>Makes a reference to the container that was measured, on its own engine.</summary>
    public ContainerReference(ContainerStatistics statistics)
        : base(statistics.Id, statistics.Engine) => Name = statistics.Name;

    /// <summary>Keeps an object of another kind, which stands for nothing of this one.</summary>
    public ContainerReference(OtherThing other)
        : base(other) { }

    /// <summary>The name of the container object that it was made from; null when the user wrote a text.</summary>
    public string? Name { get; }

    /// <inheritdoc />
    public override string ToString() => Name ?? Text;
}
