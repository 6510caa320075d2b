using System.Threading.Channels;

namespace DockerPS.Engine;

/// <summary>Bytes that one side adds in blocks and the other reads as a stream, with only a few blocks waiting in between.</summary>
public sealed class ChunkStream : OneWayStream
{
    const int MostWaiting = 4;

    readonly Channel<ReadOnlyMemory<byte>> chunks = Channel.CreateBounded<ReadOnlyMemory<byte>>(MostWaiting);
    ReadOnlyMemory<byte> current;

    /// <summary>Adds a block as soon as there is room for it. Its bytes must not change afterwards.</summary>
    public ValueTask AddAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) =>
        chunks.Writer.WriteAsync(chunk, cancellationToken);

    /// <summary>Signals that no more blocks will come.</summary>
    public void Complete() => chunks.Writer.TryComplete();

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (current.IsEmpty)
        {
            if (!await chunks.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                return 0;
            chunks.Reader.TryRead(out current);
        }
        int count = Math.Min(buffer.Length, current.Length);
        current[..count].CopyTo(buffer);
        current = current[count..];
        return count;
    }
}
