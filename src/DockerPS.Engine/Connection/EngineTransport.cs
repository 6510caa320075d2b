using System.Net;

namespace DockerPS.Engine;

/// <summary>
/// Carries HTTP to one engine over whatever its dialer opens: plain calls over pooled connections, upgraded calls and blocking reads
/// over one of their own each. It is the only place that knows about connections, and serves the client library as well.
/// </summary>
internal sealed class EngineTransport : HttpMessageHandler
{
    static readonly HttpRequestOptionsKey<StrongBox> DialledKey = new("DockerPS.Dialled");

    readonly Dialer dialer;
    readonly HttpMessageInvoker pooled;
    readonly HttpMessageInvoker single;
    readonly HttpMessageInvoker blocking;

    public EngineTransport(Dialer dialer)
    {
        this.dialer = dialer;
        pooled = new HttpMessageInvoker(NewHandler(async (_, cancellationToken) => await dialer.DialAsync(cancellationToken).ConfigureAwait(false)));
        var own = NewHandler(async (context, cancellationToken) =>
        {
            var stream = await dialer.DialAsync(cancellationToken).ConfigureAwait(false);
            if (context.InitialRequestMessage.Options.TryGetValue(DialledKey, out var box))
                box.Stream = stream;
            return stream;
        });
        own.PooledConnectionLifetime = TimeSpan.Zero;
        own.MaxConnectionsPerServer = int.MaxValue;
        single = new HttpMessageInvoker(own);
        var synchronous = NewHandler((_, cancellationToken) => new ValueTask<Stream>(dialer.Dial(cancellationToken)));
        synchronous.PooledConnectionLifetime = TimeSpan.Zero;
        blocking = new HttpMessageInvoker(synchronous);
    }

    /// <summary>The base of every request's address; where it really goes is the dialer's matter.</summary>
    public Uri BaseAddress => new($"http://{dialer.HostHeader}/");

    /// <summary>Sends and returns when the headers have come.</summary>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        pooled.SendAsync(request, cancellationToken);

    /// <summary>Sends over a connection of its own, for bodies that are read with blocking reads on the caller's thread.</summary>
    public HttpResponseMessage SendBlocking(HttpRequestMessage request, CancellationToken cancellationToken) =>
        blocking.Send(request, cancellationToken);

    /// <summary>Sends over a connection of its own and asks to upgrade it. The second value is null when the engine did not upgrade.</summary>
    public async Task<(HttpResponseMessage Response, UpgradedConnection? Connection)> UpgradeAsync(HttpRequestMessage request, string protocol, CancellationToken cancellationToken)
    {
        var box = new StrongBox();
        request.Options.Set(DialledKey, box);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd(protocol);
        var response = await single.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            return (response, null);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return (response, new UpgradedConnection(response, stream, box.Stream!, dialer));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pooled.Dispose();
            single.Dispose();
            blocking.Dispose();
        }
        base.Dispose(disposing);
    }

    SocketsHttpHandler NewHandler(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = dialer.MaximumConnections,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxResponseDrainSize = 0,
        ConnectCallback = connect,
    };

    sealed class StrongBox
    {
        public Stream? Stream { get; set; }
    }
}
