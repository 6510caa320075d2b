namespace DockerPS.Engine;

/// <summary>A session with a builder: while a build runs, the builder requests what it needs from this side.</summary>
/// <remarks>Source: github.com/moby/buildkit, session.</remarks>
sealed class BuildSession : IAsyncDisposable
{
    const string Name = "DockerPS";

    readonly CancellationTokenSource ending = new();
    UpgradedConnection? connection;
    Task serving = Task.CompletedTask;
    EngineException? failure;

    BuildSession(BuildSessionServices services) => Services = services;

    /// <summary>What the builder is told about the session.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The services offered.</summary>
    public BuildSessionServices Services { get; }

    /// <summary>
    /// The error that this side had to return to the builder, which explains why the build failed; null if there is none.
    /// </summary>
    public EngineException? Failure => failure;

    /// <summary>Opens a session.</summary>
    /// <param name="http">The engine.</param>
    /// <param name="channel">The interface to BuildKit, if BuildKit opens sessions itself; null if the engine opens them.</param>
    /// <param name="services">The services offered.</param>
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

    /// <summary>Ends the session, including any transfers in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await serving.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or Http2Exception)
        {
            // the build has ended: if the connection broke earlier, the builder has already reported it
        }
        if (connection is not null)
            await connection.DisposeAsync().ConfigureAwait(false);
        ending.Dispose();
    }

    /// <summary>Remembers why a handler failed: the builder reports it in fewer words, and without advice.</summary>
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
