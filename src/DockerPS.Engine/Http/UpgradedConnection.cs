namespace DockerPS.Engine;

/// <summary>
/// A connection after <c>101 Switching Protocols</c>: bytes both ways, until each side closes its half. It belongs to its user alone and
/// ends with it.
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
    /// Whether the engine said that the output comes in frames (API 1.42 and later say it; earlier ones say "raw" always).
    /// </summary>
    public bool IsMultiplexed { get; }

    /// <summary>The connection itself, for a protocol of one's own.</summary>
    public Stream Stream => stream;

    /// <summary>Reads what has come; 0 at the end.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer, cancellationToken);

    /// <summary>Writes and sends at once.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the writing half: the process at the other end reads the end of its standard input.</summary>
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
