using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>Networks.</summary>
sealed class NetworkKind() : ResourceKind<NetworkReference, Network>("Network")
{
    public static readonly NetworkKind Instance = new();

    public override Task<IReadOnlyList<Network>> ListAsync(EngineClient client, CancellationToken cancellationToken) => client.Networks.ListAsync(null, cancellationToken);

    public override Candidate ToCandidate(Network thing) => new(thing.Name, $"{thing.Driver} {string.Join(", ", thing.Subnets)}", thing.Id);

    public override string IdOf(Network thing) => thing.Id;

    protected override IReadOnlyList<string> NamesOf(Network thing) => [thing.Name];
}

/// <summary>Offers the networks of the engine, with driver and subnets as the tooltip.</summary>
public sealed class NetworkCompleter() : KindCompleter<NetworkReference, Network>(NetworkKind.Instance);
