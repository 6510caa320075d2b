using DockerPS.Engine;

namespace DockerPS.Targets;

/// <summary>
/// A cmdlet that gets things of one kind: those that are named, or all of them if nothing is named or piped in. A thing that is named twice
/// is returned once.
/// </summary>
/// <typeparam name="TReference">How the user names the thing.</typeparam>
/// <typeparam name="TObject">The thing.</typeparam>
public abstract class TargetGetCmdlet<TReference, TObject> : TargetCmdlet<TReference, TObject>
    where TReference : ResourceReference
    where TObject : EngineObject
{
    readonly List<TReference> named = [];

    private protected TargetGetCmdlet() { }

    /// <summary>The references of this record.</summary>
    private protected abstract TReference[] References { get; }

    /// <summary>Lists the things on an engine that the filters let through.</summary>
    private protected abstract Task<IReadOnlyList<TObject>> ListWantedAsync(EngineClient client);

    /// <summary>Writes the things that were found.</summary>
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
        // what is piped in may be nothing, which does not mean all
        if (named.Count == 0 && MyInvocation.ExpectingInput)
            return;
        await WriteAsync(named.Count == 0 ? await ListWantedAsync(GetClient()) : await FindAsync(named, ListWantedAsync));
    }

    /// <summary>The things of each engine, with its client.</summary>
    private protected IEnumerable<(EngineClient Client, IReadOnlyList<TObject> Things)> ByEngine(IReadOnlyList<TObject> things) =>
        things.GroupBy(static thing => thing.Engine).Select(engine => (GetClient(engine.First()), (IReadOnlyList<TObject>)[.. engine]));
}
