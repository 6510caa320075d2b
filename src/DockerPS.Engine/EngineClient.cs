namespace DockerPS.Engine;

/// <summary>One engine: its connections, and a service for each kind of object. Thread-safe.</summary>
public sealed class EngineClient : IDisposable
{
    readonly EngineHttp http;

    /// <summary>Creates the client; nothing is connected before the first call.</summary>
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

    /// <summary>The endpoint of the engine.</summary>
    public EngineEndpoint Endpoint => http.Endpoint;

    /// <summary>Containers.</summary>
    public ContainerService Containers { get; }

    /// <summary>Copies files into and out of containers.</summary>
    public ContainerFiles Files { get; }

    /// <summary>Creating and starting containers, with pulling their images.</summary>
    public ContainerLauncher Launcher { get; }

    /// <summary>Waiting for containers.</summary>
    public ContainerWaiter Waiter { get; }

    /// <summary>Volumes.</summary>
    public VolumeService Volumes { get; }

    /// <summary>Networks.</summary>
    public NetworkService Networks { get; }

    /// <summary>Images.</summary>
    public ImageService Images { get; }

    /// <summary>Image builds.</summary>
    public BuildService Builds { get; }

    /// <summary>The build cache.</summary>
    public BuildCacheService BuildCache { get; }

    /// <summary>The engine itself.</summary>
    public SystemService System { get; }

    /// <summary>What the last ping reported about the engine; null before the first one. Does not contact the engine.</summary>
    public PingResult? LastPing => http.Ping;

    /// <summary>The API version in use; null until the engine has been contacted. Does not contact the engine.</summary>
    public Version? KnownApiVersion => http.KnownVersion;

    /// <summary>Replaces the description of how the engine was found, which errors mention from then on.</summary>
    public void Describe(EngineEndpoint endpoint) => http.Endpoint = endpoint with { Timeout = Endpoint.Timeout };

    /// <summary>Checks that the engine answers.</summary>
    public Task<PingResult> PingAsync(CancellationToken cancellationToken) => http.PingAsync(cancellationToken);

    /// <summary>The API version that this client uses with the engine.</summary>
    public ValueTask<Version> GetApiVersionAsync(CancellationToken cancellationToken) => http.GetVersionAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose() => http.Dispose();
}
