namespace DockerPS.Engine;

/// <summary>The content of a large file as it arrives, with exactly the announced length.</summary>
/// <param name="stat">The file.</param>
/// <param name="readPiece">Returns the next part; an empty one is the end.</param>
sealed class ReceivedContent(SyncStat stat, Func<CancellationToken, Task<ReadOnlyMemory<byte>>> readPiece) : Stream
{
    ReadOnlyMemory<byte> rest;
    long position;
    bool hasEnded;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <summary>Reports that it can seek because a tar's entry asks for the length; nobody actually seeks.</summary>
    public override bool CanSeek => true;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => stat.Size;

    /// <inheritdoc />
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>The exception for a file that differs from its announcement.</summary>
    public static EngineException WrongSize(SyncStat stat) =>
        ReceivedTar.Broken($"{stat.Path} is not {stat.Size} bytes long, as announced");

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (rest.IsEmpty && !hasEnded)
        {
            rest = await readPiece(cancellationToken).ConfigureAwait(false);
            hasEnded = rest.IsEmpty;
            if (rest.Length > Length - position || (hasEnded && position < Length))
                throw WrongSize(stat);
        }
        int count = Math.Min(buffer.Length, rest.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        position += count;
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
}
