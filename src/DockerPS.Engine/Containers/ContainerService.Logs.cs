using System.Globalization;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>How many lines may wait for their reader before the engine has to wait.</summary>
    const int LinesInFlight = 4096;

    /// <summary>How many bytes are read from a connection at once.</summary>
    const int ReadSize = 64 * 1024;

    /// <summary>
    /// Reads a container's log, line by line, in batches as it arrives. A separate thread reads it with blocking reads: a log arrives in
    /// very many small pieces, and asynchronous reads of them take twice as long.
    /// </summary>
    /// <param name="id">The container's id, name or id prefix.</param>
    /// <param name="query">Which part of the log to read.</param>
    /// <param name="cancellationToken">Ends the reading at once, even while it waits for a line.</param>
    public async IAsyncEnumerable<IReadOnlyList<OutputLine>> ReadLogAsync(
        string id,
        LogQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = await OpenLogAsync(id, query, cancellationToken).ConfigureAwait(false);
        using var queue = new BatchQueue<OutputLine>(LinesInFlight);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parser = new LineParser(source.IsMultiplexed, source.HasTimestamps, line => queue.Add(line));
        var reading = StartReading(source, parser, queue.Complete, ending.Token);
        try
        {
            while (await queue.TakeAsync(cancellationToken).ConfigureAwait(false) is { } lines)
                yield return lines;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            queue.Dispose();
            await reading.ConfigureAwait(false);
        }
    }

    /// <summary>Copies a container's log to a stream, byte for byte, without the engine's frames.</summary>
    /// <param name="id">The container's id, name or id prefix.</param>
    /// <param name="query">Which part of the log to read.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="cancellationToken">Ends the copying at once.</param>
    public async Task CopyLogAsync(string id, LogQuery query, Stream destination, CancellationToken cancellationToken)
    {
        var source = await OpenLogAsync(id, query, cancellationToken).ConfigureAwait(false);
        var parser = new ByteParser(source.IsMultiplexed, (_, bytes) => destination.Write(bytes));
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await StartReading(
            source,
            parser,
            error =>
            {
                if (error is null)
                    end.SetResult();
                else
                    end.SetException(error);
            },
            cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await end.Task.ConfigureAwait(false);
    }

    /// <summary>Prepares the reading: the container determines whether the log has frames, since older engines do not report it.</summary>
    async Task<LogSource> OpenLogAsync(string id, LogQuery query, CancellationToken cancellationToken)
    {
        var version = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var inspect = await InspectWireAsync(id, size: false, cancellationToken).ConfigureAwait(false);
        bool terminal = inspect.Config?.Tty ?? false;
        // without frames, a timestamp inside a long line could not be distinguished from the line
        bool timestamps = query.Timestamps && !terminal;
        var request = EngineRequest.Get($"/containers/{EngineRequest.Escape(inspect.Id)}/logs", Subject.Container(id))
            .With("stdout", query.Stream is null or ContainerStream.StandardOutput)
            .With("stderr", query.Stream is null or ContainerStream.StandardError)
            .With("follow", query.Follow)
            .With("timestamps", timestamps)
            .With("tail", query.Tail)
            .With("since", ToUnixTime(query.Since))
            .With("until", ToUnixTime(query.Until));
        return new LogSource(request, version, !terminal, timestamps);
    }

    /// <summary>Reads on a separate thread until the end, which is reported once; the task ends with the thread.</summary>
    Task StartReading(LogSource source, OutputParser parser, Action<Exception?> ended, CancellationToken cancellationToken)
    {
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // a thread does not inherit the observer of requests by itself
        var context = ExecutionContext.Capture();
        var thread = new Thread(() =>
        {
            try
            {
                if (context is null)
                    Read(source, parser, cancellationToken);
                else
                    ExecutionContext.Run(context, _ => Read(source, parser, cancellationToken), null);
                ended(null);
            }
            catch (Exception e)
            {
                ended(
                    cancellationToken.IsCancellationRequested
                        ? new OperationCanceledException(cancellationToken)
                        : AsEngineException(source.Request.Subject, e));
            }
            finally
            {
                finished.SetResult();
            }
        })
        {
            IsBackground = true,
            Name = "DockerPS log",
        };
        thread.Start();
        return finished.Task;
    }

    void Read(LogSource source, OutputParser parser, CancellationToken cancellationToken)
    {
        using var response = http.SendBlocking(source.Request, source.Version, cancellationToken);
        using var stream = response.Content.ReadAsStream(cancellationToken);
        // a blocking read cannot be cancelled by a token: closing its connection ends it
        using var stop = cancellationToken.UnsafeRegister(static response => ((HttpResponseMessage)response!).Dispose(), response);
        byte[] buffer = new byte[ReadSize];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            parser.Feed(buffer.AsSpan(0, count));
            cancellationToken.ThrowIfCancellationRequested();
        }
        cancellationToken.ThrowIfCancellationRequested();
        parser.Complete();
    }

    Exception AsEngineException(Subject subject, Exception exception) => exception switch
    {
        EngineException => exception,
        IOException or HttpRequestException or ObjectDisposedException or InvalidDataException =>
            EngineErrors.Cut(http.Endpoint, subject, exception),
        _ => exception,
    };

    static string? ToUnixTime(DateTimeOffset? moment) =>
        moment is { } time
            ? ((time - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond)
                .ToString("0.0000000", CultureInfo.InvariantCulture)
            : null;

    sealed record LogSource(EngineRequest Request, Version Version, bool IsMultiplexed, bool HasTimestamps);
}

/// <summary>Selects a part of a log.</summary>
public sealed record LogQuery
{
    /// <summary>Whether to wait for more until the container exits.</summary>
    public bool Follow { get; init; }

    /// <summary>The number of lines at the end; null for all.</summary>
    public long? Tail { get; init; }

    /// <summary>Only lines written since then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines written before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only this stream; null for both.</summary>
    public ContainerStream? Stream { get; init; }

    /// <summary>Whether each line has a timestamp. Containers with a terminal do not have them.</summary>
    public bool Timestamps { get; init; } = true;
}
