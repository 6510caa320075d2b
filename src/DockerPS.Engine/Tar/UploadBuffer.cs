using System.Buffers;

namespace DockerPS.Engine;

/// <summary>Collects what is written in large pieces, counts the bytes, and allows files to be read directly into its buffer.</summary>
/// <param name="inner">Receives the pieces; it is not closed.</param>
/// <param name="size">The size of a piece.</param>
/// <param name="sent">Receives the number of bytes that were sent so far.</param>
sealed class UploadBuffer(Stream inner, int size, Action<long> sent) : OneWayOutput
{
    readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
    int used;
    long total;

    /// <summary>The free part of the buffer.</summary>
    public Memory<byte> Free => buffer.AsMemory(used);

    /// <summary>Adds the bytes that were read into <see cref="Free" />.</summary>
    public void Advance(int count) => used += count;

    /// <summary>Sends the buffer if it is full.</summary>
    public ValueTask MakeRoomAsync(CancellationToken cancellationToken) =>
        Free.IsEmpty ? SendAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        while (source.Length > 0)
        {
            await MakeRoomAsync(cancellationToken).ConfigureAwait(false);
            int count = Math.Min(source.Length, Free.Length);
            source[..count].CopyTo(Free);
            Advance(count);
            source = source[count..];
        }
    }

    /// <inheritdoc />
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        // unsent bytes belong to an upload that failed
        if (disposing)
            ArrayPool<byte>.Shared.Return(buffer);
        base.Dispose(disposing);
    }

    async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (used == 0)
            return;
        await inner.WriteAsync(buffer.AsMemory(0, used), cancellationToken).ConfigureAwait(false);
        total += used;
        used = 0;
        sent(total);
    }
}
