using DockerPS.Engine;
using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>
/// A cmdlet whose target parameter names objects on an engine. A plain name is sent to the engine as it is, since the engine knows best;
/// only a wildcard needs the list, which is requested once.
/// </summary>
/// <typeparam name="TReference">The type of the reference.</typeparam>
/// <typeparam name="TObject">The type of the object.</typeparam>
public abstract class TargetCmdlet<TReference, TObject> : EngineCmdlet
    where TReference : ResourceReference
    where TObject : EngineObject
{
    private protected TargetCmdlet() { }

    /// <summary>The kind of the objects.</summary>
    private protected abstract ResourceKind<TReference, TObject> Kind { get; }

    /// <summary>Whether a wildcard includes a matching object.</summary>
    private protected virtual bool IsMeantByWildcard(TObject thing) => true;

    /// <summary>
    /// Resolves references to targets. A plain name becomes a target without a request; the engine reports later if it does not exist.
    /// </summary>
    private protected virtual async Task<IReadOnlyList<Target>> ResolveAsync(IReadOnlyList<TReference> references)
    {
        var targets = new List<Target>(references.Count);
        var lists = new Dictionary<EngineClient, IReadOnlyList<TObject>>();
        foreach (var reference in references)
        {
            // a failing reference causes one error, and the others are still processed
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

    /// <summary>Resolves references to objects, with one list per engine; writes an error for each name that does not exist.</summary>
    /// <param name="references">The references.</param>
    /// <param name="list">Lists the wanted objects, which may be only some of them; the name of an existing object that is not wanted is
    /// not an error.</param>
    private protected async Task<IReadOnlyList<TObject>> FindAsync(
        IReadOnlyList<TReference> references,
        Func<EngineClient, Task<IReadOnlyList<TObject>>> list) =>
        (await FindAsync(references, list, ListAllAsync)).Found;

    /// <summary>Resolves references, and says whether each name was found; writes an error for each that was not.</summary>
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
            // throws the same error again if it does not exist at all
            Kind.Find(reference, await listAll());
            return [];
        }
    }

    /// <summary>Gets the objects that belong to an object of another kind, if <see cref="EngineCmdlet.TakesKind" /> accepts it.</summary>
    private protected virtual Task<IReadOnlyList<TObject>> BelongingToAsync(
        OtherThing owner,
        IReadOnlyList<TObject> things,
        EngineClient client) =>
        Task.FromResult<IReadOnlyList<TObject>>([]);

    Task<IReadOnlyList<TObject>> ListAllAsync(EngineClient client) => Kind.ListAsync(client, StoppingToken);

    /// <summary>Runs work that involves another object, which errors name as the user did.</summary>
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

    /// <summary>Runs work for one target. If it fails, writes the error.</summary>
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

    /// <summary>Writes the error for a target. If the engine only says that a name is ambiguous, finds out which objects match.</summary>
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
