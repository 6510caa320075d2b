using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Waits until containers are what the user waits for, and says why when they never will be.</summary>
public sealed class ContainerWaiter
{
    const int LastLines = 10;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // a port that docker forwards is accepted even when nobody listens behind it, and closed at once
    static readonly TimeSpan StaysOpen = TimeSpan.FromMilliseconds(150);

    static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    readonly ContainerService containers;
    readonly EngineEndpoint endpoint;

    internal ContainerWaiter(ContainerService containers, EngineEndpoint endpoint)
    {
        this.containers = containers;
        this.endpoint = endpoint;
    }

    /// <summary>Waits until a container has ended.</summary>
    /// <param name="id">The container.</param>
    /// <param name="removed">Whether it also has to be removed.</param>
    /// <param name="timeout">How long to wait; null for as long as it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container as it is then; as it ended, with its exit code, when it was removed or runs again.</returns>
    public async Task<Container> WaitForExitAsync(string id, bool removed, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var before = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        bool removesItself = before is { RemoveAfter: true, State: ContainerState.Running or ContainerState.Restarting or ContainerState.Paused };
        int code = await WithinAsync(
            before,
            timeout,
            removed ? "to be removed" : "to end",
            token => containers.WaitAsync(before.Id, removed || removesItself ? WaitCondition.Removed : WaitCondition.NotRunning, token),
            cancellationToken).ConfigureAwait(false);
        try
        {
            var now = await containers.GetAsync(before.Id, cancellationToken).ConfigureAwait(false);
            bool agrees = now.ExitCode == code || now.State is ContainerState.Created or ContainerState.Dead or ContainerState.Removing;
            return agrees ? now : ContainerMapping.Ended(now, code, "started again");
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return ContainerMapping.Ended(before, code, "removed");
        }
    }

