using System.Collections.Concurrent;

namespace DockerPS.Engine;

/// <summary>Waits until containers reach the desired state, and explains why if they never will.</summary>
public sealed class ContainerWaiter
{
    readonly ContainerService containers;
    readonly EngineEndpoint endpoint;

    internal ContainerWaiter(ContainerService containers, EngineEndpoint endpoint)
    {
        this.containers = containers;
        this.endpoint = endpoint;
    }

    /// <summary>Waits until a container exits.</summary>
    /// <param name="id">The container.</param>
    /// <param name="removed">Whether it must also be removed.</param>
    /// <param name="timeout">The maximum time to wait; null for no limit.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container in its current state; if it was removed or is running again, in the state in which it exited, with its exit
    /// code.</returns>
    public async Task<Container> WaitForExitAsync(string id, bool removed, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var before = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        bool removesItself =
            before is { RemoveAfter: true, State: ContainerState.Running or ContainerState.Restarting or ContainerState.Paused };
        int code = await WithinAsync(
            before,
            timeout,
            removed ? "to be removed" : "to exit",
            token => containers.WaitAsync(before.Id, removed || removesItself ? WaitCondition.Removed : WaitCondition.NotRunning, token),
            cancellationToken).ConfigureAwait(false);
        try
        {
            var now = await containers.GetAsync(before.Id, cancellationToken).ConfigureAwait(false);
            bool agrees = now.ExitCode == code || now.State is ContainerState.Created or ContainerState.Dead or ContainerState.Removing;
            return agrees ? now : ContainerMapping.Ended(now, code, "restarted");
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return ContainerMapping.Ended(before, code, "removed");
        }
    }

    /// <summary>Waits until a container meets all conditions.</summary>
    /// <param name="id">The container.</param>
    /// <param name="readiness">The conditions.</param>
    /// <param name="timeout">The maximum time to wait; null for no limit.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container in its current state.</returns>
    /// <exception cref="EngineException">The container stopped, the time limit was exceeded, or the condition cannot be checked from
    /// here.</exception>
    public async Task<Container> WaitForReadinessAsync(
        string id,
        ContainerReadiness readiness,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var container = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        var waits = ConditionsOf(readiness).ToList();
        var done = new ConcurrentDictionary<string, bool>();
        await WithinAsync(
            container,
            timeout,
            () => string.Join(" and ", waits.Select(static wait => wait.What).Where(what => !done.ContainsKey(what))),
            async token =>
            {
                using var first = CancellationTokenSource.CreateLinkedTokenSource(token);
                var running = waits.ConvertAll(async wait =>
                {
                    try
                    {
                        await wait.WaitAsync(container, first.Token).ConfigureAwait(false);
                        done[wait.What] = true;
                    }
                    catch
                    {
                        // a condition that can no longer be met ends the others
                        await first.CancelAsync().ConfigureAwait(false);
                        throw;
                    }
                });
                try
                {
                    await Task.WhenAll(running).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                    when (!token.IsCancellationRequested && running.Find(static wait => wait.IsFaulted) is { } failed)
                {
                    await failed.ConfigureAwait(false);
                }
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return await containers.GetAsync(container.Id, cancellationToken).ConfigureAwait(false);
    }

    IEnumerable<ReadinessCondition> ConditionsOf(ContainerReadiness readiness)
    {
        if (readiness.Healthy)
            yield return new HealthyCondition(containers);
        foreach (var port in readiness.Ports)
            yield return new OpenPortCondition(containers, endpoint, port);
        if (readiness.LogPattern is { } pattern)
            yield return new LogLineCondition(containers, pattern);
        if (readiness.Uri is { } uri)
            yield return new WebAnswerCondition(containers, uri, readiness);
        if (readiness.Command is [_, ..])
            yield return new CommandCondition(containers, readiness.Command);
    }

    /// <summary>Applies the time limit.</summary>
    Task<T> WithinAsync<T>(
        Container container,
        TimeSpan? timeout,
        string what,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken) =>
        WithinAsync(container, timeout, () => what, work, cancellationToken);

    async Task<T> WithinAsync<T>(
        Container container,
        TimeSpan? timeout,
        Func<string> what,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout is { } time)
            limit.CancelAfter(time);
        try
        {
            return await work(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw await new WaitFailure(containers)
                .MakeAsync(
                    container,
                    EngineError.Timeout,
                    $"Container {container.Name} took longer than {PlainWords.Seconds(timeout!.Value)} {what()}",
                    "ContainerWaitTimeout")
                .ConfigureAwait(false);
        }
    }
}
