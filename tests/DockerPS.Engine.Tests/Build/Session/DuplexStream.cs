using System.IO.Pipelines;

namespace DockerPS.Engine.Tests;

/// <summary>One end of an in-memory connection, which only accepts a limited number of unread bytes.</summary>
sealed class DuplexStream(PipeReader reader, PipeWriter writer) : Stream
{
    readonly Stream input = reader.AsStream();

    public static (DuplexStream Client, DuplexStream Server) Open(int capacity = 64 * 1024)
    {
        var options = new PipeOptions(
            pauseWriterThreshold: capacity,
            resumeWriterThreshold: capacity / 2,
            useSynchronizationContext: false);
        var (there, back) = (new Pipe(options), new Pipe(options));
        return (new(back.Reader, there.Writer), new(there.Reader, back.Writer));
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether this end was closed.</summary>
    public bool IsDisposed { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        input.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if ((await writer.WriteAsync(buffer, cancellationToken)) is { IsCompleted: false, IsCanceled: false })
                return;
        }
        catch (InvalidOperationException)
        {
            // this end is closed
        }
        throw new IOException("The connection is closed.");
    }

    public override void Flush()
    {
        // nothing is buffered
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !IsDisposed)
        {
            IsDisposed = true;
            reader.CancelPendingRead();
            writer.CancelPendingFlush();
            writer.Complete();
            reader.Complete();
        }
        base.Dispose(disposing);
    }
}
