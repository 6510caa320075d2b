using System.Buffers;

namespace DockerPS.Engine;

/// <summary>Reads the frames of a connection, one after another.</summary>
sealed class Http2Input(Stream stream) : IDisposable
{
    const int Capacity = 64 * 1024;

    readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    int start;
    int end;

    /// <summary>The octets with which a client announces the protocol.</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Reads the octets with which a client announces the protocol.</summary>
    /// <exception cref="Http2Exception">They are different.</exception>
    /// <exception cref="EndOfStreamException">The other side has closed the connection.</exception>
    public async ValueTask ReadPrefaceAsync(CancellationToken cancellationToken)
    {
        var octets = await TakeAsync(Preface.Length, cancellationToken).ConfigureAwait(false);
        if (!octets.Span.SequenceEqual(Preface))
            throw new Http2Exception(Http2Error.Protocol, "the other side does not speak HTTP/2");
    }

    /// <summary>Reads a frame. Its payload is valid until the next one is read.</summary>
    /// <exception cref="Http2Exception">The frame is larger than allowed.</exception>
    /// <exception cref="EndOfStreamException">The other side has closed the connection.</exception>
    public async ValueTask<(Http2Frame Frame, ReadOnlyMemory<byte> Content)> ReadAsync(CancellationToken cancellationToken)
    {
        var frame = Http2Frame.Read((await TakeAsync(Http2Frame.HeaderLength, cancellationToken).ConfigureAwait(false)).Span);
        if (frame.Length > Http2Frame.DefaultMaximum)
            throw new Http2Exception(Http2Error.FrameSize, $"a frame has {frame.Length} bytes");
        return (frame, await TakeAsync(frame.Length, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    async ValueTask<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        if (end - start < count)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
            end += await stream.ReadAtLeastAsync(buffer.AsMemory(end), count - end, throwOnEndOfStream: true, cancellationToken)
                .ConfigureAwait(false);
        }
        start += count;
        return buffer.AsMemory(start - count, count);
    }
}
