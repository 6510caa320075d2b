using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>
/// Writes frames to a connection, one writer at a time. A write that has begun is not cancelled, since half a frame would be the end of the
/// connection: disposing the connection ends it.
/// </summary>
sealed class Http2Writer(Stream stream) : IDisposable
{
    /// <summary>How much is written at once.</summary>
    public const int MostGathered = 256 * 1024;

    readonly SemaphoreSlim turn = new(1, 1);
    byte[] buffer = new byte[1024];
    int used;

    /// <summary>Writes a frame.</summary>
    /// <param name="type">Its kind.</param>
    /// <param name="flags">Its flags.</param>
    /// <param name="id">The stream; 0 for the connection.</param>
    /// <param name="payload">What it carries.</param>
    /// <param name="cancellationToken">Ends the waiting for its turn.</param>
    public async ValueTask WriteAsync(Http2FrameType type, byte flags, int id, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Add(type, flags, id, payload.Span);
            await SendAsync().ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes data in as many frames as it takes, all at once.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="data">The data, no more than <see cref="MostGathered" />.</param>
    /// <param name="limit">How large a payload may be.</param>
    /// <param name="cancellationToken">Ends the waiting for its turn.</param>
    public async ValueTask WriteDataAsync(int id, ReadOnlyMemory<byte> data, int limit, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (; !data.IsEmpty; data = data[Math.Min(limit, data.Length)..])
                Add(Http2FrameType.Data, Http2Flags.None, id, data.Span[..Math.Min(limit, data.Length)]);
            await SendAsync().ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes a header block, in as many frames as it takes.</summary>
    public async ValueTask WriteHeadersAsync(int id, byte[] block, bool endsStream, int limit, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int offset = 0; offset == 0 || offset < block.Length; offset += limit)
            {
                int count = Math.Min(limit, block.Length - offset);
                int flags = (offset == 0 && endsStream ? Http2Flags.EndStream : Http2Flags.None) | (offset + count == block.Length ? Http2Flags.EndHeaders : Http2Flags.None);
                Add(offset == 0 ? Http2FrameType.Headers : Http2FrameType.Continuation, (byte)flags, id, block.AsSpan(offset, count));
            }
            await SendAsync().ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    void Add(Http2FrameType type, byte flags, int id, ReadOnlySpan<byte> payload)
    {
        int length = Http2Frame.HeadLength + payload.Length;
        if (buffer.Length - used < length)
            Array.Resize(ref buffer, Math.Max(used + length, 2 * buffer.Length));
        var frame = buffer.AsSpan(used, length);
        used += length;
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8 | (byte)type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame[5..], id);
        payload.CopyTo(frame[Http2Frame.HeadLength..]);
    }

    async ValueTask SendAsync()
    {
        int count = used;
        used = 0;
        await stream.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
        await stream.FlushAsync().ConfigureAwait(false);
    }
}
