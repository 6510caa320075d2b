using System.Globalization;
using System.Net;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    static readonly TimeSpan AbandonLimit = TimeSpan.FromSeconds(30);
    static readonly TimeSpan AbandonWait = TimeSpan.FromMilliseconds(500);

    static readonly Version StopSignal = new(1, 42);

    // between the answer of a wait and the state that agrees with it
    static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts a container. One that runs already stays as it is.</summary>
    public Task StartAsync(string id, CancellationToken cancellationToken) => StartAsync(id, image: null, cancellationToken);

    /// <summary>Starts a container that was just created.</summary>
    /// <param name="id">The container.</param>
    /// <param name="image">Its image, for an error: a container that removes itself cannot be asked then. Null to ask the engine.</param>
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

    /// <summary>
    /// Stops a container: its stop signal first, and after the time-out the end. One that has stopped already stays as it is.
    /// </summary>
    /// <param name="id">The container.</param>
    /// <param name="timeout">How long it may take; null for the container's own limit.</param>
    /// <param name="signal">The signal to begin with; null for the container's own. Needs API 1.42.</param>
    /// <param name="cancellationToken">Stops waiting; the engine goes on stopping it.</param>
    public async Task StopAsync(string id, TimeSpan? timeout, string? signal, CancellationToken cancellationToken)
    {
        bool stopped = await RunAsync(
            Post(id, "stop", mayChangeNothing: true)
                .With("t", Seconds(timeout))
                .With("signal", signal)
                .Needs(signal is not null, StopSignal, "A signal for the stop"),
            cancellationToken)
            .ConfigureAwait(false);
        if (stopped)
            await SettleAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops a container, if it runs, and starts it.</summary>
    /// <param name="id">The container.</param>
    /// <param name="timeout">How long stopping may take; null for the container's own limit.</param>
    /// <param name="signal">The signal to begin with; null for the container's own. Needs API 1.42.</param>
    /// <param name="cancellationToken">Stops waiting; the engine goes on.</param>
    public Task RestartAsync(string id, TimeSpan? timeout, string? signal, CancellationToken cancellationToken) =>
        RunAsync(
            Post(id, "restart")
                .With("t", Seconds(timeout))
                .With("signal", signal)
                .Needs(signal is not null, StopSignal, "A signal for the stop"),
            cancellationToken);

    /// <summary>Freezes all processes of a container.</summary>
    public Task SuspendAsync(string id, CancellationToken cancellationToken) =>
        ExplainAsync(id, NeededState.Pausable, () => RunAsync(Post(id, "pause"), cancellationToken));

    /// <summary>Lets the processes of a container go on.</summary>
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

    /// <summary>Sends a signal to the first process of a container.</summary>
    /// <param name="id">The container.</param>
    /// <param name="signal">Its name or number; null for SIGKILL.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task SignalAsync(string id, string? signal, CancellationToken cancellationToken)
    {
        await ExplainAsync(id, NeededState.Alive, () => RunAsync(Post(id, "kill").With("signal", signal), cancellationToken))
            .ConfigureAwait(false);
        await SettleAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a container.</summary>
    /// <param name="id">The container.</param>
    /// <param name="force">Whether one that runs is killed first.</param>
    /// <param name="volumes">Whether its anonymous volumes go too.</param>
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
            // it removes itself, or somebody else removes it: either way it will be gone
        }
    }

    /// <summary>
    /// Waits until a container has ended, and returns its exit code. Its state agrees with that then, unless it has been started again.
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
            // one with a restart policy may well run again
            if (await SettleAsync(id, cancellationToken).ConfigureAwait(false)
                is not { State: ContainerState.Running, RestartPolicy: "no" })
                break;
            await Task.Delay(SettlePause, cancellationToken).ConfigureAwait(false);
        }
        return code;
    }

    /// <summary>
    /// Lets the engine write the state of a container of which it has just told that it ended. It holds a lock until it has, for which
    /// whoever inspects the container waits; the list does not, and would show the state before.
    /// </summary>
    /// <returns>The container; null for one that is gone.</returns>
    async Task<ContainerDetail?> SettleAsync(string id, CancellationToken cancellationToken) =>
        await TryInspectAsync(id, size: false, cancellationToken).ConfigureAwait(false) is { } wire
            ? ContainerMapping.ToDetail(wire, http.Endpoint.Address)
            : null;

    async Task<int> WaitForCodeAsync(string id, WaitCondition condition, CancellationToken cancellationToken)
    {
        if (condition == WaitCondition.Removed && http.Ping is { IsPodman: true })
        {
            // it tells 0 as the exit code of whatever is removed
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
    /// Stops a container whose user has gone, and removes it if asked, without waiting for it: the engine goes on with what it was told
    /// even when nobody listens any more.
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
                // nobody is left to be told
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

    /// <summary>Whole seconds, since the engine takes no less; a part of one counts as one.</summary>
    static string? Seconds(TimeSpan? duration) =>
        duration is { } value
            ? (value < TimeSpan.Zero ? -1 : (long)Math.Ceiling(value.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
            : null;
}

/// <summary>What to wait for.</summary>
public enum WaitCondition
{
    /// <summary>That it does not run; at once when it does not.</summary>
    NotRunning,

    /// <summary>That it ends once from now on.</summary>
    NextExit,

    /// <summary>That it is removed.</summary>
    Removed,
}
