namespace DockerPS.Engine;

/// <summary>One engine: its connections, and a service for each kind of thing on it. It may be used by many callers at once.</summary>
public sealed class EngineClient : IDisposable
{
    readonly EngineHttp http;

    /// <summary>Makes the client; nothing is connected before the first call.</summary>
    public EngineClient(EngineEndpoint endpoint)
        : this(endpoint, DialerFactory.Create(endpoint)) { }

    internal EngineClient(EngineEndpoint endpoint, Dialer dialer, DockerEnvironment? environment = null)
    {
        environment ??= DockerEnvironment.Process;
        http = new EngineHttp(endpoint, dialer);
        Containers = new ContainerService(http, environment);
        Files = new ContainerFiles(http, Containers);
        Waiter = new ContainerWaiter(Containers, endpoint);
        Volumes = new VolumeService(http, Containers);
        Networks = new NetworkService(http);
        System = new SystemService(http);
        BuildCache = new BuildCacheService(http);
        var credentials = new RegistryCredentials(environment);
        Images = new ImageService(http, credentials, Containers);
        Launcher = new ContainerLauncher(Containers, Images);
        Builds = new BuildService(http, environment, credentials);
    }

    /// <summary>Where the engine is.</summary>
    public EngineEndpoint Endpoint => http.Endpoint;

    /// <summary>Containers.</summary>
    public ContainerService Containers { get; }

    /// <summary>Files in and out of containers.</summary>
    public ContainerFiles Files { get; }

    /// <summary>Creating and starting containers, with their images pulled.</summary>
    public ContainerLauncher Launcher { get; }

    /// <summary>Waiting for containers.</summary>
    public ContainerWaiter Waiter { get; }

    /// <summary>Volumes.</summary>
    public VolumeService Volumes { get; }

    /// <summary>Networks.</summary>
    public NetworkService Networks { get; }

    /// <summary>Images.</summary>
    public ImageService Images { get; }

    /// <summary>Builds of images.</summary>
    public BuildService Builds { get; }

    /// <summary>What builds keep for the next ones.</summary>
    public BuildCacheService BuildCache { get; }

    /// <summary>The engine itself.</summary>
    public SystemService System { get; }

    /// <summary>What the last ping told of the engine; null before the first one. It asks nothing.</summary>
    public PingResult? LastPing => http.Ping;

    /// <summary>The API version that is spoken; null while the engine has not been asked. It asks nothing.</summary>
    public Version? KnownApiVersion => http.KnownVersion;

    /// <summary>Takes another account of how the same engine was found, which errors tell from then on.</summary>
    public void Describe(EngineEndpoint endpoint) => http.Endpoint = endpoint with { Timeout = Endpoint.Timeout };

    /// <summary>Asks the engine whether it is there.</summary>
    public Task<PingResult> PingAsync(CancellationToken cancellationToken) => http.PingAsync(cancellationToken);

    /// <summary>The API version that this client and the engine speak with each other.</summary>
    public ValueTask<Version> GetApiVersionAsync(CancellationToken cancellationToken) => http.GetVersionAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose() => http.Dispose();
}
