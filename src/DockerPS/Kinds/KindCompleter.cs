using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Kinds;

/// <summary>Completes objects of one kind on the engine.</summary>
/// <typeparam name="TReference">The type of the reference.</typeparam>
/// <typeparam name="TObject">The type of the object.</typeparam>
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

    /// <summary>Whether an object makes sense on the command line.</summary>
    private protected virtual bool IsOffered(TObject thing, CompletionLine line) => true;
}
