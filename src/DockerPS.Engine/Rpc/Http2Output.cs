using System.Buffers;

namespace DockerPS.Engine;

/// <summary>
/// Writes the frames of a connection. Whoever has a frame puts it into a buffer, whole, so that frames never mix; while one buffer is
/// written, the other is filled, so that many small frames go in one write.
/// </summary>
/// <param name="stream">Where the frames go.</param>
/// <param name="gate">The lock of the connection. All but <see cref="RunAsync" /> is to be called while it is held.</param>
/// <param name="drained">Told, while the lock is held, that there is room again.</param>
sealed class Http2Output(Stream stream, object gate, Action drained) : IDisposable
{
    const int Room = 256 * 1024;

    // what answers frames of the other side does not wait for room; so many answers wait only where nobody reads them
    const int MostWaiting = 1024 * 1024;

    byte[] filling = ArrayPool<byte>.Shared.Rent(Room);
    byte[] writing = ArrayPool<byte>.Shared.Rent(Room);
    int count;
    bool isComplete;
    TaskCompletionSource? idle;

    /// <summary>Whether there is room for another frame; what can wait waits until there is.</summary>
    public bool HasRoom => count < Room;

    /// <summary>Adds a frame, and returns the room for what it holds.</summary>
    /// <exception cref="Http2Exception">The other side makes this one answer, and reads no answers.</exception>
    public Span<byte> Add(Http2Frame frame)
    {
        int length = Http2Frame.HeaderLength + frame.Length;
        if (count + length > MostWaiting)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, "it asks more and more, and reads no answers");
        if (count + length > filling.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(count + length, filling.Length * 2));
            filling.AsSpan(0, count).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(filling);
            filling = larger;
        }
        var room = frame.Write(filling.AsSpan(count, length));
        count += length;
        Wake();
        return room;
    }

    /// <summary>Says that no frame will be added any more, which ends <see cref="RunAsync" /> when the last one is written.</summary>
    public void Complete()
    {
        isComplete = true;
        Wake();
    }

    /// <summary>Writes what is added.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int length;
            Task? work = null;
            lock (gate)
            {
                length = count;
                count = 0;
                (filling, writing) = (writing, filling);
                if (length > 0)
                    drained();
                else if (isComplete)
                    return;
                else
                    work = (idle = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            if (work is not null)
            {
                await work.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            await stream.WriteAsync(writing.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(filling);
        ArrayPool<byte>.Shared.Return(writing);
    }

    void Wake()
    {
        idle?.TrySetResult();
        idle = null;
    }
}
