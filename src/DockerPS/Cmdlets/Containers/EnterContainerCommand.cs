using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Piping;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Opens a shell, or runs another program, in a running container on this terminal.</summary>
/// <remarks>
/// <para>
/// Without -Command it runs bash if the container has it, and sh otherwise. All input goes to the program, including Ctrl+C; colours and
/// full-screen programs work, and the program follows the window size. When the program exits, its exit code is in $LASTEXITCODE; a nonzero
/// exit code is not an error.
/// </para>
/// <para>
/// -Attach connects to the container's main process instead, if the container was created with a terminal; when that process exits, the
/// container stops. Press Ctrl+P, Ctrl+Q, or the keys of -DetachKey, to detach and leave the program running.
/// </para>
/// <para>
/// A terminal is required. In a runbook, a remote session or a job, or if input or output is redirected, it fails with TerminalUnavailable;
/// use Invoke-ContainerCommand there.
/// </para>
/// </remarks>
/// <docker>docker exec -it, docker attach</docker>
/// <example>
/// <para>Opens a shell.</para>
/// <code>Enter-Container web</code>
/// </example>
/// <example>
/// <para>Runs a program with arguments, as another user.</para>
/// <code>Enter-Container db -User postgres -- psql -d app</code>
/// </example>
/// <example>
/// <para>Connects to the container's main process; Ctrl+X, X detaches from it.</para>
/// <code>Enter-Container game -Attach -DetachKey 'ctrl-x,x'</code>
/// </example>
[Cmdlet(VerbsCommon.Enter, "Container", DefaultParameterSetName = ExecuteSet)]
[OutputType(typeof(void))]
public sealed class EnterContainerCommand : ContainerTargetCmdlet
{
    const string ExecuteSet = "Execute";
    const string AttachSet = "Attach";

    static readonly string[] Shell = ["sh", "-c", "if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi"];

    readonly List<ContainerReference> references = [];

    /// <summary>The container: a name, a wildcard that matches one container, an id prefix, or a container object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ContainerReference>]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>
    /// The program to run instead of a shell, with its arguments, each passed as it is. Everything after <c>--</c> is part of the command,
    /// so <c>Enter-Container web -- vi /etc/hosts</c> reads as it does in a shell.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = ExecuteSet)]
    [AllowEmptyString]
    [CommandTransformation]
    [Completions<NothingCompleter>]
    public string[] Command { get; set; } = [];

    /// <summary>
    /// Additional environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session,
    /// or removes the variable if this session does not have it.
    /// </summary>
    [Parameter(ParameterSetName = ExecuteSet)]
    [Alias("Env", "e")]
    [EnvironmentTransformation(KeepsUnset = true)]
    [Completions<EnvironmentCompleter>]
    public string?[] Environment { get; set; } = [];

    /// <summary>The user to run as: a name, a number, or <c>user:group</c>.</summary>
    [Parameter(ParameterSetName = ExecuteSet)]
    [Alias("u")]
    [Completions<UserCompleter>]
    public string? User { get; set; }

    /// <summary>The working directory in the container.</summary>
    [Parameter(ParameterSetName = ExecuteSet)]
    [Alias("Workdir", "w")]
    [Completions<NothingCompleter>]
    public string? WorkingDirectory { get; set; }

    /// <summary>Gives extended privileges on the engine's host.</summary>
    [Parameter(ParameterSetName = ExecuteSet)]
    public SwitchParameter Privileged { get; set; }

    /// <summary>Connects to the container's main process instead of starting another program.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AttachSet)]
    public SwitchParameter Attach { get; set; }

    /// <summary>
    /// The keys that detach from the program and leave it running: characters, or <c>ctrl-</c> followed by one, separated by commas.
    /// </summary>
    [Parameter]
    [Alias("DetachKeys")]
    [ValidateNotNullOrEmpty]
    [Completions<NothingCompleter>]
    public string DetachKey { get; set; } = DetachKeys.Default;

    /// <inheritdoc />
    protected override Task BeginAsync()
    {
        if (Command.Length > 0)
            Command = new CommandWords(MyInvocation).Check(Command, SessionState);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override Task ProcessAsync()
    {
        references.AddRange(Container);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        var keys = DetachKeys.Parse(DetachKey);
        TerminalAccess.Require(this);
        var targets = await ResolveAsync(references);
        if (targets is not [var target])
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Container", string.Join(", ", references)),
                $"A terminal can show only one container, but {targets.Count} were given. Expected exactly one.");
        }
        try
        {
            await (Attach ? AttachAsync(target, keys) : ExecuteAsync(target, keys));
        }
        catch (EngineException e)
        {
            await WriteErrorAsync(e, target);
        }
    }

    async Task ExecuteAsync(Target target, DetachKeys keys)
    {
        var specification = new CommandSpecification
        {
            Arguments = Command.Length == 0 ? Shell : Command,
            Environment = [.. Environment.OfType<string>()],
            User = User,
            WorkingDirectory = WorkingDirectory,
            Privileged = Privileged,
            StandardInput = true,
            Terminal = true,
            DetachKeys = keys.Text,
        };
        await using var process = await target.Client.Containers.ExecuteAsync(target.Key, specification, StoppingToken);
        if (!await TerminalSession.RunAsync(process, keys, redraw: false, start: null, StoppingToken))
            return;
        try
        {
            SetExitCode(await process.GetExitCodeAsync(StoppingToken));
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            SetExitCode(KilledCode);
            throw new EngineException(
                EngineError.Failed,
                Subject.Container(target.Display),
                $"Container {target.Display} was removed while the program was running in it.",
                e)
            {
                ErrorId = "ContainerRemoved",
            };
        }
    }

    async Task AttachAsync(Target target, DetachKeys keys)
    {
        var containers = target.Client.Containers;
        var container = await containers.InspectAsync(target.Key, StoppingToken);
        if (container.State != ContainerState.Running)
            throw Refuse(
                container,
                $"is not running (state: {container.State.ToString().ToLowerInvariant()})",
                container.State == ContainerState.Paused ? EngineCause.ContainerPaused : EngineCause.ContainerNotRunning);
        if (!container.HasTerminal)
            throw Refuse(container, "was created without a terminal", EngineCause.NoContainerTerminal);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(StoppingToken);
        // start waiting before the container exits: one that removes itself cannot be queried afterwards
        var exit = containers.WaitAsync(container.Id, WaitCondition.NextExit, waiting.Token);
        try
        {
            await using var process = await containers.AttachAsync(
                container.Id,
                terminal: true,
                container.HasOpenInput,
                keys.Text,
                _ => exit,
                StoppingToken);
            if (await TerminalSession.RunAsync(process, keys, redraw: true, start: null, StoppingToken))
                SetExitCode(await exit);
        }
        finally
        {
            await waiting.CancelAsync();
            await Task.WhenAny(exit);
            _ = exit.Exception;
        }
    }

    static EngineException Refuse(ContainerDetail container, string why, EngineCause cause) =>
        new(
            EngineError.Conflict,
            Subject.Container(container.Name),
            $"Container {container.Name} {why}, so you cannot attach to it.")
        {
            Cause = cause,
        };
}
