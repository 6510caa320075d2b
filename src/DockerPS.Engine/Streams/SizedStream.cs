namespace DockerPS.Engine;

/// <summary>The content of an entry of a tar, of the length that the tar has been told, read once from its beginning to its end.</summary>
/// <remarks>It says that it can be sought in, since a writer of tars holds what cannot in memory, to count it.</remarks>
/// <param name="inner">Where it comes from.</param>
/// <param name="length">How long it is; what follows is left out.</param>
/// <param name="name">What to call it in an error.</param>
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
            throw new EngineException(EngineError.Failed, new Subject("File", name), $"'{name}' became shorter than {length} bytes while it was being copied.");
        position += read;
        return read;
    }
}
