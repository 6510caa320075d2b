using DockerPS.Engine;

namespace DockerPS.Piping;

/// <summary>Bytes that come through the pipeline while somebody reads them as a stream, with few of them in memory.</summary>
sealed class PipedArchive : IDisposable
{
    const int PieceSize = 64 * 1024;

    readonly ChunkStream stream = new();
    readonly Task reading;
    readonly CancellationToken stopping;
    byte[] piece = new byte[PieceSize];
    int used;

    /// <param name="read">Begins to read the bytes.</param>
    /// <param name="stopping">Stops it.</param>
    public PipedArchive(Func<Stream, Task> read, CancellationToken stopping)
    {
        this.stopping = stopping;
        reading = read(stream);
    }

    /// <summary>Takes a byte; they are gathered.</summary>
    public async Task AddAsync(byte single)
    {
        piece[used++] = single;
        if (used == piece.Length)
            await SendGatheredAsync();
    }

    /// <summary>Takes a piece of bytes.</summary>
    public async Task AddAsync(byte[] bytes)
    {
        await SendGatheredAsync();
        await SendAsync(bytes);
    }

    /// <summary>Says that no more bytes come, and waits until the reader is done with them.</summary>
    public async Task FinishAsync()
    {
        if (!reading.IsCompleted)
            await SendGatheredAsync();
        stream.Complete();
        await reading;
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();

    async Task SendGatheredAsync()
    {
        if (used == 0)
            return;
        var full = piece.AsMemory(0, used);
        (piece, used) = (new byte[PieceSize], 0);
        await SendAsync(full);
    }

    async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // a reader that has failed, or has read enough, takes no more
        if (reading.IsCompleted)
            return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var adding = stream.AddAsync(bytes, over.Token).AsTask();
        if (await Task.WhenAny(adding, reading) == reading)
        {
            await over.CancelAsync();
            return;
        }
        await adding;
    }
}
