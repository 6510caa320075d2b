using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>Offers the things of a kind that are on the engine.</summary>
/// <typeparam name="TReference">How a user names it.</typeparam>
/// <typeparam name="TObject">The thing.</typeparam>
public abstract class KindCompleter<TReference, TObject> : EngineCompleter
    where TReference : ResourceReference
    where TObject : EngineObject
{
    readonly ResourceKind<TReference, TObject> kind;

    private protected KindCompleter(ResourceKind<TReference, TObject> kind) => this.kind = kind;

    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken) =>
        (await kind.ListAsync(client, cancellationToken).ConfigureAwait(false))
            .Where(thing => IsOffered(thing, line))
            .Select(kind.ToCandidate)
            .OfType<Candidate>();

    /// <summary>Whether a thing makes sense on the line.</summary>
    private protected virtual bool IsOffered(TObject thing, CompletionLine line) => true;
}
