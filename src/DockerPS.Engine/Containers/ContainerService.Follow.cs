using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    // between the end and the new start of a container that is restarted
    static readonly TimeSpan RestartGap = TimeSpan.FromSeconds(1);
    static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads a container's log and waits for more, also across restarts, until the container has ended for good.</summary>
    /// <param name="id">The container's id, name or beginning of its id.</param>
    /// <param name="query">Where to begin.</param>
    /// <param name="read">What has been read already with this query; null for nothing.</param>
    /// <param name="cancellationToken">Ends the reading at once.</param>
    public async IAsyncEnumerable<IReadOnlyList<OutputLine>> FollowLogAsync(string id, LogQuery query, LogPosition? read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = (read is null ? query : read.Resume(query)) with { Follow = true };
        var position = read ?? new LogPosition();
        while (true)
        {
            await foreach (var lines in ReadLogAsync(id, next, cancellationToken).ConfigureAwait(false))
            {
                if (position.Advance(lines) is { Count: > 0 } news)
                    yield return news;
            }
            if (!await StartsAgainAsync(id, cancellationToken).ConfigureAwait(false))
                yield break;
            next = position.Resume(next);
        }
    }

    /// <summary>Reads the logs of several containers as one, in the order in which the lines were written.</summary>
    /// <param name="sources">The logs, each in its own order.</param>
    /// <param name="cancellationToken">Ends the reading at once.</param>
    /// <returns>Each line, with the number of its source.</returns>
    public static async IAsyncEnumerable<(int Source, OutputLine Line)> MergeLogsAsync(
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

    async Task<bool> StartsAgainAsync(string id, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += RestartPause)
        {
            var wire = await TryInspectAsync(id, size: false, cancellationToken).ConfigureAwait(false);
            var state = ContainerMapping.ToState(wire?.State?.Status);
            if (wire is null || state is ContainerState.Dead or ContainerState.Removing)
                return false;
            if (state is ContainerState.Running or ContainerState.Paused)
                return true;
            // one that its restart policy is about to start may take its time
            if (state != ContainerState.Restarting && waited >= RestartGap)
                return false;
            await Task.Delay(RestartPause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A log, line by line.</summary>
    sealed class LogReader(IAsyncEnumerator<IReadOnlyList<OutputLine>> batches) : IAsyncDisposable
    {
        List<OutputLine> lines = [];
        int next = -1;

        public bool HasEnded { get; private set; }

        public OutputLine Current => lines[next];

        // lines without a time come first, in their order
        public DateTimeOffset Time => Current.Timestamp ?? DateTimeOffset.MinValue;

        public async ValueTask MoveNextAsync()
        {
            if (++next < lines.Count)
                return;
            next = 0;
            HasEnded = !await batches.MoveNextAsync().ConfigureAwait(false);
            // a batch is only lent
            lines = HasEnded ? [] : [.. batches.Current];
        }

        public ValueTask DisposeAsync() => batches.DisposeAsync();
    }
}
