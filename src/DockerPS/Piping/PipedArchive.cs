using DockerPS.Engine;

namespace DockerPS.Piping;

/// <summary>Lets a reader consume pipeline bytes as a stream, keeping only a few of them in memory.</summary>
sealed class PipedArchive : IDisposable
{
    const int PieceSize = 64 * 1024;

    readonly ChunkStream stream = new();
    readonly Task reading;
    readonly CancellationToken stopping;
    byte[] piece = new byte[PieceSize];
    int used;

    /// <param name="read">Starts reading the bytes.</param>
    /// <param name="stopping">Stops the reading.</param>
    public PipedArchive(Func<Stream, Task> read, CancellationToken stopping)
    {
        this.stopping = stopping;
        reading = read(stream);
    }

    /// <summary>Adds a byte; bytes are buffered.</summary>
    public async Task AddAsync(byte single)
    {
        piece[used++] = single;
        if (used == piece.Length)
            await SendGatheredAsync();
    }

    /// <summary>Adds a block of bytes.</summary>
    public async Task AddAsync(byte[] bytes)
    {
        await SendGatheredAsync();
        await SendAsync(bytes);
    }

    /// <summary>Signals the end of the bytes, and waits until the reader is done with them.</summary>
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
        // a reader that has failed, or has read enough, does not accept more
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
