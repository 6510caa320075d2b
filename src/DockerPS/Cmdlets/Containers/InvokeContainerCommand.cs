using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Piping;

namespace DockerPS.Cmdlets;

/// <summary>Runs a container and returns its output.</summary>
/// <remarks>
/// <para>
/// Creates a container, runs it, and returns each line of its standard output as a string as soon as it arrives. Standard error goes to the
/// information stream: it is shown and can be redirected with 6>, but is not an error. Pipeline input becomes standard input: bytes as they
/// are, other objects as lines. The exit code is in $LASTEXITCODE; a nonzero exit code is an error.
/// </para>
/// <para>Ctrl+C stops the container. With -RemoveAfter it is also removed.</para>
/// <para>
/// -Interactive runs the container on this terminal instead, like <c>docker run -it</c>: every key goes to the program. Ctrl+P, Ctrl+Q, or
/// the keys of -DetachKey, detaches and leaves it running; Enter-Container -Attach attaches again.
/// </para>
/// </remarks>
/// <docker>docker run, docker run -it</docker>
/// <example runnable="true">
/// <para>Runs one command in a new container, which is removed afterwards.</para>
/// <code>Invoke-Container busybox -RemoveAfter -- sh -c 'echo hi'</code>
/// </example>
/// <example runnable="true">
/// <para>Pipes lines through a program in a container.</para>
/// <code>'b', 'a' | Invoke-Container busybox -RemoveAfter -- sort</code>
/// </example>
/// <example runnable="true">
/// <para>Gets the exit code, both output streams and the duration as one object; a nonzero exit code is then not an error.</para>
/// <code>Invoke-Container busybox -RemoveAfter -AsResult -Command sh, -c, 'echo out; echo err >&amp;2; exit 3'</code>
/// </example>
/// <example>
/// <para>Opens a shell in a new container on this terminal, and removes the container afterwards.</para>
/// <code>Invoke-Container busybox -Interactive -RemoveAfter -- sh</code>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "Container", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(ContainerCommandResult), typeof(byte[]), typeof(Container))]
public sealed class InvokeContainerCommand : ContainerCreationCmdlet
{
    readonly List<Run> runs = [];

    /// <summary>The image: a name with or without a tag, an id prefix, or an image object. Each image runs in its own container.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    /// <summary>Standard input for the program: bytes as they are, other objects as lines.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>
    /// Returns one object with the exit code, both output streams and the duration instead of lines. A nonzero exit code is then not an
    /// error.
    /// </summary>
    [Parameter]
    public SwitchParameter AsResult { get; set; }

    /// <summary>Returns standard output as byte arrays, as they arrive, instead of lines.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>
    /// Runs the program on this terminal, with colours, full-screen display and Ctrl+C going to the program. Nothing is returned, and a
    /// nonzero exit code is not an error.
    /// </summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>Starts the program in the background and returns the container, like <c>New-Container -Start</c>.</summary>
    [Parameter]
    [Alias("Detach", "d")]
    public SwitchParameter Detached { get; set; }

    /// <summary>
    /// With -Interactive, the keys that detach from the program and leave it running: characters, or <c>ctrl-</c> followed by one,
    /// separated by commas.
    /// </summary>
    [Parameter]
    [Alias("DetachKeys")]
    [CommaTextTransformation]
    [ValidateNotNullOrEmpty]
    [Completions<NothingCompleter>]
    public string DetachKey { get; set; } = DetachKeys.Default;

