namespace DockerPS.Engine;

/// <summary>A stream whose beginning was read already, and is read once more.</summary>
/// <param name="head">What was read.</param>
/// <param name="rest">What follows it.</param>
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
