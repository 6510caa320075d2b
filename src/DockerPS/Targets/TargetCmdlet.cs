using DockerPS.Engine;
using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>
/// A cmdlet whose target parameter names things on an engine. A plain name goes to the engine as it is, which knows it best; only a
/// wildcard needs the list, which is asked for once.
/// </summary>
/// <typeparam name="TReference">How the user names the thing.</typeparam>
/// <typeparam name="TObject">The thing.</typeparam>
public abstract class TargetCmdlet<TReference, TObject> : EngineCmdlet
    where TReference : ResourceReference
    where TObject : EngineObject
{
    private protected TargetCmdlet() { }

    /// <summary>The kind of the things.</summary>
    private protected abstract ResourceKind<TReference, TObject> Kind { get; }

    /// <summary>Whether a wildcard means a thing that fits it.</summary>
    private protected virtual bool IsMeantByWildcard(TObject thing) => true;

    /// <summary>
    /// What the references stand for. A plain name becomes a target unasked: the engine says later when there is no such thing.
    /// </summary>
    private protected virtual async Task<IReadOnlyList<Target>> ResolveAsync(IReadOnlyList<TReference> references)
    {
        var targets = new List<Target>(references.Count);
        var lists = new Dictionary<EngineClient, IReadOnlyList<TObject>>();
        foreach (var reference in references)
        {
            // a reference that fails is one error, and the others are acted on
            await TryAsync(reference, async () =>
            {
                var client = GetClient(reference);
                if (!reference.IsWildcard)
                {
                    targets.Add(new Target(client, reference.Text, reference.ToString(), reference));
                    return;
                }
                if (!lists.TryGetValue(client, out var list))
                    lists[client] = list = await ListAllAsync(client);
                foreach (var found in Kind.Find(reference, list).Where(IsMeantByWildcard))
                    targets.Add(new Target(client, Kind.KeyOf(found), Kind.NameOf(found), reference));
            });
        }
        return targets;
    }

    /// <summary>
    /// What the references stand for, as objects, from one list an engine; an error for each plain name that nothing has.
    /// </summary>
    /// <param name="references">What is asked for.</param>
    /// <param name="list">Lists those things that are wanted, which may be fewer than there are: a plain name of one that is not wanted is
    /// no error.</param>
    private protected async Task<IReadOnlyList<TObject>> FindAsync(
        IReadOnlyList<TReference> references,
        Func<EngineClient, Task<IReadOnlyList<TObject>>> list) =>
        (await FindAsync(references, list, ListAllAsync)).Found;

    /// <summary>What the references stand for, and whether each plain name was found; an error for each that nothing has.</summary>
    private protected Task<(IReadOnlyList<TObject> Found, bool IsAll)> TryFindAsync(IReadOnlyList<TReference> references) =>
        FindAsync(references, ListAllAsync, null);

    async Task<(IReadOnlyList<TObject> Found, bool IsAll)> FindAsync(
        IReadOnlyList<TReference> references,
        Func<EngineClient, Task<IReadOnlyList<TObject>>> list,
        Func<EngineClient, Task<IReadOnlyList<TObject>>>? listAll)
    {
        var lists = new Dictionary<EngineClient, IReadOnlyList<TObject>>();
        var found = new List<TObject>();
        var seen = new HashSet<(string Engine, string Key)>();
        bool isAll = true;
        foreach (var reference in references)
        {
            isAll &= await TryAsync(reference, async () =>
            {
                var client = GetClient(reference);
                if (!lists.TryGetValue(client, out var things))
                    lists[client] = things = await list(client);
                var meant = reference.Other is { } owner
                    ? await BelongingToAsync(owner, things, client)
                    : await MatchAsync(reference, things, listAll is null ? null : () => listAll(client));
                foreach (var thing in meant)
                {
                    if (seen.Add((thing.Engine, Kind.KeyOf(thing))))
                        found.Add(thing);
                }
            });
        }
        return (found, isAll);
    }

    async Task<IReadOnlyList<TObject>> MatchAsync(
        TReference reference,
        IReadOnlyList<TObject> things,
        Func<Task<IReadOnlyList<TObject>>>? listAll)
    {
        try
        {
            return Kind.Find(reference, things);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound && listAll is not null)
        {
            // the same error again when it is not there at all
            Kind.Find(reference, await listAll());
            return [];
        }
    }

    /// <summary>Those things that belong to an object of another kind, if <see cref="EngineCmdlet.TakesKind" /> takes it.</summary>
    private protected virtual Task<IReadOnlyList<TObject>> BelongingToAsync(
        OtherThing owner,
        IReadOnlyList<TObject> things,
        EngineClient client) =>
        Task.FromResult<IReadOnlyList<TObject>>([]);

    Task<IReadOnlyList<TObject>> ListAllAsync(EngineClient client) => Kind.ListAsync(client, StoppingToken);

    /// <summary>Runs work with a further thing, which an error calls as the user does.</summary>
    private protected static async Task CallingAsync(string key, string name, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (EngineException e) when (e.Called(key, name) is var called && !ReferenceEquals(called, e))
        {
            throw called;
        }
    }

    /// <summary>Runs work for one target. When it fails the error is written.</summary>
    private protected async Task GuardAsync(Target target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (EngineException e)
        {
            await WriteErrorAsync(e, target);
        }
    }

    /// <summary>
    /// Writes the error for a target. Where the engine only says that it is ambiguous, it finds out which things it fits.
    /// </summary>
    private protected async Task WriteErrorAsync(EngineException exception, Target target)
    {
        if (exception.Error != EngineError.Ambiguous)
        {
            WriteError(exception.Called(target.Key, target.Display), target.Reference);
            return;
        }
        await TryAsync(target.Reference, async () =>
        {
            var found = Kind.Find(target.Reference, await ListAllAsync(target.Client));
            throw found.Count > 1 ? Kind.SharedName(target.Reference.Text, found) : exception;
        });
    }
}
