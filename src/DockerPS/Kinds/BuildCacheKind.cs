using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Formatting;

namespace DockerPS.Kinds;

/// <summary>Build cache entries, which have ids but no names.</summary>
sealed class BuildCacheKind() : ResourceKind<BuildCacheReference, BuildCacheEntry>("BuildCache")
{
    public static readonly BuildCacheKind Instance = new();

    public override Task<IReadOnlyList<BuildCacheEntry>> ListAsync(EngineClient client, CancellationToken cancellationToken) =>
        client.BuildCache.ListAsync(cancellationToken);

    public override Candidate ToCandidate(BuildCacheEntry thing) => new(thing.Id, $"{thing.Type}, {Cell.Size(thing.Size)}, {thing.Description}");

    public override string IdOf(BuildCacheEntry thing) => thing.Id;

    protected override IReadOnlyList<string> NamesOf(BuildCacheEntry thing) => [thing.Id];
}

/// <summary>Completes build cache entries, with type, size and description as the tooltip.</summary>
public sealed class BuildCacheCompleter() : KindCompleter<BuildCacheReference, BuildCacheEntry>(BuildCacheKind.Instance);
