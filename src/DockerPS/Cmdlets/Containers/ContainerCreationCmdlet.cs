using System.Management.Automation;
using System.Net;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Pipeline;

namespace DockerPS.Cmdlets;

/// <summary>A cmdlet that makes a container: it has the options of <c>docker run</c>, under their full names.</summary>
public abstract class ContainerCreationCmdlet : EngineCmdlet
{
    static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(10);

    private protected ContainerCreationCmdlet() { }

    // What runs

    /// <summary>
    /// The command to run in place of the image's, each argument as it is: no shell is involved. Everything after <c>--</c> belongs to it, so
    /// <c>Invoke-Container busybox -- sh -c 'echo hi'</c> reads as it does in a shell.
    /// </summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    public string[] Command { get; set; } = [];

    /// <summary>The name of the container; the engine makes one up when it is left out.</summary>
    [Parameter]
    [ValidatePattern("^/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$")]
    public string? Name { get; set; }

    /// <summary>The program to run in place of the image's entrypoint, with its first arguments. An empty text removes the image's.</summary>
    [Parameter]
    [AllowEmptyString]
    public string[] Entrypoint { get; set; } = [];

    /// <summary>The user to run as: a name, a number, or <c>user:group</c>.</summary>
    [Parameter]
    public string? User { get; set; }

    /// <summary>The folder in the container to run in.</summary>
    [Parameter]
    public string? WorkingDirectory { get; set; }

    /// <summary>
    /// Environment variables: a hashtable, <c>'NAME=value'</c>, or <c>'NAME'</c> alone, which takes the value from this session.
    /// </summary>
    [Parameter]
    [EnvironmentTransformation]
    public string?[] Environment { get; set; } = [];

    /// <summary>Files of environment variables, one <c>NAME=value</c> a line; lines that begin with <c>#</c> are comments. <c>-Environment</c> wins over them.</summary>
    [Parameter]
    public string[] EnvironmentFile { get; set; } = [];

    /// <summary>The platform of the image, such as <c>linux/arm64</c>, where it exists for several.</summary>
    [Parameter]
    [PlatformCompletions]
    public string? Platform { get; set; }

    /// <summary>When the image is pulled: when the engine has it not (<c>Missing</c>, as it is by default), <c>Always</c>, or <c>Never</c>.</summary>
    [Parameter]
    public PullPolicy Pull { get; set; }

    /// <summary>Runs a small init process first, which passes signals on and buries processes that have lost their parent.</summary>
    [Parameter]
    public SwitchParameter Init { get; set; }

    /// <summary>Labels: a hashtable, or texts such as <c>'app=web'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] Label { get; set; } = [];

    // Life cycle

    /// <summary>When the engine starts it again: <c>no</c>, <c>always</c>, <c>unless-stopped</c>, <c>on-failure</c> or <c>on-failure:TIMES</c>.</summary>
    [Parameter]
    [RestartPolicyCompletions]
    public string? RestartPolicy { get; set; }

    /// <summary>The signal that stops it, in place of SIGTERM.</summary>
    [Parameter]
    [SignalCompletions]
    public string? StopSignal { get; set; }

    /// <summary>How long it may take to stop before it is killed: a TimeSpan, seconds, or a text such as <c>30s</c>.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? StopTimeout { get; set; }

    /// <summary>Removes the container, and its anonymous volumes, when it ends.</summary>
    [Parameter]
    public SwitchParameter RemoveAfter { get; set; }

    // Network

    /// <summary>
    /// Ports to publish: <c>8080:80</c>, <c>127.0.0.1:8080:80/udp</c>, ranges such as <c>8000-8010:80-90</c>, <c>80</c> for a free port of the host, or
    /// a hashtable <c>@{ 8080 = 80 }</c> of host and container ports.
    /// </summary>
    [Parameter]
    [PortMappingTransformation]
    public PortMapping[] Port { get; set; } = [];

    /// <summary>Publishes every port that the image exposes on a free port of the host.</summary>
    [Parameter]
    public SwitchParameter PublishAll { get; set; }

    /// <summary>The network: its name, <c>bridge</c>, <c>host</c>, <c>none</c>, or <c>container:NAME</c> to share another container's.</summary>
    [Parameter]
    [NetworkCompletions]
    public string? Network { get; set; }

    /// <summary>Further names under which others in its network find it.</summary>
    [Parameter]
    public string[] NetworkAlias { get; set; } = [];

