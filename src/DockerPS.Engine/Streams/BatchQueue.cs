namespace DockerPS.Engine;

/// <summary>
/// Hands items from a thread that makes them to a task that takes them, as many at a time as have come: no switch between the two for
/// each item, no waiting for a full batch, and a bound on what lies between.
/// </summary>
sealed class BatchQueue<T>(int capacity) : IDisposable
{
    readonly object gate = new();
    readonly SemaphoreSlim available = new(0, 1);
    List<T> pending = [];
    List<T> spare = [];
    Exception? failure;
    bool completed;
    bool closed;

    /// <summary>Adds an item; waits while the queue is full. False when nobody takes items any more.</summary>
    public bool Add(T item)
    {
        lock (gate)
        {
            while (pending.Count >= capacity && !closed)
                Monitor.Wait(gate);
            if (closed)
                return false;
            pending.Add(item);
            if (pending.Count == 1)
                Signal();
            return true;
        }
    }

    /// <summary>Says that no more will come, and why if it is an error.</summary>
    public void Complete(Exception? error = null)
    {
        lock (gate)
        {
            if (completed)
                return;
            completed = true;
            failure = error;
            Signal();
        }
    }

    /// <summary>Takes all that is there, waiting for the first. Null at the end. The list is the caller's until the next call.</summary>
    public async ValueTask<List<T>?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (gate)
            {
                if (pending.Count > 0)
                {
                    spare.Clear();
                    (pending, spare) = (spare, pending);
                    Monitor.PulseAll(gate);
                    return spare;
                }
                if (completed)
                    return failure is null ? null : throw failure;
            }
            await available.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that nobody takes items any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
        available.Dispose();
    }

    void Signal()
    {
        if (!closed && available.CurrentCount == 0)
            available.Release();
    }
}
