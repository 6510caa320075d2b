using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>Volumes, which have names but no ids.</summary>
sealed class VolumeKind() : ResourceKind<VolumeReference, Volume>("Volume")
{
    public static readonly VolumeKind Instance = new();

    public override Task<IReadOnlyList<Volume>> ListAsync(EngineClient client, CancellationToken cancellationToken) =>
        client.Volumes.ListAsync(null, cancellationToken);

    public override Candidate ToCandidate(Volume thing) => new(thing.Name, $"{thing.Driver}, {thing.MountPoint}");

    public override string IdOf(Volume thing) => thing.Name;

    protected override IReadOnlyList<string> NamesOf(Volume thing) => [thing.Name];
}

/// <summary>Completes the volumes of the engine, with driver and location as the tooltip.</summary>
public sealed class VolumeCompleter() : KindCompleter<VolumeReference, Volume>(VolumeKind.Instance);
