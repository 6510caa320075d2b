using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>
/// A connection whose response is read even if its request could not be sent completely. An engine that refuses an upload answers and
/// closes the connection while the upload is in progress; the HTTP stack would then report a broken pipe and discard the response.
/// </summary>
/// <param name="inner">The connection.</param>
sealed class LateAnswerStream(Stream inner) : TwoWayStream
{
    bool isBroken;

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (isBroken)
            return;
        try
        {
            inner.Write(buffer, offset, count);
        }
        catch (IOException e) when (IsClosedByOther(e))
        {
            isBroken = true;
        }
    }

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isBroken)
            return;
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (IsClosedByOther(e))
        {
            isBroken = true;
        }
    }

    /// <inheritdoc />
    public override void Flush() => inner.Flush();

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    static bool IsClosedByOther(IOException e) => e.InnerException is SocketException
    {
        SocketErrorCode: SocketError.Shutdown or SocketError.ConnectionReset or SocketError.ConnectionAborted,
    };
}