    /// <summary>Its address in its network.</summary>
    [Parameter]
    public IPAddress? IPAddress { get; set; }

    /// <summary>Its host name.</summary>
    [Parameter]
    public string? Hostname { get; set; }

    /// <summary>Lines for its hosts file, as <c>NAME:ADDRESS</c>.</summary>
    [Parameter]
    public string[] AddHost { get; set; } = [];

    /// <summary>Its name servers.</summary>
    [Parameter]
    public IPAddress[] Dns { get; set; } = [];

    // Storage

    /// <summary>
    /// What to mount: <c>VOLUME:/path</c>, <c>/host/path:/path</c> or <c>./relative:/path:ro</c>; a path alone makes a new anonymous volume. Relative
    /// paths, <c>~</c> and paths of PowerShell drives are those of this session.
    /// </summary>
    [Parameter]
    public VolumeMapping[] Volume { get; set; } = [];

    /// <summary>Containers whose mounts it gets as well; <c>NAME:ro</c> for reading only.</summary>
    [Parameter]
    [ContainerCompleter]
    public string[] VolumesFrom { get; set; } = [];

    /// <summary>Folders that live in memory: paths, with mount options after a colon, such as <c>/run:size=64m</c>.</summary>
    [Parameter]
    public string[] TmpFs { get; set; } = [];

    /// <summary>Makes its root file system read-only.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    // Limits

    /// <summary>The most memory it may use: bytes, <c>512MB</c>, or a text such as <c>512m</c>.</summary>
    [Parameter]
    [ByteSizeTransformation]
    [ValidateRange(0, long.MaxValue)]
    public long? Memory { get; set; }

    /// <summary>The most processors it may use, such as <c>1.5</c>.</summary>
    [Parameter]
    [ValidateRange(0.0, 100_000.0)]
    public double? Cpu { get; set; }

    // Rights

    /// <summary>Gives it the privileges of the engine's host.</summary>
    [Parameter]
    public SwitchParameter Privileged { get; set; }

    /// <summary>Linux capabilities to add, such as <c>NET_ADMIN</c>.</summary>
    [Parameter]
    [CapabilityCompletions]
    public string[] CapabilityAdd { get; set; } = [];

    /// <summary>Linux capabilities to drop, such as <c>NET_RAW</c>, or <c>ALL</c>.</summary>
    [Parameter]
    [CapabilityCompletions]
    public string[] CapabilityDrop { get; set; } = [];

    /// <summary>Security options, such as <c>no-new-privileges</c> or <c>seccomp=unconfined</c>.</summary>
    [Parameter]
    [SecurityOptionCompletions]
    public string[] SecurityOption { get; set; } = [];

    // Log

    /// <summary>The driver that keeps its log.</summary>
    [Parameter]
    [LogDriverCompletions]
    public string? LogDriver { get; set; }

    /// <summary>Options of the log driver: a hashtable, or texts such as <c>'max-size=10m'</c>.</summary>
    [Parameter]
    [KeyValueTransformation]
    public string[] LogOption { get; set; } = [];

    // Health

    /// <summary>The command by which its health is checked; a shell in the container runs it.</summary>
    [Parameter]
    public string? HealthCommand { get; set; }

    /// <summary>The time between health checks.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthInterval { get; set; }

    /// <summary>How long a health check may take.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthTimeout { get; set; }

    /// <summary>How long after the start a failed health check does not count.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? HealthStartPeriod { get; set; }

    /// <summary>How many health checks in a row have to fail until it counts as unhealthy.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? HealthRetries { get; set; }

    /// <summary>Turns the image's health check off.</summary>
    [Parameter]
    public SwitchParameter NoHealthCheck { get; set; }

