using System.Globalization;
using System.Net;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    static readonly TimeSpan AbandonLimit = TimeSpan.FromSeconds(30);
    static readonly TimeSpan AbandonWait = TimeSpan.FromMilliseconds(500);

    static readonly Version StopSignal = new(1, 42);

    // the state may not yet be consistent with the response to the wait
    static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts a container. A running container is left as it is.</summary>
    public Task StartAsync(string id, CancellationToken cancellationToken) => StartAsync(id, image: null, cancellationToken);

    /// <summary>Starts a container that was just created.</summary>
    /// <param name="id">The container.</param>
    /// <param name="image">Its image, for errors: a container that removes itself cannot be inspected afterwards. Null to ask the
    /// engine.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task StartAsync(string id, string? image, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(Post(id, "start", mayChangeNothing: true), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e)
            when (MayBeExplained(e) || e is { Error: EngineError.NotFound, Subject.Kind: "Container", InnerException: null })
        {
            var container = await FindAsync(id).ConfigureAwait(false);
            throw container?.State == ContainerState.Paused
                ? InState(e, container, "is paused", EngineCause.ContainerPaused)
                : await ExplainStartAsync(e, id, container?.Name, (image ?? container?.Image) is { } name ? $"image {name}" : "its image")
                    .ConfigureAwait(false);
        }
    }

    /// <summary>Stops a container: sends its stop signal, and kills it after the timeout. A stopped container is left as it is.</summary>
    /// <param name="id">The container.</param>
    /// <param name="timeout">How long it may take; null for the container's own setting.</param>
    /// <param name="signal">The first signal; null for the container's own. Needs API 1.42.</param>
    /// <param name="cancellationToken">Stops waiting; the engine continues to stop it.</param>
    public async Task StopAsync(string id, TimeSpan? timeout, string? signal, CancellationToken cancellationToken)
    {
        bool stopped = await RunAsync(
            Post(id, "stop", mayChangeNothing: true)
                .With("t", Seconds(timeout))
                .With("signal", signal)
                .Needs(signal is not null, StopSignal, "A stop signal"),
            cancellationToken)
            .ConfigureAwait(false);
        if (stopped)
            await SettleAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a container, if it is running, and starts it.</summary>
    /// <param name="id">The container.</param>
    /// <param name="timeout">How long stopping may take; null for the container's own setting.</param>
    /// <param name="signal">The first signal; null for the container's own. Needs API 1.42.</param>
    /// <param name="cancellationToken">Stops waiting; the engine continues.</param>
    public Task RestartAsync(string id, TimeSpan? timeout, string? signal, CancellationToken cancellationToken) =>
        RunAsync(
            Post(id, "restart")
                .With("t", Seconds(timeout))
                .With("signal", signal)
                .Needs(signal is not null, StopSignal, "A stop signal"),
            cancellationToken);

    /// <summary>Freezes all processes of a container.</summary>
    public Task SuspendAsync(string id, CancellationToken cancellationToken) =>
        ExplainAsync(id, NeededState.Pausable, () => RunAsync(Post(id, "pause"), cancellationToken));

    /// <summary>Lets the processes of a container continue.</summary>
    public Task ResumeAsync(string id, CancellationToken cancellationToken) =>
        ExplainAsync(id, NeededState.Paused, () => RunAsync(Post(id, "unpause"), cancellationToken));

    /// <summary>Gives a container another name.</summary>
    public async Task RenameAsync(string id, string name, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(Post(id, "rename").With("name", name), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw await ExplainNameAsync(e, name).ConfigureAwait(false) ?? e;
        }
    }

    /// <summary>Sends a signal to the main process of a container.</summary>
    /// <param name="id">The container.</param>
    /// <param name="signal">The signal's name or number; null for SIGKILL.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task SignalAsync(string id, string? signal, CancellationToken cancellationToken)
    {
        await ExplainAsync(id, NeededState.Alive, () => RunAsync(Post(id, "kill").With("signal", signal), cancellationToken))
            .ConfigureAwait(false);
        await SettleAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a container.</summary>
    /// <param name="id">The container.</param>
    /// <param name="force">Whether a running container is killed first.</param>
    /// <param name="volumes">Whether its anonymous volumes are removed, too.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RemoveAsync(string id, bool force, bool volumes, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Delete($"/containers/{EngineRequest.Escape(id)}", Subject.Container(id))
            .With("force", force)
            .With("v", volumes);
        try
        {
            await ExplainAsync(id, NeededState.Stopped, () => http.RunAsync(request, cancellationToken)).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode == (int)HttpStatusCode.Conflict && (e.InnerException ?? e).Message.Contains(
            "already in progress",
            StringComparison.Ordinal))
        {
            // whether it removes itself or someone else removes it, it will be gone
        }
    }

    /// <summary>
    /// Waits until a container exits, and returns its exit code. Its state is consistent with that by then, unless it has been started
    /// again.
    /// </summary>
    /// <param name="id">The container.</param>
    /// <param name="condition">What to wait for.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<int> WaitAsync(string id, WaitCondition condition, CancellationToken cancellationToken)
    {
        int code = await WaitForCodeAsync(id, condition, cancellationToken).ConfigureAwait(false);
        if (condition == WaitCondition.Removed)
            return code;
        for (var waited = TimeSpan.Zero; waited < SettleLimit; waited += SettlePause)
        {
            // with a restart policy it may be running again
            if (await SettleAsync(id, cancellationToken).ConfigureAwait(false)
                is not { State: ContainerState.Running, RestartPolicy: "no" })
                break;
            await Task.Delay(SettlePause, cancellationToken).ConfigureAwait(false);
        }
        return code;
    }

    /// <summary>
    /// Waits until the engine has saved the state of a container that it has just reported as exited. Until then the engine holds a lock;
    /// inspecting the container waits for that lock, while the list does not, and would show the earlier state.
    /// </summary>
    /// <returns>The container; null if it is gone.</returns>
    async Task<ContainerDetail?> SettleAsync(string id, CancellationToken cancellationToken) =>
        await TryInspectAsync(id, size: false, cancellationToken).ConfigureAwait(false) is { } wire
            ? ContainerMapping.ToDetail(wire, http.Endpoint.Address)
            : null;

    async Task<int> WaitForCodeAsync(string id, WaitCondition condition, CancellationToken cancellationToken)
    {
        if (condition == WaitCondition.Removed && http.Ping is { IsPodman: true })
        {
            // it reports exit code 0 for anything that is removed
            using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var exit = AskAsync(id, WaitCondition.NextExit, rest.Token);
            int code = await AskAsync(id, condition, cancellationToken).ConfigureAwait(false);
            if (exit.IsCompletedSuccessfully)
                return await exit.ConfigureAwait(false);
            await rest.CancelAsync().ConfigureAwait(false);
            await ((Task)exit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return code;
        }
        return await AskAsync(id, condition, cancellationToken).ConfigureAwait(false);
    }

    async Task<int> AskAsync(string id, WaitCondition condition, CancellationToken cancellationToken)
    {
        var request = Post(id, "wait").With("condition", condition switch
        {
            WaitCondition.NextExit => "next-exit",
            WaitCondition.Removed => "removed",
            _ => "not-running",
        });
        var answer = await http.ReadAsync(request, ContainerJson.Default.WaitWire, cancellationToken).ConfigureAwait(false);
        if (answer.Error?.Message is { Length: > 0 } message)
            throw new EngineException(EngineError.Failed, Subject.Container(id), message);
        return answer.StatusCode;
    }

    /// <summary>
    /// Stops a container whose user has gone, and removes it if requested, without waiting: the engine finishes a request even if nobody
    /// waits for the response.
    /// </summary>
    public void Abandon(string id, bool remove)
    {
        var work = Task.Run(async () =>
        {
            using var limit = new CancellationTokenSource(AbandonLimit);
            try
            {
                if (remove)
                    await RemoveAsync(id, force: true, volumes: true, limit.Token).ConfigureAwait(false);
                else
                    await StopAsync(id, timeout: null, signal: null, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is EngineException or OperationCanceledException or ObjectDisposedException)
            {
                // there is no one left to tell
            }
        });
        work.Wait(AbandonWait);
    }

    static EngineRequest Post(string id, string action, bool mayChangeNothing = false) =>
        new(
            HttpMethod.Post,
            $"/containers/{EngineRequest.Escape(id)}/{EngineRequest.Escape(action)}",
            Subject.Container(id))
        {
            MayChangeNothing = mayChangeNothing,
        };

    Task<bool> RunAsync(EngineRequest request, CancellationToken cancellationToken) => http.RunAsync(request, cancellationToken);

    /// <summary>Whole seconds, rounded up, since the engine does not accept fractions.</summary>
    static string? Seconds(TimeSpan? duration) =>
        duration is { } value
            ? (value < TimeSpan.Zero ? -1 : (long)Math.Ceiling(value.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
            : null;
}

/// <summary>What to wait for.</summary>
public enum WaitCondition
{
    /// <summary>Until it is not running; returns at once if it is not.</summary>
    NotRunning,

    /// <summary>Until it exits the next time.</summary>
    NextExit,

    /// <summary>Until it is removed.</summary>
    Removed,
}
