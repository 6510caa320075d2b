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
/// Runs a program in each container and returns each line of its standard output as a text, as it comes. Arguments are passed exactly as
/// they are; no shell is involved. Standard error goes to the information stream: it is shown, and can be redirected with 6>, but is no
/// error. The exit code is in $LASTEXITCODE; one that is not zero is an error.
/// </para>
/// <para>
/// When the containers are named on the command line, what is piped in becomes the standard input of the command: bytes as they are, other
/// objects as lines. When they are not, the piped objects are the containers.
/// </para>
/// <para>
/// When the pipeline stops before the command has ended, the command goes on in its container, as one of <c>docker exec</c> does: engines
/// have no way to end it.
/// </para>
/// </remarks>
/// <docker>docker exec</docker>
/// <example>
/// <para>Runs a program with arguments.</para>
/// <code>Invoke-ContainerCommand web -- ls -l /etc</code>
/// </example>
/// <example>
/// <para>Sends a file through a program in the container.</para>
/// <code>Get-Content ./dump.sql | Invoke-ContainerCommand db -- psql -U app</code>
/// </example>
/// <example>
/// <para>Runs the same command in many containers, and shows which ones fail.</para>
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

    /// <summary>The containers: names, wildcards, beginnings of ids, or container objects. They may also come from the pipeline.</summary>
    [Parameter(Position = 0)]
    [Alias("Name", "Id")]
    [ValidateNotNullOrEmpty]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    /// <summary>
    /// The program and its arguments, each as it is. Everything after <c>--</c> belongs to it, so <c>Invoke-ContainerCommand web -- ls
    /// -l</c> reads as it does in a shell.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    [CommandTransformation]
    public string[] Command { get; set; } = [];

    /// <summary>What goes to the standard input of the command; or the containers, when they are not named otherwise.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>
    /// Further environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session, or
    /// takes the variable away where this session has none.
    /// </summary>
    [Parameter]
    [Alias("Env")]
    [EnvironmentTransformation(KeepsUnset = true)]
    [Completions<EnvironmentCompleter>]
    public string?[] Environment { get; set; } = [];

    /// <summary>The user to run as: a name, a number, or <c>user:group</c>.</summary>
    [Parameter]
    [Completions<UserCompleter>]
    public string? User { get; set; }

    /// <summary>The folder in the container to run in.</summary>
    [Parameter]
    [Alias("Workdir")]
    public string? WorkingDirectory { get; set; }

    /// <summary>Gives it the privileges of the engine's host.</summary>
    [Parameter]
    public SwitchParameter Privileged { get; set; }

    /// <summary>Starts the command and does not wait for it. Nothing is returned.</summary>
    [Parameter]
    [Alias("Detach")]
    public SwitchParameter Detached { get; set; }

    /// <summary>
    /// Returns one object a container, with exit code, outputs and duration, in place of lines. An exit code that is not zero is then no
    /// error.
    /// </summary>
    [Parameter]
    public SwitchParameter AsResult { get; set; }

    /// <summary>Returns standard output as arrays of bytes, as they come, in place of lines.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>In how many containers it runs at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; } = 32;

    CommandWords Words => words ??= new CommandWords(MyInvocation);

    /// <inheritdoc />
    protected override async Task BeginAsync()
    {
        places = new SemaphoreSlim(ThrottleLimit);
        if (Command.Length > 0)
            Command = CommandWords.Check(this, Command);
        // with input, its first object says what it is for
        if (MyInvocation.ExpectingInput)
            return;
        if (Container.Length == 0)
            throw new EngineException(EngineError.Invalid, new Subject("Container"), "No container is named. Expected -Container, or containers from the pipeline.");
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
        // nothing was piped in: a command that was to read it has no input, and no containers are no work
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

    /// <summary>Finds out what the pipeline brings. If it is the input of the command, whoever gets it has to be there before it.</summary>
    async Task BeginCommandAsync()
    {
        hasBegun = true;
        if (MyInvocation.ExpectingInput && Container.Length > 0 && AreWordsOfCommand())
        {
            Command = [.. Container.Select(static word => word.Text), .. Command];
            Container = [];
        }
        if (Command.Length == 0)
            throw new EngineException(EngineError.Invalid, new Subject("Command"), "No command is given. Expected a program and its arguments behind --, such as -- ls -l.");
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
    /// Whether what was bound as containers belongs to the command: all of it stands behind <c>--</c>, or the containers come from the
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
                ?? throw new EngineException(EngineError.Invalid, new Subject("Container"), "No container is named. Expected -Container, or containers from the pipeline.");
        }
        catch (PSInvalidCastException e)
        {
            throw new EngineException(EngineError.Invalid, new Subject("Container", $"{input}"), $"'{input}' is no container. Expected a name, a wildcard, the beginning of an id, or a container object.", e);
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

    /// <summary>Writes bytes as they are, and a line with the name of its container.</summary>
    void Write(object output, PSNoteProperty container) =>
        WriteObject(output is string line ? NotedText.Make(line, container) : output, enumerateCollection: false);
}
