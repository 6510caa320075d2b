namespace DockerPS.Engine;

/// <summary>What has come on a stream and has not been read yet. It holds no more than the room that was offered.</summary>
sealed class Http2Inbox
{
    readonly object gate = new();
    byte[] buffer = [];
    int start;
    int count;
    bool isComplete;
    bool isClosed;
    TaskCompletionSource? waiting;

    /// <summary>Takes bytes; false when nobody reads them any more.</summary>
    public bool Add(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (isClosed)
                return false;
            MakeRoom(bytes.Length);
            bytes.CopyTo(buffer.AsSpan(start + count));
            count += bytes.Length;
            Wake();
            return true;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete()
    {
        lock (gate)
        {
            isComplete = true;
            Wake();
        }
    }

    /// <summary>Takes nothing more.</summary>
    /// <returns>How much was not read.</returns>
    public int Close()
    {
        lock (gate)
        {
            isClosed = true;
            int unread = count;
            (buffer, start, count) = ([], 0, 0);
            return unread;
        }
    }

    /// <summary>Reads what has come; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (gate)
            {
                if (count > 0 || isComplete)
                    return Take(destination.Span);
                more = (waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    int Take(Span<byte> destination)
    {
        int taken = Math.Min(count, destination.Length);
        buffer.AsSpan(start, taken).CopyTo(destination);
        count -= taken;
        start = count == 0 ? 0 : start + taken;
        return taken;
    }

    void MakeRoom(int length)
    {
        if (buffer.Length - start - count >= length)
            return;
        byte[] target = buffer.Length - count >= length ? buffer : new byte[Math.Max(count + length, 2 * buffer.Length)];
        buffer.AsSpan(start, count).CopyTo(target);
        buffer = target;
        start = 0;
    }

    void Wake()
    {
        waiting?.TrySetResult();
        waiting = null;
    }
}
