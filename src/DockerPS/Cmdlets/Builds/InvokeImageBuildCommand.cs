using System.Diagnostics;
using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;
using DockerPS.Progress;
using DockerPS.Targets;

namespace DockerPS.Cmdlets;

/// <summary>Builds an image from a Dockerfile.</summary>
/// <remarks>
/// <para>Builds the Dockerfile of a folder in the engine. BuildKit requests only the files that the build copies and that .dockerignore
/// does not exclude, and a second build sends only what has changed; the classic builder receives all files each time. With -Uri the engine
/// downloads a git repository, a tar or a Dockerfile itself; with just -DockerfileContent the build has no files. Returns the image, once
/// for each of its names. BuildKit is used if the engine has it, otherwise the classic builder.</para>
/// <para>Pipeline input can be folders, each of which is built; the lines of a Dockerfile, built with the files of -Path or without files;
/// or the bytes of a tar with the files of one build, plain or compressed, which are sent on as they arrive.</para>
/// <para>The output of the steps goes to the information stream: -InformationAction Continue shows it while the build is running,
/// -InformationVariable saves it, and -Progress Plain shows it on the host, in colour and with the number of each step. If a step fails,
/// the error contains the step, its line in the Dockerfile, its exit code and the last lines of its output; all steps are in
/// Exception.Detail.Steps of the error.</para>
/// <para>The proxies in the docker command's configuration (proxies in config.json) are passed as arguments to every build, as docker does.
/// Ctrl+C also stops the build in the engine.</para>
/// </remarks>
/// <purposes>
/// <para>Classic builder only: -Memory, -MemorySwap, -CpuShare, -CpuPeriod, -CpuQuota, -CpuSet, -MemoryNode, -CgroupParent, -Squash.
/// Windows engines only: -SecurityOption, -Isolation.</para>
/// </purposes>
/// <docker>docker build</docker>
/// <example>
/// <para>Builds the Dockerfile of the current folder, and shows the output of its steps.</para>
/// <code>Invoke-ImageBuild -Tag team/app:1.4 -Progress Plain</code>
/// </example>
/// <example>
/// <para>Builds one stage of another Dockerfile, with values for its ARG instructions.</para>
/// <code>Invoke-ImageBuild ./src -File ./src/Dockerfile.test -Target test -BuildArgument @{ CONFIGURATION = 'Debug' } -Tag team/app:test</code>
/// </example>
/// <example>
/// <para>Builds an image and pushes it.</para>
/// <code>Invoke-ImageBuild ./src -Tag registry.example.com:5000/team/app:1.4 | Publish-Image</code>
/// </example>
/// <example>
/// <para>Builds a folder of a branch of a git repository, which the engine downloads.</para>
/// <code>Invoke-ImageBuild -Uri https://git.example.com/team/app.git#main:docker -Tag team/app:main</code>
/// </example>
/// <example runnable="true">
/// <para>Builds a Dockerfile that is not in a file, and shows how long each step took.</para>
/// <code>$build = 'FROM busybox', 'RUN echo hello > /hello' | Invoke-ImageBuild -AsResult; $build.Steps; Remove-Image $build.ImageId</code>
/// </example>
/// <example>
/// <para>Builds with a secret, which the step RUN --mount=type=secret,id=token reads from /run/secrets/token, and with the keys of the SSH
/// agent.</para>
/// <code>Invoke-ImageBuild ./src -Secret @{ token = Read-Host -AsSecureString } -Ssh default -Tag team/app:1.4</code>
/// </example>
/// <example>
/// <para>Writes the files of a stage to a folder, instead of creating an image.</para>
/// <code>Invoke-ImageBuild ./src -Target artifacts -Output ./out</code>
/// </example>
/// <example>
/// <para>Builds a tar that another program creates.</para>
/// <code>Get-Content ./context.tar.gz -AsByteStream -ReadCount 65536 | Invoke-ImageBuild -Tag team/app:1.4</code>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "ImageBuild", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(Image), typeof(ImageBuildResult), typeof(FileInfo), typeof(DirectoryInfo))]
public sealed partial class InvokeImageBuildCommand : EngineCmdlet
{
    const string PathSet = "Path";
    const string LiteralPathSet = "LiteralPath";
    const string UriSet = "Uri";

