namespace DockerPS.Engine;

/// <summary>
/// Passes items from a producer thread to a consumer task, as many at a time as are available: without a switch between the two for each
/// item, without waiting for a full batch, and with a bound on the number of waiting items.
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

    /// <summary>Adds an item; waits while the queue is full. False if nobody takes items any more.</summary>
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

    /// <summary>Signals that no more items will come, with the exception if it is because of an error.</summary>
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

    /// <summary>
    /// Takes all available items, waiting for the first. Null at the end. The list belongs to the caller until the next call.
    /// </summary>
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

    /// <summary>Signals that nobody takes items any more.</summary>
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
