using DockerPS.Engine;

namespace DockerPS.Targets;

/// <summary>
/// A cmdlet that gets objects of one kind: the given ones, or all if none are given or piped in. An object that is given twice is returned
/// once.
/// </summary>
/// <typeparam name="TReference">The type of the reference.</typeparam>
/// <typeparam name="TObject">The type of the object.</typeparam>
public abstract class TargetGetCmdlet<TReference, TObject> : TargetCmdlet<TReference, TObject>
    where TReference : ResourceReference
    where TObject : EngineObject
{
    readonly List<TReference> named = [];

    private protected TargetGetCmdlet() { }

    /// <summary>The references of the current record.</summary>
    private protected abstract TReference[] References { get; }

    /// <summary>Lists the objects on an engine that pass the filters.</summary>
    private protected abstract Task<IReadOnlyList<TObject>> ListWantedAsync(EngineClient client);

    /// <summary>Writes the objects that were found.</summary>
    private protected virtual Task WriteAsync(IReadOnlyList<TObject> things)
    {
        WriteObject(things, enumerateCollection: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override Task ProcessAsync()
    {
        named.AddRange(References);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        // the pipeline may be empty, which does not mean all
        if (named.Count == 0 && MyInvocation.ExpectingInput)
            return;
        await WriteAsync(named.Count == 0 ? await ListWantedAsync(GetClient()) : await FindAsync(named, ListWantedAsync));
    }

    /// <summary>The objects of each engine, with its client.</summary>
    private protected IEnumerable<(EngineClient Client, IReadOnlyList<TObject> Things)> ByEngine(IReadOnlyList<TObject> things) =>
        things.GroupBy(static thing => thing.Engine).Select(engine => (GetClient(engine.First()), (IReadOnlyList<TObject>)[.. engine]));
}
