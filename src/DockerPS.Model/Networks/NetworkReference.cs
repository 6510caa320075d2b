namespace DockerPS;

/// <summary>Names a network: by name, wildcard, beginning of its id, or a network object.</summary>
public sealed class NetworkReference : ResourceReference
{
    /// <summary>Makes a reference from a name, a wildcard or the beginning of an id.</summary>
    public NetworkReference(string text)
        : base(text) { }

    /// <summary>Makes a reference to exactly this network, on its own engine.</summary>
    public NetworkReference(Network network)
        : base(network.Id, network.Engine) => Name = network.Name;

    /// <summary>Makes a reference to the network that a container is connected to.</summary>
    public NetworkReference(ContainerNetwork network)
        : base(network.Name) { }

    /// <summary>Makes a reference to the network that a container is to be connected to.</summary>
    public NetworkReference(NetworkAttachment attachment)
        : base(attachment.Name) { }

    /// <summary>Keeps an object of another kind, which stands for nothing of this one.</summary>
    public NetworkReference(OtherThing other)
        : base(other) { }

    /// <summary>The name of the network object that it was made from; null when the user wrote a text.</summary>
    public string? Name { get; }

    /// <inheritdoc />
    public override string ToString() => Name ?? Text;
}
