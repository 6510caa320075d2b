using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>
/// A cmdlet that does one thing to each of many targets. It asks for confirmation one by one, works on many at once, and reports their
/// errors and objects in the order in which they were named.
/// </summary>
/// <typeparam name="TReference">How the user names the thing.</typeparam>
/// <typeparam name="TObject">The thing.</typeparam>
public abstract class TargetActionCmdlet<TReference, TObject> : TargetCmdlet<TReference, TObject>
    where TReference : ResourceReference
    where TObject : EngineObject
{
    readonly Queue<(Target Target, Task Work)> running = new();
    readonly Dictionary<Target, IReadOnlyList<object>> results = [];
    SemaphoreSlim? places;

    private protected TargetActionCmdlet() { }

    /// <summary>How many targets are worked on at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; }

    /// <summary>How many at once when the user does not say: more where the engine mostly waits, fewer where it works.</summary>
    private protected virtual int DefaultThrottleLimit => 32;

    /// <summary>What is done, for the confirmation: <c>Stop container</c>; null for what changes nothing.</summary>
    private protected abstract string? Action { get; }

    /// <summary>The targets of this call.</summary>
    private protected abstract TReference[] References { get; }

    /// <summary>Does it to one target. It may be called for many at once; it runs on the pipeline thread between awaits.</summary>
    private protected abstract Task ActAsync(Target target);

    /// <summary>Returns objects for a target when those before it have been returned.</summary>
    private protected void Return(Target target, IReadOnlyList<object> objects) => results[target] = objects;

    /// <summary>Called on the pipeline thread for each target that was done, in order.</summary>
    private protected virtual Task DoneAsync(Target target)
    {
        if (results.Remove(target, out var objects))
            WriteObject(objects, enumerateCollection: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        places ??= new SemaphoreSlim(ThrottleLimit > 0 ? ThrottleLimit : DefaultThrottleLimit);
        foreach (var target in await ResolveAsync(References))
        {
            if (Action is null || ShouldProcess(target.Display, Action))
                running.Enqueue((target, WorkAsync(target)));
        }
        while (running.TryPeek(out var first) && first.Work.IsCompleted)
            await ReportAsync();
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        while (running.Count > 0)
            await ReportAsync();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            places?.Dispose();
    }

    async Task WorkAsync(Target target)
    {
        await places!.WaitAsync(StoppingToken);
        try
        {
            await ActAsync(target);
        }
        finally
        {
            places.Release();
        }
    }

    async Task ReportAsync()
    {
        var (target, work) = running.Dequeue();
        try
        {
            await work;
        }
        catch (EngineException e)
        {
            await WriteErrorAsync(e, target);
            return;
        }
        await DoneAsync(target);
    }
}
