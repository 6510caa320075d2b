using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Piping;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Runs a command in running containers.</summary>
/// <remarks>
/// <para>
/// Runs a program in each container and returns each line of its standard output as a string as soon as it arrives. Arguments are passed
/// exactly as they are; no shell is involved. Standard error goes to the information stream: it is shown and can be redirected with 6>, but
/// is not an error. The exit code is in $LASTEXITCODE; a nonzero exit code is an error.
/// </para>
/// <para>
/// If the containers are named on the command line, pipeline input becomes the standard input of the command: bytes as they are, other
/// objects as lines. Otherwise the piped objects are the containers.
/// </para>
/// <para>
/// If the pipeline stops before the command has finished, the command keeps running in its container, as with <c>docker exec</c>: engines
/// provide no way to end it.
/// </para>
/// </remarks>
/// <docker>docker exec</docker>
/// <example>
/// <para>Runs a program with arguments.</para>
/// <code>Invoke-ContainerCommand web -- ls -l /etc</code>
/// </example>
/// <example>
/// <para>Pipes a file through a program in the container.</para>
/// <code>Get-Content ./dump.sql | Invoke-ContainerCommand db -- psql -U app</code>
/// </example>
/// <example>
/// <para>Runs the same command in many containers, and shows where it fails.</para>
/// <code>Get-Container web* | Invoke-ContainerCommand -AsResult -Command nginx, -t | Where-Object ExitCode -ne 0</code>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "ContainerCommand", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(ContainerCommandResult), typeof(byte[]))]
public sealed class InvokeContainerCommandCommand : ContainerTargetCmdlet
{
    readonly Queue<(Target Target, Task Work)> running = new();
    readonly List<(Target Target, ProcessSession Session)> sessions = [];
    SemaphoreSlim? places;
    bool hasBegun;
    bool inputIsForCommand;
    CommandWords? words;

    /// <summary>The containers: names, wildcards, id prefixes, or container objects. They can also come from the pipeline.</summary>
    [Parameter(Position = 0)]
    [Alias("Name", "Id")]
    [ValidateNotNullOrEmpty]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>
    /// The program and its arguments, each passed as it is. Everything after <c>--</c> is part of the command, so
    /// <c>Invoke-ContainerCommand web -- ls -l</c> reads as it does in a shell.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    [CommandTransformation]
    [Completions<NothingCompleter>]
    public string[] Command { get; set; } = [];

    /// <summary>Standard input for the command; or the containers, if they are not given otherwise.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>
    /// Additional environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session,
    /// or removes the variable if this session does not have it.
    /// </summary>
    [Parameter]
    [Alias("Env", "e")]
    [EnvironmentTransformation(KeepsUnset = true)]
    [Completions<EnvironmentCompleter>]
    public string?[] Environment { get; set; } = [];

    /// <summary>The user to run as: a name, a number, or <c>user:group</c>.</summary>
    [Parameter]
    [Alias("u")]
    [Completions<UserCompleter>]
    public string? User { get; set; }

    /// <summary>The working directory in the container.</summary>
    [Parameter]
    [Alias("Workdir", "w")]
    [Completions<NothingCompleter>]
    public string? WorkingDirectory { get; set; }

    /// <summary>Gives extended privileges on the engine's host.</summary>
    [Parameter]
    public SwitchParameter Privileged { get; set; }

    /// <summary>Starts the command and does not wait for it. Nothing is returned.</summary>
    [Parameter]
    [Alias("Detach", "d")]
    public SwitchParameter Detached { get; set; }

    /// <summary>
    /// Returns one object per container, with the exit code, both output streams and the duration, instead of lines. A nonzero exit code is
    /// then not an error.
    /// </summary>
    [Parameter]
    public SwitchParameter AsResult { get; set; }

    /// <summary>Returns standard output as byte arrays, as they arrive, instead of lines.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>The maximum number of containers in which the command runs at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [Completions<NothingCompleter>]
    public int ThrottleLimit { get; set; } = 32;

    CommandWords Words => words ??= new CommandWords(MyInvocation);

