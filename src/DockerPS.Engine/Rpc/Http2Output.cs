using System.Buffers;

namespace DockerPS.Engine;

/// <summary>
/// Writes the frames of a connection. A caller puts a whole frame into a buffer, so that frames never mix; while one buffer is written, the
/// other is filled, so that many small frames are sent in one write.
/// </summary>
/// <param name="stream">The stream to write to.</param>
/// <param name="gate">The lock of the connection. Everything except <see cref="RunAsync" /> must be called while holding it.</param>
/// <param name="drained">Called, while the lock is held, when there is space again.</param>
sealed class Http2Output(Stream stream, object gate, Action drained) : IDisposable
{
    const int Room = 256 * 1024;

    // responses to the other side's frames do not wait for space; so many can only accumulate if nobody reads them
    const int MostWaiting = 1024 * 1024;

    byte[] filling = ArrayPool<byte>.Shared.Rent(Room);
    byte[] writing = ArrayPool<byte>.Shared.Rent(Room);
    int count;
    bool isComplete;
    TaskCompletionSource? idle;

    /// <summary>Whether there is space for another frame; frames that can wait do so until there is.</summary>
    public bool HasRoom => count < Room;

    /// <summary>Adds a frame, and returns the space for its payload.</summary>
    /// <exception cref="Http2Exception">The other side causes responses that it does not read.</exception>
    public Span<byte> Add(Http2Frame frame)
    {
        int length = Http2Frame.HeaderLength + frame.Length;
        if (count + length > MostWaiting)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, "it keeps sending requests without reading the responses");
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

    /// <summary>Signals that no more frames will be added, which ends <see cref="RunAsync" /> when the last one is written.</summary>
    public void Complete()
    {
        isComplete = true;
        Wake();
    }

    /// <summary>Writes the frames that are added.</summary>
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
