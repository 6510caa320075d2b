using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DockerPS.Engine;

/// <summary>Reads the logs of several containers as one. The containers may be on different engines.</summary>
public static class ContainerLogs
{
    /// <summary>
    /// Reads the existing lines in the order in which they were written, and then, if requested, new lines as they arrive.
    /// </summary>
    /// <param name="sources">The containers.</param>
    /// <param name="query">Which part of the logs to read.</param>
    /// <param name="follow">Whether to wait for more until the containers have ended for good.</param>
    /// <param name="cancellationToken">Ends the reading at once.</param>
    /// <returns>Lines of one of the containers, or the error that ended its log; the other logs continue.</returns>
    public static async IAsyncEnumerable<LogPart> ReadAsync(
        IReadOnlyList<LogOrigin> sources,
        LogQuery query,
        bool follow,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new List<int>();
        for (int i = 0; i < sources.Count; i++)
        {
            // report every missing container before reading any lines of the others
            var failure = await FindFailureAsync(sources[i], cancellationToken).ConfigureAwait(false);
            if (failure is null)
                open.Add(i);
            else
                yield return new LogPart(i, [], failure);
        }
        var positions = open.ConvertAll(static _ => new LogPosition());
        await foreach (var (source, line) in MergeAsync(
            open.ConvertAll(i => sources[i].Containers.ReadLogAsync(sources[i].Container, query, cancellationToken)),
            cancellationToken).ConfigureAwait(false))
        {
            yield return new LogPart(open[source], [line], null);
            positions[source].Add(line);
        }
        if (!follow)
            yield break;
        var logs = open.Select(
            (i, number) =>
                (Source: i, Log: sources[i].Containers.FollowLogAsync(sources[i].Container, query, positions[number], cancellationToken)))
            .ToList();
        await foreach (var part in FollowAsync(logs, cancellationToken).ConfigureAwait(false))
            yield return part;
    }

    /// <summary>Reads several logs as one, in the order in which the lines were written.</summary>
    /// <param name="sources">The logs, each in its own order.</param>
    /// <param name="cancellationToken">Ends the reading at once.</param>
    /// <returns>Each line, with the index of its source.</returns>
    public static async IAsyncEnumerable<(int Source, OutputLine Line)> MergeAsync(
        IReadOnlyList<IAsyncEnumerable<IReadOnlyList<OutputLine>>> sources,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var readers = sources.Select(source => new LogReader(source.GetAsyncEnumerator(cancellationToken))).ToList();
        try
        {
            var order = new PriorityQueue<int, (DateTimeOffset, int)>();
            await Task.WhenAll(readers.Select(static reader => reader.MoveNextAsync().AsTask())).ConfigureAwait(false);
            for (int i = 0; i < readers.Count; i++)
            {
                if (!readers[i].HasEnded)
                    order.Enqueue(i, (readers[i].Time, i));
            }
            while (order.TryDequeue(out int i, out _))
            {
                yield return (i, readers[i].Current);
                await readers[i].MoveNextAsync().ConfigureAwait(false);
                if (!readers[i].HasEnded)
                    order.Enqueue(i, (readers[i].Time, i));
            }
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    static async IAsyncEnumerable<LogPart> FollowAsync(
        List<(int Source, IAsyncEnumerable<IReadOnlyList<OutputLine>> Log)> logs,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // one part of each log may wait for the reader
        var parts = Channel.CreateBounded<LogPart>(Math.Max(1, logs.Count));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.WhenAll(logs.Select(log => PassOnAsync(log.Source, log.Log, parts.Writer, ending.Token)));
        var completing = reading.ContinueWith(
            task => parts.Writer.Complete(task.Exception?.InnerException),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            await foreach (var part in parts.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return part;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await completing.ConfigureAwait(false);
        }
    }

    static async Task PassOnAsync(
        int source,
        IAsyncEnumerable<IReadOnlyList<OutputLine>> log,
        ChannelWriter<LogPart> parts,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var lines in log.WithCancellation(cancellationToken).ConfigureAwait(false))
                // a batch is only valid until the next one
                await parts.WriteAsync(new LogPart(source, [.. lines], null), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            await parts.WriteAsync(new LogPart(source, [], e), cancellationToken).ConfigureAwait(false);
        }
    }

    static async Task<EngineException?> FindFailureAsync(LogOrigin source, CancellationToken cancellationToken)
    {
        try
        {
            await source.Containers.InspectAsync(source.Container, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (EngineException e)
        {
            return e;
        }
    }

    /// <summary>A log, line by line.</summary>
    sealed class LogReader(IAsyncEnumerator<IReadOnlyList<OutputLine>> batches) : IAsyncDisposable
    {
        List<OutputLine> lines = [];
        int next = -1;

        public bool HasEnded { get; private set; }

        public OutputLine Current => lines[next];

        // lines without a timestamp come first, in their order
        public DateTimeOffset Time => Current.Timestamp ?? DateTimeOffset.MinValue;

        public async ValueTask MoveNextAsync()
        {
            if (++next < lines.Count)
                return;
            next = 0;
            HasEnded = !await batches.MoveNextAsync().ConfigureAwait(false);
            // a batch is only valid until the next one
            lines = HasEnded ? [] : [.. batches.Current];
        }

        public ValueTask DisposeAsync() => batches.DisposeAsync();
    }
}

/// <summary>A container whose log is read.</summary>
/// <param name="Containers">The containers of its engine.</param>
/// <param name="Container">Its id, name or id prefix.</param>
public sealed record LogOrigin(ContainerService Containers, string Container);

/// <summary>A part of the log of one of several containers.</summary>
/// <param name="Source">The index of the container.</param>
/// <param name="Lines">The lines, in order.</param>
/// <param name="Failure">The error that ended its log, instead of lines; null if there is none.</param>
public sealed record LogPart(int Source, IReadOnlyList<OutputLine> Lines, EngineException? Failure);
