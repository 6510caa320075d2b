using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace DockerPS.Pipeline;

/// <summary>
/// Runs asynchronous work on the pipeline thread: the code after an <c>await</c> returns to the thread that PowerShell called, the only one
/// on which a cmdlet may write, prompt or throw.
/// </summary>
sealed class PipelinePump : SynchronizationContext, IDisposable
{
    readonly Queue<(SendOrPostCallback Callback, object? State)> queue = new();
    readonly CancellationTokenSource stopping = new();
    ExceptionDispatchInfo? failure;
    int pipelineThread;
    bool disposed;

    /// <summary>Cancelled when the pipeline stops, or when the work fails.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Ctrl+C: may be called on any thread.</summary>
    public void Stop()
    {
        lock (queue)
        {
            if (disposed)
                return;
        }
        stopping.Cancel();
    }

    /// <summary>Runs work to completion on the calling thread, together with everything that is posted meanwhile.</summary>
    public void Run(Func<Task> work)
    {
        var outer = Current;
        pipelineThread = Environment.CurrentManagedThreadId;
        SetSynchronizationContext(this);
        try
        {
            var task = Start(work);
            if (!task.IsCompleted)
                task.GetAwaiter().UnsafeOnCompleted(Wake);
            while (!task.IsCompleted)
                RunNext(wait: true);
            while (RunNext(wait: false)) { }
            Finish(task);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>
    /// Queues an action for the pipeline thread. An exception in it stops the work and is rethrown by <see cref="Run" />.
    /// </summary>
    public void Post(Action action) => Post(static state => ((Action)state!)(), action);

    /// <inheritdoc />
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (queue)
        {
            queue.Enqueue((d, state));
            Monitor.Pulse(queue);
        }
    }

    /// <inheritdoc />
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId == pipelineThread)
        {
            d(state);
            return;
        }
        using var done = new ManualResetEventSlim();
        Post(
            _ =>
            {
                try
                {
                    d(state);
                }
                finally
                {
                    done.Set();
                }
            },
            null);
        done.Wait(stopping.Token);
    }

    /// <inheritdoc />
    public override SynchronizationContext CreateCopy() => this;

    public void Dispose()
    {
        Stop();
        lock (queue)
        {
            disposed = true;
            queue.Clear();
        }
        stopping.Dispose();
    }

    static Task Start(Func<Task> work)
    {
        try
        {
            return work();
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    void Wake() => Post(static _ => { }, null);

    bool RunNext(bool wait)
    {
        (SendOrPostCallback Callback, object? State) next;
        lock (queue)
        {
            while (queue.Count == 0)
            {
                if (!wait)
                    return false;
                Monitor.Wait(queue);
            }
            next = queue.Dequeue();
        }
        try
        {
            next.Callback(next.State);
        }
        catch (Exception e)
        {
            // an async method keeps its exceptions in its task: this one came from a posted action, a progress record or a verbose line
            failure ??= ExceptionDispatchInfo.Capture(e);
            Stop();
        }
        return true;
    }

    void Finish(Task task)
    {
        if (failure is { } first)
        {
            failure = null;
            _ = task.Exception;
            first.Throw();
        }
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch
        {
            Stop();
            throw;
        }
    }
}
