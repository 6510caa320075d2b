using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>The messages of a call on an HTTP/2 stream, each preceded by its length.</summary>
/// <remarks>Source: gRPC over HTTP/2. Only one task at a time may read, and only one may write.</remarks>
/// <param name="stream">The stream.</param>
sealed class GrpcMessageStream(Http2Stream stream)
{
    /// <summary>The largest message that the engine sends and accepts.</summary>
    public const int MaximumMessage = 16 * 1024 * 1024;

    const int PrefixLength = 5;

    // the announced length is only trusted up to a point
    const int FirstPiece = 64 * 1024;

    readonly byte[] readPrefix = new byte[PrefixLength];
    readonly byte[] writePrefix = new byte[PrefixLength];

    /// <summary>The next message; null after the other side's last one.</summary>
    /// <exception cref="GrpcException">The data is not a message, or too large.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int count = await FillAsync(readPrefix, cancellationToken).ConfigureAwait(false);
        if (count == 0)
            return null;
        if (count < PrefixLength)
            throw CutShort();
        if (readPrefix[0] != 0)
            throw new GrpcException(GrpcStatus.Unimplemented, "a message is compressed, which this side does not understand");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(readPrefix.AsSpan(1));
        if (length > MaximumMessage)
        {
            throw new GrpcException(
                GrpcStatus.ResourceExhausted,
                $"a message has {length} bytes, more than the limit of {MaximumMessage}");
        }
        byte[] message = [];
        for (int read = 0; read < length;)
        {
            Array.Resize(ref message, (int)Math.Min(length, Math.Max(FirstPiece, read * 2)));
            if (await FillAsync(message.AsMemory(read), cancellationToken).ConfigureAwait(false) < message.Length - read)
                throw CutShort();
            read = message.Length;
        }
        return message;
    }

    /// <summary>Sends a message; waits while the other side cannot accept more.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        BinaryPrimitives.WriteInt32BigEndian(writePrefix.AsSpan(1), message.Length);
        return stream.WriteAsync(writePrefix, message, cancellationToken);
    }

    async ValueTask<int> FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int count = 0;
        while (count < target.Length)
        {
            int read = await stream.ReadAsync(target[count..], cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;
            count += read;
        }
        return count;
    }

    static GrpcException CutShort() => new(GrpcStatus.Internal, "the call ends in the middle of a message");
}