    /// <inheritdoc />
    protected override async Task BeginAsync()
    {
        places = new SemaphoreSlim(ThrottleLimit);
        if (Command.Length > 0)
            Command = Words.Check(Command, SessionState);
        // with pipeline input, its first object decides what it is for
        if (MyInvocation.ExpectingInput)
            return;
        if (Container.Length == 0)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Container"),
                "No container was given. Expected -Container, or containers from the pipeline.");
        await BeginCommandAsync();
    }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (MyInvocation.ExpectingInput && !hasBegun)
            await BeginCommandAsync();
        if (inputIsForCommand)
        {
            foreach (var (_, session) in sessions)
                await session.WriteAsync(InputObject);
            return;
        }
        foreach (var target in await ResolveAsync(Container.Length > 0 ? Container : [ToContainer(InputObject)]))
        {
            if (ShouldProcess(target.Display, ActionOf(target)))
                running.Enqueue((target, RunAsync(target)));
        }
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        // nothing was piped in, so the command has no standard input; without containers there is nothing to do
        if (!hasBegun && Container.Length > 0 && Words.HasPositional)
            await BeginCommandAsync();
        foreach (var (target, session) in sessions)
            await GuardAsync(target, () => FinishAsync(target, session));
        while (running.TryDequeue(out var next))
            await GuardAsync(next.Target, () => next.Work);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            places?.Dispose();
    }

    /// <summary>
    /// Decides what the pipeline input is for. If it is the command's standard input, the command must be running before the input arrives.
    /// </summary>
    async Task BeginCommandAsync()
    {
        hasBegun = true;
        if (MyInvocation.ExpectingInput && Container.Length > 0 && AreWordsOfCommand())
        {
            Command = [.. Container.Select(static word => word.Text), .. Command];
            Container = [];
        }
        if (Command.Length == 0)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Command"),
                "No command was given. Expected a program and its arguments after --, such as -- ls -l.");
        inputIsForCommand = MyInvocation.ExpectingInput && Container.Length > 0;
        if (!inputIsForCommand)
            return;
        foreach (var target in await ResolveAsync(Container))
        {
            if (ShouldProcess(target.Display, ActionOf(target)))
                await GuardAsync(target, async () => sessions.Add((target, await StartAsync(target))));
        }
    }

    /// <summary>
    /// Whether the values bound to -Container belong to the command: they all come after <c>--</c>, or the containers come from the
    /// pipeline.
    /// </summary>
    bool AreWordsOfCommand() =>
        !Words.IsNamed(nameof(Container))
        && (!Words.HasPositional || (InputObject is PSObject piped ? piped.BaseObject : InputObject) is Container);

    static ContainerReference ToContainer(object? input)
    {
        try
        {
            return LanguagePrimitives.ConvertTo<ContainerReference>(
                new ReferenceTransformationAttribute<ContainerReference>().Transform(null!, input!))
                ?? throw new EngineException(
                    EngineError.Invalid,
                    new Subject("Container"),
                    "No container was given. Expected -Container, or containers from the pipeline.");
        }
        catch (PSInvalidCastException e)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Container", $"{input}"),
                $"'{input}' is not a container. Expected a name, a wildcard, an id prefix, or a container object.",
                e);
        }
    }

    string ActionOf(Target target) => $"Run '{string.Join(' ', Command)}'";

    async Task RunAsync(Target target)
    {
        await places!.WaitAsync(StoppingToken);
        try
        {
            if (Detached)
                await target.Client.Containers.ExecuteDetachedAsync(target.Key, Specification, StoppingToken);
            else
                await FinishAsync(target, await StartAsync(target));
        }
        finally
        {
            places.Release();
        }
    }

    async Task<ProcessSession> StartAsync(Target target)
    {
        AttachedProcess process;
        try
        {
            process = await target.Client.Containers.ExecuteAsync(target.Key, Specification, StoppingToken);
        }
        catch (EngineException e)
        {
            SetExitCode(FailureCode.Of(e));
            throw;
        }
        return new ProcessSession(process, OutputOf(target), StoppingToken);
    }

    async Task FinishAsync(Target target, ProcessSession session)
    {
        await using (session)
        {
            int code = await session.FinishAsync();
            SetExitCode(code);
            if (AsResult)
                WriteObject(session.ToResult(code, await ContainerName.OfAsync(target, StoppingToken), target.Client.Endpoint.Address));
            else if (code != 0)
                throw session.ToException(code, target.Display, Command);
        }
    }

    CommandSpecification Specification => new()
    {
        Arguments = Command,
        Environment = [.. Environment.OfType<string>()],
        User = User,
        WorkingDirectory = WorkingDirectory,
        Privileged = Privileged,
        StandardInput = inputIsForCommand,
        Detached = Detached,
    };

    ProcessOutput OutputOf(Target target)
    {
        var container = new PSNoteProperty("Container", target.Display);
        return new ProcessOutput(
            AsResult ? ProcessOutputKind.Result : AsByteStream ? ProcessOutputKind.Bytes : ProcessOutputKind.Lines,
            output => Write(output, container),
            new ErrorLines(this).Write);
    }

    /// <summary>Writes bytes as they are, and lines with the name of their container.</summary>
    void Write(object output, PSNoteProperty container) =>
        WriteObject(output is string line ? NotedText.Make(line, container) : output, enumerateCollection: false);
}