    /// <summary>What the parameters ask for. Everything that can be checked here is checked before anything is made.</summary>
    /// <exception cref="EngineException">A parameter is not what is expected.</exception>
    private protected ContainerSpecification ToSpecification(ImageReference image) => new()
    {
        Image = image.Text,
        Name = Name?.TrimStart('/'),
        Command = Command.Length == 0 ? null : Command,
        Entrypoint = Entrypoint.Length == 0 ? null : Entrypoint,
        User = User,
        WorkingDirectory = WorkingDirectory,
        Environment = [.. EnvironmentFile.SelectMany(ReadEnvironmentFile), .. Environment.OfType<string>()],
        Platform = Platform,
        Init = Init,
        Labels = KeyValues.ToDictionary(Label),
        RestartPolicy = RestartPolicy,
        StopSignal = StopSignal,
        StopTimeout = StopTimeout,
        RemoveAfter = RemoveAfter,
        Ports = Port,
        PublishAll = PublishAll,
        Network = Network,
        NetworkAliases = NetworkAlias,
        IPAddress = IPAddress,
        Hostname = Hostname,
        AddHost = AddHost,
        Dns = Array.ConvertAll(Dns, static address => address.ToString()),
        Volumes = Array.ConvertAll(Volume, ResolveVolume),
        VolumesFrom = VolumesFrom,
        TmpFs = TmpFs.Select(static mount => mount.Split(':', 2)).ToDictionary(static parts => parts[0], static parts => parts.Length > 1 ? parts[1] : ""),
        ReadOnly = ReadOnly,
        Memory = Memory,
        Cpu = Cpu,
        Privileged = Privileged,
        CapabilityAdd = CapabilityAdd,
        CapabilityDrop = CapabilityDrop,
        SecurityOptions = SecurityOption,
        LogDriver = LogDriver,
        LogOptions = KeyValues.ToDictionary(LogOption),
        Health = ToHealth(),
    };

    /// <summary>Makes the container, after pulling its image if need be, and passes on what the engine warns of.</summary>
    private protected async Task<string> CreateAsync(EngineClient client, ContainerSpecification specification)
    {
        if (Pull == PullPolicy.Always)
            await PullAsync(client, specification);
        CreatedContainer created;
        try
        {
            created = await client.Containers.CreateAsync(specification, StoppingToken);
        }
        catch (EngineException e) when (Pull == PullPolicy.Missing && e is { Error: EngineError.NotFound, Subject.Kind: "Image" } && ImageName.TryParse(specification.Image, out _, out _))
        {
            await PullAsync(client, specification);
            created = await client.Containers.CreateAsync(specification, StoppingToken);
        }
        foreach (string warning in created.Warnings)
            WriteWarning(warning);
        return created.Id;
    }

    async Task PullAsync(EngineClient client, ContainerSpecification specification)
    {
        var name = ImageNames.Parse(specification.Image).WithDefaultTag();
        using var progress = new TransferProgress(this, $"Pulling {name}");
        await client.Images.PullAsync(name, specification.Platform, credential: null, progress, StoppingToken);
    }

    /// <summary>Removes a container that this command made and that is of no use, also when the pipeline is being stopped.</summary>
    private protected static async Task DiscardAsync(EngineClient client, string id)
    {
        using var limit = new CancellationTokenSource(DiscardLimit);
        try
        {
            await client.Containers.RemoveAsync(id, force: true, volumes: true, limit.Token);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // the first error is the one that counts
        }
    }

    HealthSpecification? ToHealth()
    {
        bool asked = HealthCommand is not null || HealthInterval is not null || HealthTimeout is not null || HealthStartPeriod is not null || HealthRetries is not null;
        if (NoHealthCheck)
        {
            return asked
                ? throw new EngineException(EngineError.Invalid, new Subject("HealthCheck"), "-NoHealthCheck can not be used together with the other health parameters.")
                : new HealthSpecification { Disabled = true };
        }
        return !asked ? null : new HealthSpecification
        {
            Command = HealthCommand,
            Interval = HealthInterval,
            Timeout = HealthTimeout,
            StartPeriod = HealthStartPeriod,
            Retries = HealthRetries,
        };
    }

    /// <summary>Makes a path on the host absolute, as this session sees it; an engine elsewhere takes what is absolute already as its own.</summary>
    VolumeMapping ResolveVolume(VolumeMapping volume)
    {
        if (!volume.IsPath || volume.Source is not { } source || source.StartsWith('/') || source.StartsWith(@"\\", StringComparison.Ordinal))
            return volume;
        return volume.WithSource(FilePaths.ResolveLiteral(this, source));
    }

    IEnumerable<string> ReadEnvironmentFile(string path)
    {
        string file = FilePaths.ResolveLiteral(this, path);
        try
        {
            return EnvironmentFileReader.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineError.Invalid, new Subject("EnvironmentFile", path), $"The environment file '{file}' can not be read: {e.Message}", e);
        }
    }
}
