namespace DockerPS.Engine;

/// <summary>
/// The body of a response, read with blocking reads on the calling thread: data is available at once, without going through another thread.
/// </summary>
/// <remarks>A blocking read cannot be cancelled by a token: cancelling closes the connection, which ends it.</remarks>
sealed class BlockingStream : OneWayStream
{
    readonly Stream inner;
    readonly CancellationTokenRegistration stop;

    /// <param name="response">The response to a blocking request.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    public BlockingStream(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            inner = response.Content.ReadAsStream(cancellationToken);
        }
        catch
        {
            // nobody else closes the connection
            response.Dispose();
            throw;
        }
        stop = cancellationToken.UnsafeRegister(static response => ((HttpResponseMessage)response!).Dispose(), response);
    }

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return new ValueTask<int>(inner.Read(buffer.Span));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stop.Dispose();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
