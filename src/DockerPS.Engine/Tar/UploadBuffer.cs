using System.Buffers;

namespace DockerPS.Engine;

/// <summary>Gathers what is written into large pieces, tells how many bytes have gone, and lets files be read straight into it.</summary>
/// <param name="inner">Where the pieces go; it is not closed.</param>
/// <param name="size">How large a piece is.</param>
/// <param name="sent">Told how many bytes have gone so far.</param>
sealed class UploadBuffer(Stream inner, int size, Action<long> sent) : OneWayOutput
{
    readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
    int used;
    long total;

    /// <summary>The room that is left.</summary>
    public Memory<byte> Free => buffer.AsMemory(used);

    /// <summary>Takes what was put into <see cref="Free" />.</summary>
    public void Advance(int count) => used += count;

    /// <summary>Sends what there is when no room is left.</summary>
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
        // what was not flushed belongs to an upload that failed
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
