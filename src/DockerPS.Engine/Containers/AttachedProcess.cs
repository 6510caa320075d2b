namespace DockerPS.Engine;

/// <summary>
/// The streams of a process in a container: a command, or the container's own. Disposing it ends the connection, not the process.
/// </summary>
public sealed class AttachedProcess : IAsyncDisposable
{
    const int BufferSize = 64 * 1024;

    readonly EngineHttp http;
    readonly Subject subject;
    readonly RequestPath path;
    readonly UpgradedConnection connection;
    readonly bool multiplexed;
    readonly Func<CancellationToken, Task<int>> exitCode;

    internal AttachedProcess(
        EngineHttp http,
        Subject subject,
        RequestPath path,
        UpgradedConnection connection,
        bool multiplexed,
        Func<CancellationToken, Task<int>> exitCode)
    {
        this.http = http;
        this.subject = subject;
        this.path = path;
        this.connection = connection;
        this.multiplexed = multiplexed;
        this.exitCode = exitCode;
    }

    /// <summary>What it writes, as it comes: in batches of what has come.</summary>
    /// <param name="bytes">Whether standard output is wanted as bytes; standard error comes in lines always.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<OutputBatch> ReadAsync(
        bool bytes,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new List<OutputLine>();
        var pieces = new List<byte[]>();
        OutputParser parser = bytes
            ? new MixedParser(multiplexed, pieces.Add, lines.Add)
            : new LineParser(multiplexed, timestamps: false, lines.Add);
        var batch = new OutputBatch(lines, pieces);
        byte[] buffer = new byte[BufferSize];
        int count;
        do
        {
            lines.Clear();
            pieces.Clear();
            count = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Feed(parser, buffer.AsSpan(0, count));
            if (lines.Count > 0 || pieces.Count > 0)
                yield return batch;
        }
        while (count > 0);
    }

    /// <summary>
    /// Reads what has come of its output, as the engine sends it: for a process with a terminal, what it wrote; 0 at the end.
    /// </summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(http.Endpoint, subject, e);
        }
    }

    /// <summary>Writes to its standard input.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await connection.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // it does not listen any more, as `head -1` does: what it has to say comes on its output
        }
    }

    /// <summary>Ends its standard input.</summary>
    public async Task CloseInputAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.CloseWriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // as for writing
        }
    }

    /// <summary>Tells its terminal of a new size.</summary>
    public Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken) =>
        http.RunAsync(EngineRequest.Post($"{path}/resize", subject).With("h", size.Height).With("w", size.Width), cancellationToken);

    /// <summary>The code that it ended with; to be asked once its output has ended.</summary>
    public Task<int> GetExitCodeAsync(CancellationToken cancellationToken) => exitCode(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    void Feed(OutputParser parser, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (bytes.Length > 0)
                parser.Feed(bytes);
            else
                parser.Complete();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw EngineErrors.Cut(http.Endpoint, subject, e);
        }
    }
}

/// <summary>What a process wrote since the last time. The lists are used again for the next batch.</summary>
/// <param name="Lines">Lines of both outputs, or of standard error alone.</param>
/// <param name="Bytes">Pieces of standard output, when it was asked for as bytes.</param>
public sealed record OutputBatch(IReadOnlyList<OutputLine> Lines, IReadOnlyList<byte[]> Bytes);
