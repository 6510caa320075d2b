using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>Reads frames from a connection, no larger than this side allows.</summary>
sealed class Http2Reader(Stream stream)
{
    static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    readonly byte[] buffer = new byte[4 * Http2Frame.DefaultLimit];
    int start;
    int end;

    /// <summary>Reads what a client sends first.</summary>
    /// <exception cref="Http2Exception">It is no client of HTTP/2.</exception>
    public async ValueTask ReadPrefaceAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(Preface.Length, cancellationToken).ConfigureAwait(false) || !Take(Preface.Length).Span.SequenceEqual(Preface))
            throw new Http2Exception(Http2Error.Protocol, "the other side does not speak HTTP/2");
    }

    /// <summary>Reads the next frame; null when the other side has closed the connection.</summary>
    /// <exception cref="Http2Exception">The frame is too large, or not whole.</exception>
    public async ValueTask<Http2Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(Http2Frame.HeadLength, cancellationToken).ConfigureAwait(false))
            return null;
        var (length, type, flags, id) = ReadHead(Take(Http2Frame.HeadLength).Span);
        if (length > Http2Frame.DefaultLimit)
            throw new Http2Exception(Http2Error.FrameSize, $"a frame of {length} bytes came, where {Http2Frame.DefaultLimit} are allowed");
        return await FillAsync(length, cancellationToken).ConfigureAwait(false)
            ? new Http2Frame(type, flags, id, Take(length))
            : throw new Http2Exception(Http2Error.Protocol, "the connection ended in the middle of a frame");
    }

    static (int Length, Http2FrameType Type, byte Flags, int Stream) ReadHead(ReadOnlySpan<byte> head) => (
        head[0] << 16 | head[1] << 8 | head[2],
        (Http2FrameType)head[3],
        head[4],
        BinaryPrimitives.ReadInt32BigEndian(head[5..]) & int.MaxValue);

    ReadOnlyMemory<byte> Take(int count)
    {
        var taken = buffer.AsMemory(start, count);
        start += count;
        return taken;
    }

    /// <summary>Reads until so many bytes are there; false when there are fewer.</summary>
    async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (buffer.Length - start < count)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        while (end - start < count)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            end += read;
        }
        return true;
    }
}
