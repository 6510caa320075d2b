using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>Builds an image from a Dockerfile.</summary>
/// <remarks>
/// <para>Sends the files of a folder to the engine, but for what .dockerignore leaves out, and builds the Dockerfile there. Returns the image, once for each of its names. BuildKit builds it where the engine has it, else the classic builder.</para>
/// <para>What the steps write goes to the information stream: -InformationAction Continue shows it while the build runs, -InformationVariable keeps it. When a step fails, the error tells the step, its line in the Dockerfile, its exit code and the last lines that it wrote.</para>
/// <para>Ctrl+C stops the build in the engine, too.</para>
/// </remarks>
/// <docker>docker build</docker>
/// <example>
/// <para>Builds the Dockerfile of the current folder, and shows what its steps write.</para>
/// <code>Invoke-ImageBuild -Tag team/app:1.4 -InformationAction Continue</code>
/// </example>
/// <example>
/// <para>Builds one stage of another Dockerfile, with values for its ARG instructions.</para>
/// <code>Invoke-ImageBuild ./src -File ./src/Dockerfile.test -Target test -BuildArgument @{ CONFIGURATION = 'Debug' } -Tag team/app:test</code>
/// </example>
/// <example>
/// <para>Builds an image and pushes it.</para>
/// <code>Invoke-ImageBuild ./src -Tag registry.example.com:5000/team/app:1.4 | Publish-Image</code>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "ImageBuild", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(Image))]
public sealed class InvokeImageBuildCommand : EngineCmdlet
{
    const string PathSet = "Path";
    const string LiteralPathSet = "LiteralPath";

    /// <summary>The folders whose files the build may use; wildcards are allowed. The current location when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The folders, taken as they stand: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The Dockerfile, relative to the current location; it may lie outside of the folder. <c>Dockerfile</c> in the folder when left out.</summary>
    [Parameter]
    public string? File { get; set; }

    /// <summary>The names that the image gets: <c>repository:tag</c>, or <c>repository</c> for the tag <c>latest</c>.</summary>
    [Parameter(Position = 1)]
    [ImageCompleter]
    public string[] Tag { get; set; } = [];

    /// <summary>Values for the Dockerfile's ARG instructions: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session. They stay in the image's history: nothing secret belongs here.</summary>
    [Parameter]
    [EnvironmentTransformation]
    public string?[] BuildArgument { get; set; } = [];

    /// <summary>The stage to build; the last one when left out.</summary>
    [Parameter]
    public string? Target { get; set; }

    /// <summary>Labels: a hashtable, or texts such as <c>'app=web'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] Label { get; set; } = [];

    /// <summary>The platform to build for, such as <c>linux/arm64</c>; the engine's own when left out.</summary>
    [Parameter]
    [PlatformCompletions]
    public string? Platform { get; set; }

    /// <summary>The network of the steps: <c>none</c>, <c>host</c>, or the engine's own when left out.</summary>
    [Parameter]
    [NetworkCompleter]
    public string? Network { get; set; }

    /// <summary>Runs each step anew, though an earlier build did the same.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>When base images are pulled: those that are missing, or always, to find newer ones. A builder can not be kept from pulling what is missing.</summary>
    [Parameter]
    public PullPolicy Pull { get; set; }

    /// <summary>Writes nothing to the information stream, and shows no progress.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The builder: BuildKit where the engine has it, when left out.</summary>
    [Parameter]
    public ImageBuilder? Builder { get; set; }

    /// <inheritdoc />
    protected override async Task ProcessAsync()
    {
        if (ParameterSetName == LiteralPathSet)
        {
            foreach (string path in LiteralPath)
                await TryAsync(path, () => BuildAsync(FilePaths.ResolveLiteral(this, path)));
            return;
        }
        foreach (string path in Path)
        {
            await TryAsync(path, async () =>
            {
                foreach (string folder in FilePaths.Resolve(this, path))
                    await TryAsync(folder, () => BuildAsync(folder));
            });
        }
    }

    async Task BuildAsync(string folder)
    {
        var options = ToOptions(folder);
        string display = Tag.Length > 0 ? $"{string.Join(", ", Tag)} from {folder}" : folder;
        if (!ShouldProcess(display, "Build image"))
            return;
        var client = GetClient();
        string id = await BuildAsync(client, options);
        string[] names = options.Tags.Count == 0 ? [id] : [.. options.Tags.Select(static tag => tag.ToString())];
        foreach (string name in names)
            WriteObject(await client.Images.GetAsync(name, StoppingToken));
    }

    async Task<string> BuildAsync(EngineClient client, BuildOptions options)
    {
        string activity = $"Building {(options.Tags.Count > 0 ? options.Tags[0] : options.Folder)}";
        var bar = new ProgressBar(this, 1, activity);
        using var transfers = new TransferProgress(this, activity, 2);
        string? id = null;
        try
        {
            await foreach (var change in client.Builds.BuildAsync(options, Quiet ? null : transfers, StoppingToken))
            {
                if (change is BuildStepStarted)
                    transfers.Dispose();
                if (change is BuildFinished finished)
                    id = finished.ImageId;
                else if (change is BuildWarning warning)
                    WriteWarning(warning.Text);
                else if (!Quiet)
                    Show(change, bar);
            }
        }
        finally
        {
            bar.Complete();
        }
        return id!;
    }

    void Show(BuildEvent change, ProgressBar bar)
    {
        switch (change)
        {
            case BuildStepStarted step:
                bar.Report(step.Step, 100 * (step.Number - 1) / Math.Max(1, step.Known));
                WriteLine(new BuildLogLine(step.Step, step.Step, IsError: false));
                break;
            case BuildStepEnded { IsCached: true } step:
                WriteLine(new BuildLogLine(step.Step, $"CACHED {step.Step}", IsError: false));
                break;
            case BuildOutput output:
                WriteLine(output.Line);
                break;
        }
    }

    void WriteLine(BuildLogLine line) => WriteInformation(line, ["Build"]);

    BuildOptions ToOptions(string folder) => new()
    {
        Folder = folder,
        Dockerfile = File is null ? null : FilePaths.ResolveLiteral(this, File),
        Tags = Array.ConvertAll(Tag, static tag => ImageNames.ParseTag(tag).WithDefaultTag()),
        Arguments = KeyValues.ToDictionary(BuildArgument.OfType<string>()).ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value),
        Labels = KeyValues.ToDictionary(Label),
        Target = Target,
        Platform = Platform,
        Network = Network,
        NoCache = NoCache,
        Pull = PullsAlways(),
        Builder = Builder,
    };

    bool PullsAlways() => Pull switch
    {
        PullPolicy.Never => throw new EngineException(EngineError.Invalid, new Subject("PullPolicy", nameof(PullPolicy.Never)), "A build pulls the base images that are missing: expected -Pull Missing or Always."),
        _ => Pull == PullPolicy.Always,
    };
}
