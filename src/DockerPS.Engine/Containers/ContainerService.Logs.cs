using System.Globalization;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>How many lines may wait for their reader before the engine has to wait.</summary>
    const int LinesInFlight = 4096;

    /// <summary>How many bytes are asked of a connection at once.</summary>
    const int ReadSize = 64 * 1024;

    /// <summary>
    /// Reads a container's log, line by line, in batches of what has come. Reading happens on a thread of its own with blocking reads: a
    /// log comes in very many small pieces, and asynchronous reads of them cost twice the time.
    /// </summary>
    /// <param name="id">The container's id, name or beginning of its id.</param>
    /// <param name="query">Which part of the log.</param>
    /// <param name="cancellationToken">Ends the reading at once, also while it waits for a line.</param>
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

    /// <summary>Writes a container's log to a stream, byte for byte, without the engine's frames.</summary>
    /// <param name="id">The container's id, name or beginning of its id.</param>
    /// <param name="query">Which part of the log.</param>
    /// <param name="destination">Where to.</param>
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

    /// <summary>
    /// Prepares the reading: whether the log comes in frames is known from the container, since older engines do not say it.
    /// </summary>
    async Task<LogSource> OpenLogAsync(string id, LogQuery query, CancellationToken cancellationToken)
    {
        var version = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var inspect = await InspectWireAsync(id, size: false, cancellationToken).ConfigureAwait(false);
        bool terminal = inspect.Config?.Tty ?? false;
        // without frames a timestamp in the middle of a long line could not be told from the line
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

    /// <summary>Reads on a thread of its own until the end, which it reports once; the task ends when the thread does.</summary>
    Task StartReading(LogSource source, OutputParser parser, Action<Exception?> ended, CancellationToken cancellationToken)
    {
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // a thread does not inherit who listens to the requests by itself
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
        // a read that blocks knows no token: closing its connection ends it
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

/// <summary>Which part of a log to read.</summary>
public sealed record LogQuery
{
    /// <summary>Whether to wait for more until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>How many of the last lines; null for all.</summary>
    public long? Tail { get; init; }

    /// <summary>Only what was written since then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what was written before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only this output; null for both.</summary>
    public ContainerStream? Stream { get; init; }

    /// <summary>Whether each line is to tell when it was written. A container with a terminal cannot tell it.</summary>
    public bool Timestamps { get; init; } = true;
}
