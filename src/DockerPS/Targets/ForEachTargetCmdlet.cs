using System.Management.Automation;
using DockerPS.Completion;
using DockerPS.Progress;

namespace DockerPS.Targets;

/// <summary>
/// A cmdlet that performs an action on each of many targets. It asks for confirmation one by one, works on many at once, and returns their
/// objects and errors in the order in which they were given.
/// </summary>
/// <typeparam name="TReference">The type of the reference.</typeparam>
/// <typeparam name="TObject">The type of the object.</typeparam>
public abstract class ForEachTargetCmdlet<TReference, TObject> : TargetCmdlet<TReference, TObject>
    where TReference : ResourceReference
    where TObject : EngineObject
{
    /// <summary>The result of an action that returns nothing.</summary>
    private protected static readonly IReadOnlyList<object> Nothing = [];

    // transfers in the same pipeline are numbered from 1
    const int BarId = 0;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    readonly Queue<(Target Target, Task<IReadOnlyList<object>> Work)> running = new();
    SemaphoreSlim? places;
    ProgressBar? bar;
    int count;
    int done;

    private protected ForEachTargetCmdlet() { }

    /// <summary>The maximum number of targets that are processed at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [Completions<NothingCompleter>]
    public int ThrottleLimit { get; set; }

    /// <summary>The default throttle limit: higher if the engine mostly waits, lower if it works.</summary>
    private protected virtual int DefaultThrottleLimit => 32;

    /// <summary>The action, for the confirmation: <c>Stop container</c>; null if nothing is changed.</summary>
    private protected abstract string? Action { get; }

    /// <summary>Describes the action for one target, if there is a better text.</summary>
    private protected virtual ValueTask<string> DescribeAsync(Target target, string action) => new(action);

    /// <summary>The targets of this call.</summary>
    private protected abstract TReference[] References { get; }

    /// <summary>
    /// Performs the action on one target. It may be called for many targets at once; between awaits it runs on the pipeline thread.
    /// </summary>
    /// <returns>The cmdlet's output for the target.</returns>
    private protected abstract Task<IReadOnlyList<object>> ActAsync(Target target);

    /// <summary>Called on the pipeline thread for each target that is done, in order, after its objects were written.</summary>
    private protected virtual void Done(Target target) { }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        places ??= new SemaphoreSlim(ThrottleLimit > 0 ? ThrottleLimit : DefaultThrottleLimit);
        foreach (var target in await ResolveAsync(References))
        {
            if (Action is null || ShouldProcess(target.Display, await DescribeAsync(target, Action)))
            {
                count++;
                running.Enqueue((target, WorkAsync(target)));
            }
        }
        if (count > 1 && Action is { } action)
            (bar ??= new ProgressBar(this, BarId, action, delay: Patience)).Report($"{done} of {count}", 100 * done / count);
        while (running.TryPeek(out var first) && first.Work.IsCompleted)
            await ReportAsync();
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        try
        {
            while (running.Count > 0)
                await ReportAsync();
        }
        finally
        {
            bar?.Complete();
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            places?.Dispose();
    }

    async Task<IReadOnlyList<object>> WorkAsync(Target target)
    {
        await places!.WaitAsync(StoppingToken);
        try
        {
            return await ActAsync(target);
        }
        finally
        {
            places.Release();
            done++;
            bar?.Report($"{done} of {count}", 100 * done / count);
        }
    }

    Task ReportAsync()
    {
        var (target, work) = running.Dequeue();
        return GuardAsync(target, async () =>
        {
            WriteObject(await work, enumerateCollection: true);
            Done(target);
        });
    }
}
