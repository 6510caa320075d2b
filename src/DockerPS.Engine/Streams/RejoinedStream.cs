namespace DockerPS.Engine;

/// <summary>A stream whose beginning has already been read, and is read again.</summary>
/// <param name="head">The beginning.</param>
/// <param name="rest">The rest.</param>
sealed class RejoinedStream(ReadOnlyMemory<byte> head, Stream rest) : OneWayStream
{
    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (head.IsEmpty)
            return rest.ReadAsync(buffer, cancellationToken);
        int count = Math.Min(buffer.Length, head.Length);
        head[..count].CopyTo(buffer);
        head = head[count..];
        return ValueTask.FromResult(count);
    }
}