    /// <summary>
    /// The folders with the files for the build; wildcards are allowed. If omitted, the current location, or nothing if only the text of a
    /// Dockerfile is given.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>The folders, taken literally: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// What the engine downloads itself: a git repository such as <c>https://host/repository.git#branch:folder</c>, <c>git://…</c>,
    /// <c>ssh://…</c>, <c>git@host:repository</c> or <c>github.com/user/repository</c>, or a tar or a Dockerfile at an http or https
    /// address.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [Completions<NothingCompleter>]
    public Uri? Uri { get; set; }

    /// <summary>
    /// The input of the build, from the pipeline: a folder; the lines of one Dockerfile (if the first string is a folder, all strings are
    /// folders); bytes or streams of a tar; or a file that contains a tar or a Dockerfile.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = PathSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = LiteralPathSet)]
    public object? InputObject { get; set; }

    /// <summary>The text of the Dockerfile, or its lines, instead of a file.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [AllowEmptyString]
    [Completions<NothingCompleter>]
    public string[] DockerfileContent { get; set; } = [];

    /// <summary>
    /// The Dockerfile, relative to the current location; it may be outside the folder. If omitted, <c>Dockerfile</c> in the folder. With
    /// -Uri or a tar, its path in the download or the tar.
    /// </summary>
    [Parameter]
    [Alias("f")]
    public string? File { get; set; }

    /// <summary>The names of the image: <c>repository:tag</c>, or <c>repository</c> for the tag <c>latest</c>.</summary>
    [Parameter(Position = 1)]
    [Alias("t")]
    [Completions<ImageCompleter>]
    public string[] Tag { get; set; } = [];

    /// <summary>
    /// Values for the Dockerfile's ARG instructions: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from
    /// this session. They remain visible in the image's history, so do not use them for secrets.
    /// </summary>
    [Parameter]
    [Alias("BuildArg")]
    [EnvironmentTransformation]
    [Completions<BuildArgumentCompleter>]
    public string?[] BuildArgument { get; set; } = [];

    /// <summary>The stage to build. If omitted, the last one.</summary>
    [Parameter]
    [Completions<BuildStageCompleter>]
    public string? Target { get; set; }

    /// <summary>Labels: a hashtable, or strings such as <c>'app=web'</c>.</summary>
    [Parameter]
    [LabelTransformation]
    [Completions<LabelCompleter>]
    public string[] Label { get; set; } = [];

    /// <summary>The platform to build for, such as <c>linux/arm64</c>. If omitted, the engine's own.</summary>
    [Parameter]
    [Completions<PlatformCompleter>]
    public string? Platform { get; set; }

    /// <summary>The network of the steps: <c>none</c> or <c>host</c>. If omitted, the engine's default.</summary>
    [Parameter]
    [Completions<NetworkCompleter>]
    public string? Network { get; set; }

    /// <summary>
    /// Entries for the hosts file of the steps, as <c>NAME:ADDRESS</c>; <c>host-gateway</c> is the address of the engine's host.
    /// </summary>
    [Parameter]
    [ValuesTransformation<HostEntry>]
    [Completions<NothingCompleter>]
    public HostEntry[] AddHost { get; set; } = [];

    /// <summary>
    /// The size of /dev/shm for the steps: bytes, or a string such as <c>128m</c>. With BuildKit it needs version 1.42 of the Engine API.
    /// </summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    [Completions<NothingCompleter>]
    public long? ShmSize { get; set; }

    /// <summary>
    /// Kernel limits for the steps: a hashtable such as <c>@{ nofile = '1024:4096' }</c>, or strings such as <c>'nofile=1024:4096'</c>.
    /// With BuildKit they need version 1.42 of the Engine API.
    /// </summary>
    [Parameter]
    [ValuesTransformation<Ulimit>(PairSeparator = '=')]
    [Completions<UlimitCompleter>]
    public Ulimit[] Ulimit { get; set; } = [];

    /// <summary>Runs every step again, even if an earlier build ran it.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>
    /// The stages whose steps run again, while all others may come from the cache: names, or <c>stage-N</c> for an unnamed stage, which
    /// needs engine version 25.0 or later. BuildKit only; on engines older than 24.0, -AddHost then does not support host-gateway.
    /// </summary>
    [Parameter]
    [Alias("NoCacheFilter")]
    [Completions<BuildStageCompleter>]
    public string[] NoCacheStage { get; set; } = [];

