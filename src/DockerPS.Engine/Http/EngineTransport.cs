using System.Net;

namespace DockerPS.Engine;

/// <summary>
/// Sends HTTP requests to one engine over the dialer's connections: ordinary requests over pooled connections, upgraded ones and blocking
/// reads each over its own. All connections are managed here, including those of the client library.
/// </summary>
internal sealed class EngineTransport : HttpMessageHandler
{
    static readonly HttpRequestOptionsKey<StrongBox> DialledKey = new("DockerPS.Dialled");

    readonly Dialer dialer;
    readonly TimeSpan timeout;
    readonly string baseAddress;
    readonly HttpMessageInvoker pooled;
    readonly HttpMessageInvoker single;
    readonly HttpMessageInvoker blocking;

    /// <summary>Creates a transport; nothing is opened yet.</summary>
    /// <param name="dialer">Opens the connections.</param>
    /// <param name="timeout">The time limit for connecting.</param>
    public EngineTransport(Dialer dialer, TimeSpan timeout)
    {
        this.dialer = dialer;
        this.timeout = timeout;
        baseAddress = $"http://{dialer.HostHeader}{dialer.BasePath}";
        pooled = new HttpMessageInvoker(NewHandler(
            dialer.MaximumConnections,
            async (_, cancellationToken) => new LateAnswerStream(await DialAsync(cancellationToken).ConfigureAwait(false))));
        single = new HttpMessageInvoker(NewSingleHandler(async (context, cancellationToken) =>
        {
            var stream = await DialAsync(cancellationToken).ConfigureAwait(false);
            if (context.InitialRequestMessage.Options.TryGetValue(DialledKey, out var box))
                box.Stream = stream;
            return stream;
        }));
        blocking = new HttpMessageInvoker(NewSingleHandler((_, cancellationToken) => new ValueTask<Stream>(Dial(cancellationToken))));
    }

    /// <summary>The base address of every request.</summary>
    public Uri BaseAddress => new(baseAddress + "/");

    /// <summary>The address of a request; the dialer decides where it really goes.</summary>
    /// <param name="pathAndQuery">The path and query, escaped, beginning with a slash.</param>
    public Uri MakeUri(string pathAndQuery) => new(baseAddress + pathAndQuery);

    /// <summary>Sends a request, and returns when the headers have arrived.</summary>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        pooled.SendAsync(request, cancellationToken);

    /// <summary>Sends a request over a separate connection, for bodies that are read with blocking reads on the caller's thread.</summary>
    public HttpResponseMessage SendBlocking(HttpRequestMessage request, CancellationToken cancellationToken) =>
        blocking.Send(request, cancellationToken);

    /// <summary>
    /// Sends a request over a separate connection and asks to upgrade it. The second value is null if the engine did not upgrade.
    /// </summary>
    public async Task<(HttpResponseMessage Response, UpgradedConnection? Connection)> UpgradeAsync(
        HttpRequestMessage request,
        string protocol,
        CancellationToken cancellationToken)
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

    /// <summary>
    /// The same for a request with repeated headers in separate lines, as the engine requires: the HTTP stack would merge their values.
    /// </summary>
    public async Task<(HttpResponseMessage Response, UpgradedConnection? Connection)> UpgradeByHandAsync(
        HttpRequestMessage request,
        string protocol,
        CancellationToken cancellationToken)
    {
        request.Headers.Host = dialer.HostHeader;
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd(protocol);
        var stream = await DialAsync(cancellationToken).ConfigureAwait(false);
        UpgradedConnection? connection = null;
        try
        {
            var response = await HandMadeRequest.SendAsync(stream, request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
                connection = new UpgradedConnection(response, stream, stream, dialer);
            return (response, connection);
        }
        finally
        {
            if (connection is null)
                await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Opens a separate connection for HTTP/2; null if that is not possible, because the other side does not support it or the engine is
    /// behind a gateway.
    /// </summary>
    public async ValueTask<Stream?> DialHttp2Async(CancellationToken cancellationToken) =>
        dialer.BasePath.Length > 0 ? null : await LimitAsync(dialer.DialHttp2Async, cancellationToken).ConfigureAwait(false);

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

    ValueTask<Stream> DialAsync(CancellationToken cancellationToken) => LimitAsync(dialer.DialAsync, cancellationToken);

    async ValueTask<T> LimitAsync<T>(Func<CancellationToken, ValueTask<T>> dial, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await dial(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooSlow(e);
        }
    }

    Stream Dial(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return dialer.Dial(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooSlow(e);
        }
    }

    DialException TooSlow(Exception cause) => new($"the connection timed out after {timeout.TotalSeconds:0.##} seconds", cause);

    /// <summary>For requests with a separate connection, which ends with them.</summary>
    static SocketsHttpHandler NewSingleHandler(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        var handler = NewHandler(int.MaxValue, connect);
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        return handler;
    }

    static SocketsHttpHandler NewHandler(
        int maximumConnections,
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect) => new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = maximumConnections,
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
