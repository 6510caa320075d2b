using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>Networks.</summary>
sealed class NetworkKind() : ResourceKind<NetworkReference, Network>("Network")
{
    public static readonly NetworkKind Instance = new();

    public override Task<IReadOnlyList<Network>> ListAsync(EngineClient client, CancellationToken cancellationToken) =>
        client.Networks.ListAsync(null, cancellationToken);

    public override Candidate ToCandidate(Network thing) => new(thing.Name, $"{thing.Driver} {string.Join(", ", thing.Subnets)}", thing.Id);

    public override string IdOf(Network thing) => thing.Id;

    protected override IReadOnlyList<string> NamesOf(Network thing) => [thing.Name];

    /// <summary>Whether it is one of the engine's built-in networks, which cannot be removed.</summary>
    public static bool IsBuiltIn(Network network) =>
        network.Name is "bridge" or "host" or "none" || network is { Name: "nat", Driver: "nat" };

    /// <summary>
    /// Whether a container is connected to a network. Several networks may have the same name, and not every connection has the network's
    /// id.
    /// </summary>
    public static bool IsConnected(Container container, string id, string name) =>
        container.Networks.Any(connected => connected.NetworkId.Length == id.Length ? connected.NetworkId == id : connected.Name == name);
}

/// <summary>Completes the networks of the engine, with driver and subnets as the tooltip.</summary>
public sealed class NetworkCompleter() : KindCompleter<NetworkReference, Network>(NetworkKind.Instance);
