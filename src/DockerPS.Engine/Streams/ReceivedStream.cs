namespace DockerPS.Engine;

/// <summary>What an engine sends: counts the bytes, and says of a connection that breaks that it does.</summary>
/// <param name="inner">The body of the answer.</param>
/// <param name="received">Told how many bytes have come so far.</param>
/// <param name="cut">What a connection that breaks becomes.</param>
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