    /// <inheritdoc />
    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        if (Detached)
        {
            if (Interactive || AsResult || AsByteStream || MyInvocation.ExpectingInput)
            {
                throw new EngineException(
                    EngineError.Invalid,
                    new Subject("Detached"),
                    "With -Detached the program runs in the background: expected neither pipeline input nor -Interactive, -AsResult or -AsByteStream.");
            }
            foreach (var image in Image)
                await TryRunAsync(image, () => LaunchAsync(image, start: true));
            return;
        }
        if (Interactive)
        {
            await InteractAsync();
            return;
        }
        if (Terminal && MyInvocation.ExpectingInput)
        {
            throw new EngineException(EngineError.Invalid, new Subject("Terminal"), "With -Terminal the program reads from a terminal, where piped input never ends.")
            {
                Advice = "Omit -Terminal to use pipeline input, or use -Interactive for a real terminal.",
            };
        }
        foreach (var image in Image)
            await TryRunAsync(image, () => StartAsync(image));
    }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (!MyInvocation.ExpectingInput)
            return;
        foreach (var run in runs)
            await run.Session.WriteAsync(InputObject);
    }

    /// <inheritdoc />
    protected override async Task EndAsync()
    {
        foreach (var run in runs)
            await TryAsync(run.Image, () => FinishAsync(run));
    }

    async Task StartAsync(ImageReference image)
    {
        var client = GetClient(image);
        var specification = ToSpecification(image) with
        {
            OpenInput = MyInvocation.ExpectingInput,
            InputOnce = MyInvocation.ExpectingInput,
        };
        if (!ShouldProcess(specification.Name ?? image.Text, "Run container"))
            return;
        string id = await CreateAsync(client, specification);
        AttachedProcess? process = null;
        try
        {
            var containers = client.Containers;
            // start waiting before starting the container: a short run may have ended, and be gone, before the next request
            var exit = containers.WaitAsync(id, RemoveAfter ? WaitCondition.Removed : WaitCondition.NextExit, StoppingToken);
            process = await containers.AttachAsync(
                id,
                specification.Terminal,
                specification.OpenInput,
                detachKeys: null,
                _ => exit,
                StoppingToken);
            await containers.StartAsync(id, specification.Image, StoppingToken);
            runs.Add(new Run(client, image, id, specification, new ProcessSession(process, Output, StoppingToken)));
        }
        catch
        {
            if (process is not null)
                await process.DisposeAsync();
            await client.Launcher.DiscardAsync(id);
            throw;
        }
    }

    async Task InteractAsync()
    {
        var keys = DetachKeys.Parse(DetachKey);
        if (MyInvocation.ExpectingInput || AsResult || AsByteStream || Image.Length > 1)
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Interactive"),
                "-Interactive runs one image with the terminal as its input and output, so it cannot be used with several images, pipeline "
                + "input, -AsResult or -AsByteStream.");
        TerminalAccess.Require(this);
        await TryRunAsync(Image[0], () => InteractAsync(Image[0], keys));
    }

    /// <summary>Runs work for one image. If it fails before the program has run, sets the same exit code as docker.</summary>
    async Task TryRunAsync(ImageReference image, Func<Task> work)
    {
        await TryAsync(image, async () =>
        {
            try
            {
                await work();
            }
            catch (EngineException e)
            {
                SetExitCode(FailureCode.Of(e));
                throw;
            }
        });
    }

    async Task InteractAsync(ImageReference image, DetachKeys keys)
    {
        var client = GetClient(image);
        var specification = ToSpecification(image) with { Terminal = true, OpenInput = true, InputOnce = true };
        if (!ShouldProcess(specification.Name ?? image.Text, "Run container"))
            return;
        string id = await CreateAsync(client, specification);
        var containers = client.Containers;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(StoppingToken);
        var exit = containers.WaitAsync(id, RemoveAfter ? WaitCondition.Removed : WaitCondition.NextExit, waiting.Token);
        bool started = false, left = false;
        try
        {
            await using var process = await containers.AttachAsync(
                id,
                terminal: true,
                standardInput: true,
                keys.Text,
                _ => exit,
                StoppingToken);
            bool ended = await TerminalSession.RunAsync(process, keys, redraw: false, StartAsync, StoppingToken);
            left = true;
            if (ended)
                SetExitCode(await exit);
        }
        catch when (!started)
        {
            await client.Launcher.DiscardAsync(id);
            throw;
        }
        finally
        {
            await waiting.CancelAsync();
            await Task.WhenAny(exit);
            _ = exit.Exception;
            if (started && !left && StoppingToken.IsCancellationRequested)
                containers.Abandon(id, RemoveAfter);
        }

        async Task StartAsync()
        {
            await containers.StartAsync(id, specification.Image, StoppingToken);
            started = true;
        }
    }

    async Task FinishAsync(Run run)
    {
        int code = await run.Session.FinishAsync();
        run.Ended = true;
        SetExitCode(code);
        string name = run.Specification.Name ?? run.Id[..12];
        if (AsResult)
            WriteObject(run.Session.ToResult(code, name, run.Client.Endpoint.Address));
        else if (code != 0)
            throw run.Session.ToException(code, name, Command);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var run in runs)
                run.Abandon(RemoveAfter);
        }
        base.Dispose(disposing);
    }

    ProcessOutput Output => new(
        AsResult ? ProcessOutputKind.Result : AsByteStream ? ProcessOutputKind.Bytes : ProcessOutputKind.Lines,
        output => WriteObject(output, enumerateCollection: false),
        new ErrorLines(this).Write);

    sealed class Run(EngineClient client, ImageReference image, string id, ContainerSpecification specification, ProcessSession session)
    {
        public EngineClient Client => client;

        public ImageReference Image => image;

        public string Id => id;

        public ContainerSpecification Specification => specification;

        public ProcessSession Session => session;

        public bool Ended { get; set; }

        /// <summary>Releases the run; a container that is still running because the pipeline was stopped is stopped.</summary>
        public void Abandon(bool remove)
        {
            if (!Ended)
                client.Containers.Abandon(id, remove);
            session.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(1));
        }
    }
}