    /// <summary>
    /// Images whose steps are reused if they are the same: names, or <c>type=registry,ref=NAME</c>. BuildKit reuses them from images that
    /// were built with <c>-BuildArgument BUILDKIT_INLINE_CACHE=1</c>.
    /// </summary>
    [Parameter]
    [FieldsTransformation]
    [Completions<NothingCompleter>]
    public string[] CacheFrom { get; set; } = [];

    /// <summary>
    /// Where the cache is exported for other builds: <c>type=inline</c> stores it in the image, which can be used with -CacheFrom after it
    /// has been pushed. An engine's builder does not support any other type.
    /// </summary>
    [Parameter]
    [Completions<BuildCacheTargetCompleter>]
    [FieldsTransformation]
    public string[] CacheTo { get; set; } = [];

    /// <summary>
    /// Secrets for steps that mount them (<c>RUN --mount=type=secret,id=token</c>), which are not stored in any layer or log: a hashtable
    /// such as <c>@{ token = $secureString }</c> or <c>@{ token = 'token.txt' }</c>, or strings such as <c>'id=token,src=token.txt'</c> and
    /// <c>'id=token,env=TOKEN'</c>. BuildKit only.
    /// </summary>
    [Parameter]
    [BuildSecretTransformation]
    public BuildSecret[] Secret { get; set; } = [];

    /// <summary>
    /// SSH agents for steps that mount them (<c>RUN --mount=type=ssh</c>): <c>default</c> for the agent of this session, or <c>ID=PATH</c>
    /// for the agent at a socket. Keys stay with their agent. BuildKit only.
    /// </summary>
    [Parameter]
    [Completions<SshAgentCompleter>]
    [ValuesTransformation<BuildSsh>(PairSeparator = '=')]
    public BuildSsh[] Ssh { get; set; } = [];

    /// <summary>
    /// Exports the result instead of storing an image in the engine: the files of the last stage to a folder (its path, or
    /// <c>type=local,dest=FOLDER</c>) or a tar (<c>type=tar,dest=FILE</c>). <c>type=image</c> is the default. BuildKit only.
    /// </summary>
    [Parameter]
    [Completions<BuildExportCompleter>]
    [ValueTransformation<BuildExport>]
    public BuildExport? Output { get; set; }

    /// <summary>
    /// When to pull base images: if the engine does not have them, or always, to get newer ones. A builder always pulls missing images.
    /// </summary>
    [Parameter]
    public PullPolicy Pull { get; set; }

    /// <summary>How the build is shown: with a progress record (<c>Auto</c>), or with every line on the host (<c>Plain</c>).</summary>
    [Parameter]
    public BuildProgressStyle Progress { get; set; }

    /// <summary>Does not show the build, and does not write to the information stream.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>
    /// Returns one object per build instead of images, with the id, names and digest of the image, the duration, the warnings, and each
    /// step with its line, its duration and whether it was cached. A failed build also returns one, in addition to its error.
    /// </summary>
    [Parameter]
    [Alias("PassThru")]
    public SwitchParameter AsResult { get; set; }

    /// <summary>A file to write the id of the image to. An existing file is replaced, and removed if the build fails.</summary>
    [Parameter]
    public string? ImageIdFile { get; set; }

    /// <summary>The builder. If omitted, BuildKit if the engine has it.</summary>
    [Parameter]
    public ImageBuilder? Builder { get; set; }

    async Task BuildAsync(BuildSource source)
    {
        var options = ToOptions(source);
        string? idFile = ImageIdFile is null ? null : FilePaths.ResolveLiteral(SessionState.Path, ImageIdFile);
        string display = Tag.Length > 0 ? $"{string.Join(", ", Tag)} from {source.Name}" : source.Name;
        if (!ShouldProcess(display, "Build image"))
            return;
        if (idFile is not null)
            System.IO.File.Delete(idFile);
        var client = GetClient();
        var report = new Report { Started = DateTime.Now };
        long start = Stopwatch.GetTimestamp();
        try
        {
            await BuildAsync(client, options, report);
        }
        catch (EngineException e) when (AsResult && e.Detail is BuildFailure failure)
        {
            WriteObject(ToResult(client, source, report, Stopwatch.GetElapsedTime(start), digest: null, failure));
            throw;
        }
        var duration = Stopwatch.GetElapsedTime(start);
        string? id = report.Finished!.ImageId;
        if (idFile is not null && id is not null)
            WriteId(idFile, id);
        string[] names = id is null ? [] : options.Tags.Count == 0 ? [id] : [.. options.Tags.Select(static tag => tag.ToString())];
        if (AsResult)
            WriteObject(
                ToResult(
                    client,
                    source,
                    report,
                    duration,
                    id is null ? null : (await client.Images.GetAsync(names[0], StoppingToken)).Digest,
                    failure: null));
        else if (id is null)
            WriteObject(FilePaths.Get(this, options.Export!.Path!));
        else
        {
            foreach (string name in names)
                WriteObject(await client.Images.GetAsync(name, StoppingToken));
        }
    }

