using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>Containers.</summary>
sealed class ContainerKind() : ResourceKind<ContainerReference, Container>("Container")
{
    public static readonly ContainerKind Instance = new();

    public override Task<IReadOnlyList<Container>> ListAsync(EngineClient client, CancellationToken cancellationToken) => client.Containers.ListAsync(null, cancellationToken);

    public override Candidate ToCandidate(Container thing) => new(thing.Name, $"{thing.Image}, {thing.Status}");

    public override string IdOf(Container thing) => thing.Id;

    protected override IReadOnlyList<string> NamesOf(Container thing) => [thing.Name];
}

/// <summary>Offers the containers of the engine, with image and state as the tooltip.</summary>
public sealed class ContainerCompleter() : KindCompleter<ContainerReference, Container>(ContainerKind.Instance);
