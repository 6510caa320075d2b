using Microsoft.Win32.SafeHandles;

namespace DockerPS.Engine;

/// <summary>
/// The content of a file in a build context, with exactly the length announced in the tar: it is an error if the file grows or shrinks
/// meanwhile, since everything after it would be read from the wrong position.
/// </summary>
sealed class ContextFile : Stream
{
    readonly FileEntry entry;
    readonly SafeFileHandle? handle;
    readonly long length;
    long position;

    /// <summary>Opens the file.</summary>
    public ContextFile(FileEntry entry)
    {
        this.entry = entry;
        if (entry.Content is { } content)
        {
            length = content.Length;
            return;
        }
        handle = AnyFile.OpenRead(entry.Source);
        length = RandomAccess.GetLength(handle);
    }

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
        set => position = value;
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        if (position == length)
        {
            RequireEnd();
            return 0;
        }
        int read = ReadAt(buffer[..(int)Math.Min(buffer.Length, length - position)]);
        if (read == 0 && buffer.Length > 0)
            throw FileEntry.Unreadable(entry.Path, $"became shorter than {length} bytes while it was being sent");
        position += read;
        return read;
    }

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    /// <inheritdoc />
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        if (destination is not UploadBuffer output)
        {
            await base.CopyToAsync(destination, bufferSize, cancellationToken).ConfigureAwait(false);
            return;
        }
        do
            await output.MakeRoomAsync(cancellationToken).ConfigureAwait(false);
        while (Advance(output));
    }

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
            handle?.Dispose();
        base.Dispose(disposing);
    }

    bool Advance(UploadBuffer output)
    {
        int read = Read(output.Free.Span);
        output.Advance(read);
        return read > 0;
    }

    void RequireEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (ReadAt(one) > 0)
            throw FileEntry.Unreadable(entry.Path, $"became longer than {length} bytes while it was being sent");
    }

    int ReadAt(Span<byte> buffer)
    {
        if (handle is null)
        {
            var rest = entry.Content.AsSpan((int)position);
            int count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            return count;
        }
        try
        {
            return RandomAccess.Read(handle, buffer, position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileEntry.Unreadable(entry.Path, e);
        }
    }
}
