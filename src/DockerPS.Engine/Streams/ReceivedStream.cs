namespace DockerPS.Engine;

/// <summary>Data from an engine: counts the bytes, and reports a broken connection.</summary>
/// <param name="inner">The body of the response.</param>
/// <param name="received">Receives the number of bytes so far.</param>
/// <param name="cut">Converts the failure of a connection.</param>
sealed class ReceivedStream(Stream inner, Action<long> received, Func<Exception, EngineException> cut) : OneWayStream
{
    long total;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            total += count;
            received(total);
            return count;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw cut(e);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
