namespace DockerPS.Engine;

/// <summary>A call that carries nothing but bytes, as a stream that is read.</summary>
/// <remarks>Source: message BytesMessage of github.com/moby/buildkit, session/filesync/filesync.proto.</remarks>
sealed class BytesMessages(GrpcCall call) : Stream
{
    ReadOnlyMemory<byte> rest;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends bytes in a message.</summary>
    public ValueTask SendAsync(ReadOnlySpan<byte> bytes) => call.WriteAsync(new ProtobufWriter().Bytes(1, bytes));

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        while (rest.IsEmpty)
        {
            if (await call.ReadAsync(call.Ended).ConfigureAwait(false) is not { } message)
                return 0;
            rest = ReadData(message);
        }
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        rest = rest[count..];
        return count;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    /// <inheritdoc />
    public override void Flush() { }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The bytes of a message, without copying them.</summary>
    static ReadOnlyMemory<byte> ReadData(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtobufReader(message.Span);
        while (reader.Next())
        {
            // the bytes are the end of what has been read
            if (reader.Field == 1)
                return message.Slice(message.Length - reader.Left - reader.Data.Length, reader.Data.Length);
        }
        return default;
    }
}
