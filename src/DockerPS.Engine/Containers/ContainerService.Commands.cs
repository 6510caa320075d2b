namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>Starts a command in a running container, and connects to its streams.</summary>
    /// <param name="id">The container.</param>
    /// <param name="command">The command and its options.</param>
    /// <param name="cancellationToken">Cancels the start; afterwards the caller owns the process.</param>
    public async Task<AttachedProcess> ExecuteAsync(string id, CommandSpecification command, CancellationToken cancellationToken)
    {
        string execId = await CreateCommandAsync(id, command, cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Post($"/exec/{EngineRequest.Escape(execId)}/start", Subject.Container(id))
            .WithJson(new ExecStartWire { Tty = command.Terminal }, ContainerJson.Default.ExecStartWire);
        UpgradedConnection connection;
        try
        {
            connection = await http.UpgradeAsync(request, "tcp", cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw await ExplainCommandAsync(e, id).ConfigureAwait(false);
        }
        return new AttachedProcess(
            http,
            Subject.Container(id),
            $"/exec/{EngineRequest.Escape(execId)}",
            connection,
            multiplexed: !command.Terminal,
            token => CommandExitCodeAsync(execId, id, token));
    }

    /// <summary>Starts a command in a running container without connecting to it.</summary>
    public async Task ExecuteDetachedAsync(string id, CommandSpecification command, CancellationToken cancellationToken)
    {
        string execId = await CreateCommandAsync(id, command, cancellationToken).ConfigureAwait(false);
        var request = EngineRequest.Post($"/exec/{EngineRequest.Escape(execId)}/start", Subject.Container(id))
            .WithJson(new ExecStartWire { Detach = true, Tty = command.Terminal }, ContainerJson.Default.ExecStartWire);
        try
        {
            await http.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw await ExplainCommandAsync(e, id).ConfigureAwait(false);
        }
    }

    /// <summary>Connects to the streams of a container's main process, before or after its start.</summary>
    /// <param name="id">The container.</param>
    /// <param name="terminal">Whether it was created with a terminal.</param>
    /// <param name="standardInput">Whether to connect its standard input.</param>
    /// <param name="detachKeys">The key sequence with which the engine detaches; null for its default.</param>
    /// <param name="exitCode">Returns the exit code once the output has ended.</param>
    /// <param name="cancellationToken">Cancels the connection attempt.</param>
    public async Task<AttachedProcess> AttachAsync(
        string id,
        bool terminal,
        bool standardInput,
        string? detachKeys,
        Func<CancellationToken, Task<int>> exitCode,
        CancellationToken cancellationToken)
    {
        var request = Post(id, "attach")
            .With("stream", true)
            .With("stdout", true)
            .With("stderr", true)
            .With("stdin", standardInput)
            .With("detachKeys", detachKeys);
        UpgradedConnection connection;
        try
        {
            connection = await ExplainAsync(id, NeededState.Attachable, () => http.UpgradeAsync(request, "tcp", cancellationToken))
                .ConfigureAwait(false);
        }
        catch (EngineException e) when (e is { StatusCode: not null, Cause: EngineCause.Unknown })
        {
            // podman already notices here that the program cannot be run
            string where = await FindAsync(id).ConfigureAwait(false) is { } container ? $"image {container.Image}" : "its image";
            throw ExplainProgram(e, where) ?? e;
        }
        return new AttachedProcess(
            http,
            Subject.Container(id),
            $"/containers/{EngineRequest.Escape(id)}",
            connection,
            multiplexed: !terminal,
            exitCode);
    }

    async Task<string> CreateCommandAsync(string id, CommandSpecification command, CancellationToken cancellationToken)
    {
        var request = Post(id, "exec").WithJson(
            new ExecCreateWire
            {
                AttachStdin = command.StandardInput,
                DetachKeys = command.DetachKeys,
                AttachStdout = !command.Detached,
                AttachStderr = !command.Detached,
                Tty = command.Terminal,
                Cmd = command.Arguments,
                Env = command.Environment.Count == 0 ? null : [.. command.Environment],
                User = command.User,
                WorkingDir = command.WorkingDirectory,
                Privileged = command.Privileged,
            },
            ContainerJson.Default.ExecCreateWire);
        try
        {
            var created = await ExplainAsync(
                id,
                NeededState.Running,
                () => http.ReadAsync(request, ContainerJson.Default.IdWire, cancellationToken))
                .ConfigureAwait(false);
            return created.Id;
        }
        catch (EngineException e) when (e is { StatusCode: not null, Error: EngineError.Invalid or EngineError.Failed })
        {
            // newer engines already look up the user here
            throw await ExplainCommandAsync(e, id).ConfigureAwait(false);
        }
    }

    async Task<int> CommandExitCodeAsync(string execId, string container, CancellationToken cancellationToken)
    {
        // the output may end shortly before the engine has recorded the exit
        for (int wait = 1; ; wait = Math.Min(wait * 2, 100))
        {
            var state = await http.ReadAsync(
                EngineRequest.Get($"/exec/{EngineRequest.Escape(execId)}/json", Subject.Container(container)),
                ContainerJson.Default.ExecInspectWire,
                cancellationToken)
                .ConfigureAwait(false);
            if (!state.Running && state.ExitCode is { } code)
                return code;
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>A command to run in a container.</summary>
public sealed record CommandSpecification
{
    /// <summary>The program and its arguments, passed as they are: no shell is involved.</summary>
    public required string[] Arguments { get; init; }

    /// <summary>Additional environment variables, as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The user to run as, <c>name</c>, <c>uid</c> or <c>uid:gid</c>; null for the container's.</summary>
    public string? User { get; init; }

    /// <summary>The working directory; null for the container's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether it gets extended privileges on the engine's host.</summary>
    public bool Privileged { get; init; }

    /// <summary>Whether its standard input is connected.</summary>
    public bool StandardInput { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool Terminal { get; init; }

    /// <summary>The key sequence with which the engine detaches; null for its default.</summary>
    public string? DetachKeys { get; init; }

    /// <summary>Whether its output is discarded.</summary>
    public bool Detached { get; init; }
}