    async Task BuildAsync(EngineClient client, BuildOptions options, Report report)
    {
        using var display = Quiet
            ? null
            : new BuildDisplay(this, $"Building {(options.Tags.Count > 0 ? options.Tags[0] : options.Source.Name)}", Progress);
        await foreach (var change in client.Builds.BuildAsync(options, display, StoppingToken))
        {
            switch (change)
            {
                case BuildFinished finished:
                    report.Finished = finished;
                    break;
                case BuildWarning warning:
                    report.Warnings.Add(warning.Text);
                    WriteWarning(warning.Text);
                    break;
                default:
                    display?.Tell(change);
                    break;
            }
        }
    }

    ImageBuildResult ToResult(
        EngineClient client,
        BuildSource source,
        Report report,
        TimeSpan duration,
        string? digest,
        BuildFailure? failure) => new()
        {
            Engine = client.Endpoint.Address,
            Source = source.Name,
            ImageId = report.Finished?.ImageId,
            Tags = failure is null ? Array.ConvertAll(Tag, static tag => ImageNames.ParseTag(tag).WithDefaultTag().ToString()) : [],
            Digest = digest,
            Started = report.Started,
            Duration = duration.ToString(),
            ContextSent = report.Finished?.ContextSent,
            Warnings = report.Warnings,
            Steps = (failure?.Steps ?? report.Finished?.Steps)!,
            Failure = failure,
        };

    static void WriteId(string file, string id)
    {
        try
        {
            System.IO.File.WriteAllText(file, id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                EngineError.Failed,
                new Subject("ImageIdFile", file),
                $"The image {id} was built, but its id cannot be written to '{file}': {e.Message}",
                e);
        }
    }

    BuildOptions ToOptions(BuildSource source) => new()
    {
        Source = source,
        Tags = Array.ConvertAll(Tag, static tag => ImageNames.ParseTag(tag).WithDefaultTag()),
        Arguments = KeyValues.ToDictionary(BuildArgument.OfType<string>())
            .ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value),
        Labels = KeyValues.ToDictionary(Label),
        Target = Target,
        Platform = Platform,
        Network = Network,
        AddHost = AddHost,
        ShmSize = ShmSize,
        Ulimits = Ulimit,
        NoCache = NoCache,
        NoCacheStages = NoCacheStage,
        CacheFrom = CacheFrom,
        CacheTo = CacheTo,
        Secrets = Array.ConvertAll(
            Secret,
            secret => secret.Path is null ? secret : secret.WithPath(FilePaths.ResolveLiteral(SessionState.Path, secret.Path))),
        SshAgents = Array.ConvertAll(Ssh, agent => agent with { Path = ResolveSocket(agent.Path) }),
        Export = Output?.Path is null ? Output : Output with { Path = FilePaths.ResolveLiteral(SessionState.Path, Output.Path) },
        Pull = PullsAlways(),
        Builder = Builder,
        Classic = ToClassicOptions(),
    };

    /// <summary>The absolute path of a socket; a Windows named pipe is always absolute.</summary>
    string? ResolveSocket(string? path) => path is null || path.StartsWith(@"\\", StringComparison.Ordinal)
        ? path
        : FilePaths.ResolveLiteral(SessionState.Path, path);

    bool PullsAlways() => Pull switch
    {
        PullPolicy.Never =>
            throw new EngineException(
                EngineError.Invalid,
                new Subject("PullPolicy", nameof(PullPolicy.Never)),
                "A build always pulls missing base images: expected -Pull Missing or Always."),
        _ => Pull == PullPolicy.Always,
    };

    /// <summary>The progress of a build.</summary>
    sealed class Report
    {
        public required DateTime Started { get; init; }

        public BuildFinished? Finished { get; set; }

        public List<string> Warnings { get; } = [];
    }
}