    /// <summary>Waits until a container is ready in every way that was asked for.</summary>
    /// <param name="id">The container.</param>
    /// <param name="readiness">What makes it ready.</param>
    /// <param name="timeout">How long to wait; null for as long as it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The container as it is then.</returns>
    /// <exception cref="EngineException">It ended meanwhile, took too long, or cannot be seen to be ready from here.</exception>
    public async Task<Container> WaitForReadinessAsync(string id, ContainerReadiness readiness, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var container = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
        var waits = new List<(string What, Func<CancellationToken, Task> Wait)>();
        if (readiness.Healthy)
            waits.Add(("to be healthy", token => PollAsync(container.Id, IsHealthyAsync, token)));
        foreach (var port in readiness.Ports)
            waits.Add(($"to take connections on port {port.ContainerPort}", token => PollAsync(container.Id, current => IsOpenAsync(current, port, token), token)));
        if (readiness.LogPattern is { } pattern)
            waits.Add(($"to write a line that matches '{pattern}'", token => WaitForLogAsync(container, pattern, token)));
        if (readiness.Uri is { } uri)
            waits.Add(($"to answer at {uri}", token => PollAsync(container.Id, _ => AnswersAsync(uri, readiness, token), token)));
        if (readiness.Command is [_, ..])
            waits.Add(($"to run '{string.Join(' ', readiness.Command)}' well", token => PollAsync(container.Id, current => SucceedsAsync(current, readiness.Command, token), token)));
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
                        await wait.Wait(first.Token).ConfigureAwait(false);
                        done[wait.What] = true;
                    }
                    catch
                    {
                        // one that cannot succeed any more ends the others
                        await first.CancelAsync().ConfigureAwait(false);
                        throw;
                    }
                });
                try
                {
                    await Task.WhenAll(running).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!token.IsCancellationRequested && running.Find(static wait => wait.IsFaulted) is { } failed)
                {
                    await failed.ConfigureAwait(false);
                }
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return await containers.GetAsync(container.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks again and again, with growing pauses, as long as the container runs.</summary>
    async Task PollAsync(string id, Func<ContainerDetail, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            var container = await containers.InspectAsync(id, cancellationToken).ConfigureAwait(false);
            if (container.State is not (ContainerState.Running or ContainerState.Restarting or ContainerState.Paused))
                throw await DeathAsync(container).ConfigureAwait(false);
            if (container.State == ContainerState.Running && await isReady(container).ConfigureAwait(false))
                return;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    async Task<bool> IsHealthyAsync(ContainerDetail container) => container.Health switch
    {
        ContainerHealth.Healthy => true,
        ContainerHealth.Starting => false,
        ContainerHealth.Unhealthy => throw await FailureAsync(container, EngineError.Failed, $"Container {container.Name} is unhealthy", "ContainerWaitFailed").ConfigureAwait(false),
        _ => throw new EngineException(EngineError.Invalid, Subject.Container(container.Name), $"Container {container.Name} has no health check, so it cannot become healthy.")
        {
            Cause = EngineCause.NoHealthCheck,
            ErrorId = "ContainerHasNoHealthCheck",
        },
    };

    async Task WaitForLogAsync(ContainerDetail container, Regex pattern, CancellationToken cancellationToken)
    {
        var query = new LogQuery { Follow = true, Since = FirstMoment(container), Timestamps = false };
        await foreach (var lines in containers.ReadLogAsync(container.Id, query, cancellationToken).ConfigureAwait(false))
        {
            if (lines.Any(line => pattern.IsMatch(line.Text)))
                return;
        }
        throw await DeathAsync(await containers.InspectAsync(container.Id, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>
    /// Between the end of the run before and the start of this one: the last lines of that run may be noted after its end, and the first of this one
    /// before its start, which an engine notes last.
    /// </summary>
    static DateTimeOffset? FirstMoment(ContainerDetail container) =>
        container is { FinishedAt: { } end, StartedAt: { } start } && start > end ? end + ((start - end) / 2) : container.FinishedAt;

    static async Task<bool> AnswersAsync(Uri uri, ContainerReadiness readiness, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AnswerLimit);
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
            using var answer = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            bool isExpected = readiness.StatusCodes.Count > 0 ? readiness.StatusCodes.Contains((int)answer.StatusCode) : (int)answer.StatusCode < 400;
            if (!isExpected || readiness.BodyPattern is null)
                return isExpected;
            return readiness.BodyPattern.IsMatch(await answer.Content.ReadAsStringAsync(limit.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    async Task<bool> SucceedsAsync(ContainerDetail container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            var process = await containers.ExecuteAsync(container.Id, new CommandSpecification { Arguments = [.. command] }, cancellationToken).ConfigureAwait(false);
            await using (process.ConfigureAwait(false))
            {
                await foreach (var _ in process.ReadAsync(bytes: false, cancellationToken).ConfigureAwait(false)) { }
                return await process.GetExitCodeAsync(cancellationToken).ConfigureAwait(false) == 0;
            }
        }
        catch (EngineException e) when (e.Error is EngineError.Conflict or EngineError.NotFound)
        {
            // it ended between the two questions: the next look tells why
            return false;
        }
    }

    async Task<bool> IsOpenAsync(ContainerDetail container, PortMapping port, CancellationToken cancellationToken)
    {
        var (host, number) = FindAddress(container, port);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(host, number, cancellationToken).ConfigureAwait(false);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StaysOpen);
            try
            {
                return await socket.ReceiveAsync(new byte[1], limit.Token).ConfigureAwait(false) > 0;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return true;
            }
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Where a port can be reached from here: as it is published, else inside the network of an engine on this machine.</summary>
    (string Host, int Port) FindAddress(ContainerDetail container, PortMapping port)
    {
        var subject = Subject.Container(container.Name);
        if (port.Protocol != "tcp")
            throw new EngineException(EngineError.Invalid, new Subject("Port", port.ToString()), $"Only TCP ports can be waited for, but '{port}' is {port.Protocol}.");
        var published = container.Ports.FirstOrDefault(found => found.Port == port.ContainerPort && found.Protocol == "tcp" && found.HostPort is not null);
        if (published is { HostPort: { } hostPort })
        {
            bool everywhere = published.HostAddress is null || published.HostAddress is "0.0.0.0" or "::";
            return (EngineHost is { } remote ? remote : everywhere ? "127.0.0.1" : published.HostAddress!, hostPort);
        }
        if (container.NetworkMode == "host")
            return (EngineHost ?? "127.0.0.1", port.ContainerPort);
        if (EngineHost is null && OperatingSystem.IsLinux() && container.Networks.Select(static network => network.IPAddress).FirstOrDefault(static address => address is not null) is { } inside)
            return (inside, port.ContainerPort);
        throw new EngineException(EngineError.Invalid, subject, $"Port {port.ContainerPort} of container {container.Name} is not published, so it cannot be reached from here.")
        {
            Cause = EngineCause.PortNotPublished,
            ErrorId = "PortNotPublished",
        };
    }

    /// <summary>The host of an engine elsewhere; null for one on this machine.</summary>
    string? EngineHost => Uri.TryCreate(endpoint.Address, UriKind.Absolute, out var uri) && uri.Scheme is "tcp" or "ssh" ? uri.IdnHost : null;

    /// <summary>Does it within a time.</summary>
    Task<T> WithinAsync<T>(Container container, TimeSpan? timeout, string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        WithinAsync(container, timeout, () => what, work, cancellationToken);

    async Task<T> WithinAsync<T>(Container container, TimeSpan? timeout, Func<string> what, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
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
            throw await FailureAsync(container, EngineError.Timeout, $"Container {container.Name} took longer than {PlainWords.Seconds(timeout!.Value)} {what()}", "ContainerWaitTimeout").ConfigureAwait(false);
        }
    }

    Task<EngineException> DeathAsync(ContainerDetail container) => FailureAsync(
        container,
        EngineError.Failed,
        $"Container {container.Name} is not running (it is {container.State.ToString().ToLowerInvariant()}{ExitText(container)})",
        "ContainerWaitFailed");

    /// <summary>The error, with what the last health check said and the last lines that the container wrote: they mostly say why.</summary>
    async Task<EngineException> FailureAsync(Container container, EngineError error, string sentence, string id)
    {
        var text = new StringBuilder(sentence).Append('.');
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            var detail = await containers.InspectAsync(container.Id, limit.Token).ConfigureAwait(false);
            if (error == EngineError.Timeout)
                text.Append(CultureInfo.InvariantCulture, $" It is {detail.State.ToString().ToLowerInvariant()}{ExitText(detail)}.");
            if (detail.HealthLog is [.., var last])
                text.Append(CultureInfo.InvariantCulture, $" Its last health check ended with {last.ExitCode}: {last.Output}");
            var lines = new List<string>();
            await foreach (var batch in containers.ReadLogAsync(container.Id, new LogQuery { Tail = LastLines, Timestamps = false }, limit.Token).ConfigureAwait(false))
                lines.AddRange(batch.Select(static line => line.Text));
            if (lines.Count > 0)
                text.Append(" Its last lines:\n").AppendJoin('\n', lines);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // one that is gone, or has no log, has nothing to add
        }
        return new EngineException(error, Subject.Container(container.Name), text.ToString()) { ErrorId = id };
    }

    static string ExitText(ContainerDetail container) => container.ExitCode is { } code ? $", exit code {code}" : "";
}

/// <summary>What makes a container ready. All that is set has to hold.</summary>
public sealed record ContainerReadiness
{
    /// <summary>Its health check passes.</summary>
    public bool Healthy { get; init; }

    /// <summary>Its own ports on which it takes TCP connections, whatever they are published as.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>What a line of its log matches, since it was started.</summary>
    public Regex? LogPattern { get; init; }

    /// <summary>An address at which a web server answers.</summary>
    public Uri? Uri { get; init; }

    /// <summary>The HTTP status codes that count as an answer; none for all below 400.</summary>
    public IReadOnlyList<int> StatusCodes { get; init; } = [];

    /// <summary>What the answer's body matches; null for any.</summary>
    public Regex? BodyPattern { get; init; }

    /// <summary>A command in the container that ends with 0.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
}
