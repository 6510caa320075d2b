namespace DockerPS.Engine;

/// <summary>
/// The streams of a process in a container: a command, or the container's main process. Disposing it ends the connection, not the process.
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

    /// <summary>The output, in batches as it arrives.</summary>
    /// <param name="bytes">Whether standard output is returned as bytes; standard error always comes in lines.</param>
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
    /// Reads output in the form in which the engine sends it: for a process with a terminal, exactly what it wrote; 0 at the end.
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

    /// <summary>Writes to the standard input of the process.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await connection.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // it no longer reads, like `head -1`; any error message comes on its output
        }
    }

    /// <summary>Closes the standard input of the process.</summary>
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

    /// <summary>Tells the process's terminal about a new size.</summary>
    public Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken) =>
        http.RunAsync(EngineRequest.Post($"{path}/resize", subject).With("h", size.Height).With("w", size.Width), cancellationToken);

    /// <summary>The exit code; available once the output has ended.</summary>
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

/// <summary>The new output of a process. The lists are reused for the next batch.</summary>
/// <param name="Lines">Lines from both streams, or from standard error only.</param>
/// <param name="Bytes">Blocks of standard output, if it is returned as bytes.</param>
public sealed record OutputBatch(IReadOnlyList<OutputLine> Lines, IReadOnlyList<byte[]> Bytes);
