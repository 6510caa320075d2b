using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// A connection on which BuildKit asks this machine for what a build needs: the files of its context, secrets, ssh agents, the credentials of
/// registries; and on which it sends the files that become of it.
/// </summary>
/// <remarks>Source: Engine API, <c>POST /session</c>; github.com/moby/buildkit, session.</remarks>
sealed class BuildSession : IAsyncDisposable
{
    /// <summary>What builders call the folder of the context.</summary>
    const string ContextFolder = "context";

    /// <summary>What builders call the folder of the Dockerfile.</summary>
    const string DockerfileFolder = "dockerfile";

    static readonly Version SessionVersion = new(1, 39);

    readonly CancellationTokenSource closing = new();
    readonly SshAgents agents;
    readonly BuildResultFiles? result;
    readonly GrpcServer server;
    Task<Http2Exception?> serving = Task.FromResult<Http2Exception?>(null);
    long sent;

    BuildSession(BuildOptions options, BuildContext? context, RegistryCredentials credentials, SshAgents agents, IProgress<TransferStatus>? progress, Action<string> warn)
    {
        this.agents = agents;
        var secrets = SecretSource.Check(options.Secrets);
        result = options.Output is { } output ? BuildResultFiles.For(output, name => warn($"'{name}' of the result is a device, which is not made on this machine; it was left out.")) : null;
        var methods = new List<KeyValuePair<string, Func<GrpcCall, Task>>>([.. HealthService.Methods, .. new AuthService(credentials).Methods]);
        if (context is not null)
            methods.AddRange(new FileSyncService(FoldersOf(context), path => warn(ContextEntry.DescribeSkipped(path)), count => progress?.Report(new TransferStatus("", "Sending", Interlocked.Add(ref sent, count), null))).Methods);
        if (secrets.Count > 0)
            methods.AddRange(new SecretService(secrets).Methods);
        if (agents.Open.Count > 0)
            methods.AddRange(new SshService(agents.Open).Methods);
        if (result is not null)
            methods.AddRange(new FileSendService(result).Methods);
        Methods = new Dictionary<string, Func<GrpcCall, Task>>(methods);
        server = new GrpcServer(Methods);
    }

    /// <summary>The name by which a build finds it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What went wrong on this machine; null when nothing did.</summary>
    public EngineException? Fault => server.Fault;

    Dictionary<string, Func<GrpcCall, Task>> Methods { get; }

    /// <summary>Opens a session, after all that the build is to get has been found.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="options">What is built.</param>
    /// <param name="context">The context of which the builder asks for files; null when it gets them in another way.</param>
    /// <param name="credentials">What is known of registries.</param>
    /// <param name="progress">Told of the bytes of files that are sent.</param>
    /// <param name="warn">Told of each thing that was left out.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async Task<BuildSession> OpenAsync(
        EngineHttp http,
        BuildOptions options,
        BuildContext? context,
        RegistryCredentials credentials,
        IProgress<TransferStatus>? progress,
        Action<string> warn,
        CancellationToken cancellationToken)
    {
        var agents = await SshAgents.StartAsync(options.Ssh, cancellationToken).ConfigureAwait(false);
        BuildSession? session = null;
        try
        {
            session = new BuildSession(options, context, credentials, agents, progress, warn);
            var connection = await http.UpgradeByHandAsync(session.MakeRequest(context), "h2c", cancellationToken).ConfigureAwait(false);
            session.serving = session.server.RunAsync(connection, session.closing.Token);
            return session;
        }
        catch
        {
            if (session is null)
                await agents.DisposeAsync().ConfigureAwait(false);
            else
                await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The build has ended well: what it has sent becomes files.</summary>
    public void Complete() => result?.Complete();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await serving.ConfigureAwait(false);
        result?.Discard();
        await agents.DisposeAsync().ConfigureAwait(false);
        closing.Dispose();
    }

    EngineRequest MakeRequest(BuildContext? context)
    {
        var request = EngineRequest.Post("/session", new Subject("Build"))
            .Since(SessionVersion.Major, SessionVersion.Minor)
            .WithHeader("X-Docker-Expose-Session-Uuid", Id)
            .WithHeader("X-Docker-Expose-Session-Name", "dockerps")
            .WithHeader("X-Docker-Expose-Session-Sharedkey", context is null ? "" : SharedKeyOf(context.Folder));
        foreach (string method in Methods.Keys)
            request.WithHeader("X-Docker-Expose-Session-Grpc-Method", method);
        return request;
    }

    /// <summary>
    /// What the engine keeps the files of a folder by, for the next build of the same folder. It compares them by size and time alone, so that no
    /// other folder may have the same key, on whatever machine it is.
    /// </summary>
    static string SharedKeyOf(string folder) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"DockerPS:{MachineId.Read(DockerEnvironment.Process)}:{folder}"))).ToLowerInvariant();

    static Dictionary<string, SyncedFolder> FoldersOf(BuildContext context)
    {
        var dockerfiles = context.ReadDockerfiles();
        return new()
        {
            [ContextFolder] = new SyncedFolder(context.Folder, context.Walk),
            [DockerfileFolder] = new SyncedFolder(null, wanted => dockerfiles.Where(file => wanted.Lets(file.Path))),
        };
    }
}
