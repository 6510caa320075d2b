namespace DockerPS.Engine;

/// <summary>The content of a tar entry, with the length announced in the tar, read once from beginning to end.</summary>
/// <remarks>Reports that it can seek, since a tar writer holds other streams in memory to determine their length.</remarks>
/// <param name="inner">The source.</param>
/// <param name="length">The length; anything after it is ignored.</param>
/// <param name="name">The name for errors.</param>
sealed class SizedStream(Stream inner, long length, string name) : Stream
{
    long position;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => true;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => length;

    /// <inheritdoc />
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Advance(inner.Read(buffer, offset, Limit(count)), count);

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Advance(await inner.ReadAsync(buffer[..Limit(buffer.Length)], cancellationToken).ConfigureAwait(false), buffer.Length);

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override void Flush() { }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    int Limit(int count) => (int)Math.Min(count, length - position);

    int Advance(int read, int wanted)
    {
        if (read == 0 && wanted > 0 && position < length)
        {
            throw new EngineException(
                EngineError.Failed,
                new Subject("File", name),
                $"'{RawName.Show(name)}' became shorter than {length} bytes while it was being copied.");
        }
        position += read;
        return read;
    }
}
