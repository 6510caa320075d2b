using System.Buffers.Binary;

namespace DockerPS.Engine;

/// <summary>The messages of a call on a stream of an HTTP/2 connection, each with its length before it.</summary>
/// <remarks>Source: gRPC over HTTP/2. One at a time may read, and one at a time may write.</remarks>
/// <param name="stream">The stream.</param>
sealed class GrpcMessageStream(Http2Stream stream)
{
    /// <summary>How large a message may be: the most that the engine sends and takes.</summary>
    public const int MaximumMessage = 16 * 1024 * 1024;

    const int PrefixLength = 5;

    // what is said to come is believed only so far
    const int FirstPiece = 64 * 1024;

    readonly byte[] readPrefix = new byte[PrefixLength];
    readonly byte[] writePrefix = new byte[PrefixLength];

    /// <summary>The next message; null when the other side has sent its last one.</summary>
    /// <exception cref="GrpcException">What comes is no message, or too large.</exception>
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
                $"a message has {length} bytes, more than the {MaximumMessage} that may be");
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

    /// <summary>Sends a message; waits as long as the other side takes no more.</summary>
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
