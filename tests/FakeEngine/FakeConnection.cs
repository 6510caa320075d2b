using System.Globalization;
using System.Text;

namespace DockerPS.Testing;

/// <summary>
/// The engine's end of a connection: reads HTTP from it, and passes it on as a stream without losing what was read ahead.
/// </summary>
sealed class FakeConnection(Stream inner, CancellationToken stopping) : Stream
{
    readonly byte[] buffer = new byte[16384];
    int start;
    int end;
    Task<int>? filling;

    /// <summary>The next line without its end; null when the client has closed.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end && !await FillAsync().ConfigureAwait(false))
                return null;
            char next = (char)buffer[start++];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(next);
        }
    }

    /// <summary>The body that the headers announce.</summary>
    public async Task<byte[]> ReadBodyAsync(IReadOnlyDictionary<string, string> headers)
    {
        if (headers.GetValueOrDefault("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) != true)
        {
            byte[] whole = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
            await this.ReadExactlyAsync(whole, stopping).ConfigureAwait(false);
            return whole;
        }
        using var body = new MemoryStream();
        while (await ReadLineAsync().ConfigureAwait(false) is { } size)
        {
            byte[] chunk = new byte[int.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture)];
            await this.ReadExactlyAsync(chunk, stopping).ConfigureAwait(false);
            body.Write(chunk);
            await ReadLineAsync().ConfigureAwait(false);
            if (chunk.Length == 0)
                break;
        }
        return body.ToArray();
    }

    /// <summary>Completes when the client closes, or sends more.</summary>
    public async Task<bool> WaitForCloseAsync() => start == end && !await FillAsync().ConfigureAwait(false);

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (start == end && !await FillAsync().WaitAsync(cancellationToken).ConfigureAwait(false))
            return 0;
        int count = Math.Min(destination.Length, end - start);
        buffer.AsMemory(start, count).CopyTo(destination);
        start += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    async Task<bool> FillAsync()
    {
        // one read at a time: the one that watches for the client's end also receives its next request
        var reading = filling ??= inner.ReadAsync(buffer, stopping).AsTask();
        int count;
        try
        {
            count = await reading.ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
        if (filling == reading)
        {
            filling = null;
            start = 0;
            end = count;
        }
        return count > 0;
    }
}
