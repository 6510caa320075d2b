namespace DockerPS;

/// <summary>Refers to a network: by name, wildcard, id prefix, or a network object.</summary>
public sealed class NetworkReference : ResourceReference
{
    /// <summary>Creates a reference from a name, a wildcard or an id prefix.</summary>
    public NetworkReference(string text)
        : base(text) { }

    /// <summary>Creates a reference to exactly this network, on its own engine.</summary>
    public NetworkReference(Network network)
        : base(network.Id, network.Engine) => Name = network.Name;

    /// <summary>Creates a reference to the network that a container is connected to.</summary>
    public NetworkReference(ContainerNetwork network)
        : base(network.Name) { }

    /// <summary>Creates a reference to the network that a container will be connected to.</summary>
    public NetworkReference(NetworkAttachment attachment)
        : base(attachment.Name) { }

    /// <summary>Holds an object of another kind, which does not represent any object of this kind.</summary>
    public NetworkReference(OtherThing other)
        : base(other) { }

    /// <summary>The name of the network object that it was created from; null if the user typed text.</summary>
    public string? Name { get; }

    /// <inheritdoc />
    public override string ToString() => Name ?? Text;
}
