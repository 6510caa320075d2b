namespace DockerPS.Engine;

/// <summary>A session with a builder: as long as a build runs, the builder asks this side for what it needs.</summary>
/// <remarks>Source: github.com/moby/buildkit, session.</remarks>
sealed class BuildSession : IAsyncDisposable
{
    const string Name = "DockerPS";

    readonly CancellationTokenSource ending = new();
    UpgradedConnection? connection;
    Task serving = Task.CompletedTask;
    EngineException? failure;

    BuildSession(BuildSessionServices services) => Services = services;

    /// <summary>What the builder is told of the session.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What is offered.</summary>
    public BuildSessionServices Services { get; }

    /// <summary>What this side had to refuse to the builder, and so why the build failed; null for nothing.</summary>
    public EngineException? Failure => failure;

    /// <summary>Opens a session.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="channel">What speaks with BuildKit, where it takes sessions itself; null where the engine opens them.</param>
    /// <param name="services">What is offered.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<BuildSession> OpenAsync(
        EngineHttp http,
        GrpcChannel? channel,
        BuildSessionServices services,
        CancellationToken cancellationToken)
    {
        var session = new BuildSession(services);
        try
        {
            var handlers = services.Handlers.ToDictionary(static pair => pair.Key, pair => session.Watch(pair.Value));
            if (channel is null)
                session.connection = await SessionConnection.OpenAsync(
                    http,
                    session.Id,
                    Name,
                    services.Files?.SharedKey,
                    handlers.Keys,
                    cancellationToken)
                    .ConfigureAwait(false);
            var stream = session.connection?.Stream
                ?? SessionConnection.Open(channel!, session.Id, Name, services.Files?.SharedKey, handlers.Keys);
            session.serving = GrpcServer.RunAsync(stream, handlers, session.ending.Token);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the session; what is being sent or received ends with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await serving.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or Http2Exception)
        {
            // the build has ended: of a connection that broke before, the builder has told
        }
        if (connection is not null)
            await connection.DisposeAsync().ConfigureAwait(false);
        ending.Dispose();
    }

    /// <summary>Keeps why a handler failed: the builder tells it in fewer words, and without advice.</summary>
    GrpcHandler Watch(GrpcHandler handler) => async (call, cancellationToken) =>
    {
        try
        {
            await handler(call, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
            throw new GrpcException(GrpcStatus.Unknown, e.Message);
        }
    };
}
