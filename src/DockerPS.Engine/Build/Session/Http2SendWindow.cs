namespace DockerPS.Engine;

/// <summary>How much the other side has room for: on the connection as a whole, and on each stream.</summary>
/// <remarks>Source: RFC 9113, section 5.2.</remarks>
sealed class Http2SendWindow
{
    /// <summary>The room of a window when nobody says otherwise.</summary>
    public const int Default = 65535;

    readonly object gate = new();
    readonly Dictionary<int, long> streams = [];
    long connection = Default;
    int initial = Default;
    TaskCompletionSource changed = NewSignal();

    /// <summary>Begins to count for a stream.</summary>
    public void Open(int id)
    {
        lock (gate)
            streams[id] = initial;
    }

    /// <summary>Counts for a stream no more.</summary>
    public void Close(int id)
    {
        lock (gate)
            streams.Remove(id);
        Signal();
    }

    /// <summary>Takes room for as much as there is, and waits until there is some.</summary>
    /// <returns>How much may be sent; 0 when the stream has been closed.</returns>
    public async ValueTask<int> TakeAsync(int id, int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (!streams.TryGetValue(id, out long own))
                    return 0;
                int count = (int)Math.Min(wanted, Math.Min(own, connection));
                if (count > 0)
                {
                    streams[id] = own - count;
                    connection -= count;
                    return count;
                }
                waiting = changed.Task;
            }
            await waiting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The other side has more room.</summary>
    /// <param name="id">The stream, which may have been closed; 0 for the connection.</param>
    /// <param name="count">How much more.</param>
    /// <exception cref="Http2Exception">There can not be that much.</exception>
    public void Add(int id, int count)
    {
        lock (gate)
        {
            if (id == 0)
                connection = Check(connection + count);
            else if (streams.TryGetValue(id, out long own))
                streams[id] = Check(own + count);
        }
        Signal();
    }

    /// <summary>Sets the room that streams begin with; those that have begun have so much more or less.</summary>
    /// <exception cref="Http2Exception">There can not be that much.</exception>
    public void SetInitial(uint size)
    {
        lock (gate)
        {
            int value = (int)Check(size);
            foreach (int id in streams.Keys.ToArray())
                streams[id] = Check(streams[id] + value - initial);
            initial = value;
        }
        Signal();
    }

    static long Check(long size) => size <= int.MaxValue ? size : throw new Http2Exception(Http2Error.FlowControl, "a window is larger than can be");

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    void Signal()
    {
        TaskCompletionSource before;
        lock (gate)
        {
            before = changed;
            changed = NewSignal();
        }
        before.SetResult();
    }
}
