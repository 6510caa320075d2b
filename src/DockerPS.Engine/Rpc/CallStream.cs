namespace DockerPS.Engine;

/// <summary>The byte messages of a caller, as a stream.</summary>
sealed class CallStream(GrpcCall call) : OneWayStream
{
    ReadOnlyMemory<byte> rest;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (rest.IsEmpty)
        {
            if (await call.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } message)
                return 0;
            rest = GrpcMessages.FindBytes(message);
        }
        int count = Math.Min(buffer.Length, rest.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }
}
