using System.Management.Automation;
using DockerPS.Progress;

namespace DockerPS.Targets;

/// <summary>
/// A cmdlet that does the same for each of many targets. It asks for confirmation one by one, works on many at once, and returns their
/// objects and errors in the order in which they were named.
/// </summary>
/// <typeparam name="TReference">How the user names the thing.</typeparam>
/// <typeparam name="TObject">The thing.</typeparam>
public abstract class ForEachTargetCmdlet<TReference, TObject> : TargetCmdlet<TReference, TObject>
    where TReference : ResourceReference
    where TObject : EngineObject
{
    /// <summary>What comes out of work that returns nothing.</summary>
    private protected static readonly IReadOnlyList<object> Nothing = [];

    // transfers of the same pipeline count from 1
    const int BarId = 0;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    readonly Queue<(Target Target, Task<IReadOnlyList<object>> Work)> running = new();
    SemaphoreSlim? places;
    ProgressBar? bar;
    int count;
    int done;

    private protected ForEachTargetCmdlet() { }

    /// <summary>How many targets are worked on at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; }

    /// <summary>How many at once if the user does not say: more where the engine mostly waits, fewer where it works.</summary>
    private protected virtual int DefaultThrottleLimit => 32;

    /// <summary>What is done, for the confirmation: <c>Stop container</c>; null for what changes nothing.</summary>
    private protected abstract string? Action { get; }

    /// <summary>What is done to one target, where that can be said better.</summary>
    private protected virtual ValueTask<string> DescribeAsync(Target target, string action) => new(action);

    /// <summary>The targets of this call.</summary>
    private protected abstract TReference[] References { get; }

    /// <summary>Does it for one target. It may be called for many at once; it runs on the pipeline thread between awaits.</summary>
    /// <returns>What the cmdlet returns for the target.</returns>
    private protected abstract Task<IReadOnlyList<object>> ActAsync(Target target);

    /// <summary>Called on the pipeline thread for each target that was done, in order, after its objects were written.</summary>
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
