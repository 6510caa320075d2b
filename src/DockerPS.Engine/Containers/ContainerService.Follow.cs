using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    // the container has exited but not yet restarted
    static readonly TimeSpan RestartGap = TimeSpan.FromSeconds(1);
    static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads a container's log and waits for more, also across restarts, until the container has ended for good.</summary>
    /// <param name="id">The container's id, name or id prefix.</param>
    /// <param name="query">Where to begin.</param>
    /// <param name="read">What has already been read with this query; null for nothing.</param>
    /// <param name="cancellationToken">Ends the reading at once.</param>
    public async IAsyncEnumerable<IReadOnlyList<OutputLine>> FollowLogAsync(
        string id,
        LogQuery query,
        LogPosition? read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
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
            // a container that is about to be restarted by its restart policy may take a while
            if (state != ContainerState.Restarting && waited >= RestartGap)
                return false;
            await Task.Delay(RestartPause, cancellationToken).ConfigureAwait(false);
        }
    }
}
