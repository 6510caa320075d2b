namespace DockerPS.Engine;

/// <summary>
/// A connection after <c>101 Switching Protocols</c>: bytes in both directions, until each side closes its half. It is owned by its user
/// and ends with it.
/// </summary>
public sealed class UpgradedConnection : IAsyncDisposable, IDisposable
{
    readonly Stream stream;
    readonly Stream raw;
    readonly Dialer dialer;
    readonly HttpResponseMessage response;

    internal UpgradedConnection(HttpResponseMessage response, Stream stream, Stream raw, Dialer dialer)
    {
        this.response = response;
        this.stream = stream;
        this.raw = raw;
        this.dialer = dialer;
        IsMultiplexed = response.Content.Headers.ContentType?.MediaType != "application/vnd.docker.raw-stream";
    }

    /// <summary>
    /// Whether the engine said that the output has frames (API 1.42 and later report it; earlier versions always say "raw").
    /// </summary>
    public bool IsMultiplexed { get; }

    /// <summary>The connection itself, for a separate protocol.</summary>
    public Stream Stream => stream;

    /// <summary>Reads what has arrived; 0 at the end.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer, cancellationToken);

    /// <summary>Writes and sends at once.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the writing half: the process on the other side sees the end of its standard input.</summary>
    public async ValueTask CloseWriteAsync(CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        await dialer.CloseWriteAsync(raw, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stream.Dispose();
        raw.Dispose();
        response.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        await raw.DisposeAsync().ConfigureAwait(false);
        response.Dispose();
    }
}
