using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerPS.Engine;

/// <summary>
/// Speaks the Engine API over a transport: adds the negotiated version to the path, turns every failure into an
/// <see cref="EngineException" />, and tells the log of each request.
/// </summary>
internal sealed class EngineHttp : IDisposable
{
    /// <summary>The newest API that this module knows.</summary>
    public static readonly Version NewestVersion = new(1, 55);

    /// <summary>What a connection speaks on which the engine calls this side.</summary>
    public const string SessionProtocol = "h2c";

    /// <summary>The most that an answer may have which is read as a whole: a hundred times what a list of thousands of containers has.</summary>
    const long MostAnswer = 1L << 29;

    /// <summary>As much of an error's body is read.</summary>
    const int MostError = 64 * 1024;

    // a server that took the connection is given a moment more than one that did not, so that the reason is the right one
    static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(1);

    /// <summary>Since which API engines serve gRPC at the address of their API.</summary>
    static readonly Version RpcVersion = new(1, 53);

    /// <summary>How long what may not speak HTTP/2 at all is waited for.</summary>
    static readonly TimeSpan RpcLimit = TimeSpan.FromSeconds(10);

    readonly EngineTransport transport;
    readonly HttpMessageInvoker invoker;
    readonly SemaphoreSlim negotiation = new(1, 1);
    readonly TimeSpan timeout;
    volatile Version? version;
    volatile bool lacksRpc;

    public EngineHttp(EngineEndpoint endpoint, Dialer dialer)
    {
        Endpoint = endpoint;
        timeout = endpoint.Timeout ?? dialer.DefaultTimeout;
        transport = new EngineTransport(dialer, timeout);
        Library = new LibraryClient(this);
        invoker = new HttpMessageInvoker(transport, disposeHandler: false);
    }

    /// <summary>Where the engine is, and how that was found out last.</summary>
    public EngineEndpoint Endpoint { get; set; }

    /// <summary>The transport, for the client library.</summary>
    public EngineTransport Transport => transport;

    /// <summary>The client library, for calls with large typed bodies.</summary>
    public LibraryClient Library { get; }

    /// <summary>What the first answer's headers told of the engine; null before it.</summary>
    public PingResult? Ping { get; private set; }

    /// <summary>The API version that is spoken, without asking for it; null before the first answer.</summary>
    public Version? KnownVersion => Ping is null ? null : ForcedVersion() ?? version;

    /// <summary>
    /// The API version that both sides speak. The first call asks the engine, the others know. <c>DOCKER_API_VERSION</c> has the last
    /// word, as it has with the docker command.
    /// </summary>
    public async ValueTask<Version> GetVersionAsync(CancellationToken cancellationToken)
    {
        if ((ForcedVersion() ?? version) is { } known)
            return known;
        await negotiation.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return version ?? await NegotiateAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            negotiation.Release();
        }
    }

    /// <summary>What the engine tells of itself, which it is asked for when it was not yet.</summary>
    public async ValueTask<PingResult> GetPingAsync(CancellationToken cancellationToken) => Ping ?? await PingAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Asks the engine whether it is there, and learns its version anew.</summary>
    public async Task<PingResult> PingAsync(CancellationToken cancellationToken)
    {
        await NegotiateAsync(cancellationToken).ConfigureAwait(false);
        return Ping!;
    }

    /// <summary>Sends a request, and returns its answer when the headers have come. An answer that is an error is thrown.</summary>
    public async Task<HttpResponseMessage> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        request.Check();
        using var message = MakeMessage(request, ForcedVersion() ?? version ?? await GetVersionAsync(cancellationToken).ConfigureAwait(false));
        var response = await ObserveAsync(request, message, () => invoker.SendAsync(message, cancellationToken), cancellationToken).ConfigureAwait(false);
        return IsSuccess(request, response) ? response : await CheckAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message that the client library made.</summary>
    public async Task<HttpResponseMessage> SendLibraryMessageAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var request = new EngineRequest(message.Method, RequestPath.OfMade(message.RequestUri!), Subject.Engine) { RawQuery = message.RequestUri!.Query };
        var response = await ObserveAsync(request, message, () => invoker.SendAsync(message, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;
        if ((int)response.StatusCode < 400)
            return await CheckAsync(request, response, cancellationToken).ConfigureAwait(false);
        // the library would read all of it, however much that is
        response.Content = new ByteArrayContent(await ReadErrorAsync(request, response, cancellationToken).ConfigureAwait(false));
        return response;
    }

    /// <summary>Sends a request whose answer has nothing to tell.</summary>
    /// <returns>Whether anything had to be changed.</returns>
    public async Task<bool> RunAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode != HttpStatusCode.NotModified;
    }

    /// <summary>Sends a request and reads its answer as JSON.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var stream = await OpenAnswerAsync(response, cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreadable(request, e);
        }
    }

    /// <summary>Sends a request and reads its answer by a reader of one's own, which throws a <see cref="JsonException" /> for what it does not expect.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            using var content = new MemoryStream();
            var stream = await OpenAnswerAsync(response, cancellationToken).ConfigureAwait(false);
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return read(content.ToArray());
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException or InvalidOperationException or FormatException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreadable(request, e);
        }
    }

    static async Task<LimitedStream> OpenAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), MostAnswer);

    /// <summary>Sends a request and returns the body of its answer as it comes. The stream owns the answer.</summary>
    public async Task<Stream> OpenAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The same with blocking reads, on a connection of its own, to be called on a thread of its own. Cancelling disposes the
    /// connection, which ends a read that waits.
    /// </summary>
    public HttpResponseMessage SendBlocking(EngineRequest request, Version negotiated, CancellationToken cancellationToken)
    {
        using var message = MakeMessage(request, negotiated);
        var sending = ObserveAsync(request, message, () => Task.FromResult(transport.SendBlocking(message, cancellationToken)), cancellationToken);
        return CheckAsync(request, sending.GetAwaiter().GetResult(), cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>Sends a request that turns its connection into a two-way stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="protocol"><c>tcp</c> for attach and exec, <see cref="SessionProtocol" /> for sessions.</param>
    /// <param name="cancellationToken">Stops the request, not the connection that it made.</param>
    public async Task<UpgradedConnection> UpgradeAsync(EngineRequest request, string protocol, CancellationToken cancellationToken)
    {
        using var message = await MakeMessageAsync(request, cancellationToken).ConfigureAwait(false);
        UpgradedConnection? connection = null;
        var response = await ObserveAsync(
            request,
            message,
            async () =>
            {
                (var answer, connection) = protocol == SessionProtocol
                    ? await transport.UpgradeByHandAsync(message, protocol, cancellationToken).ConfigureAwait(false)
                    : await transport.UpgradeAsync(message, protocol, cancellationToken).ConfigureAwait(false);
                return answer;
            },
            cancellationToken).ConfigureAwait(false);
        if (connection is not null)
            return connection;
        using (await CheckAsync(request, response, cancellationToken).ConfigureAwait(false))
            throw new EngineException(EngineError.Failed, request.Subject, $"The engine at {Endpoint.Address} did not open a two-way connection ({(int)response.StatusCode}).");
    }

    public void Dispose()
    {
        Library.Dispose();
        transport.Dispose();
        negotiation.Dispose();
    }

    /// <summary>Opens gRPC at the address of the API; null when the engine does not serve it there, which is remembered.</summary>
    /// <param name="ask">Makes a first call, which tells whether what answers is the service that is wanted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T?> OpenRpcAsync<T>(Func<GrpcChannel, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var ping = await GetPingAsync(cancellationToken).ConfigureAwait(false);
        if (lacksRpc || ping.ApiVersion < RpcVersion)
            return null;
        Stream? stream;
        try
        {
            stream = await transport.DialHttp2Async(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
        {
            // what comes next finds out why, and says so
            return null;
        }
        var opened = stream is null ? null : await AskAsync(new GrpcChannel(stream), ask, cancellationToken).ConfigureAwait(false);
        lacksRpc = opened is null;
        return opened;
    }

    /// <summary>Opens gRPC on a connection that the engine gives up for it, as engines do that do not serve it at the address of their API.</summary>
    public async Task<GrpcChannel> UpgradeToRpcAsync(Subject subject, CancellationToken cancellationToken)
    {
        var connection = await UpgradeAsync(EngineRequest.Post("/grpc", subject).Needs(new Version(1, 39)), SessionProtocol, cancellationToken).ConfigureAwait(false);
        return new GrpcChannel(connection.Stream, connection);
    }

    static async Task<T?> AskAsync<T>(GrpcChannel channel, Func<GrpcChannel, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RpcLimit);
        T? answer = null;
        try
        {
            return answer = await ask(channel, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is GrpcException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
        finally
        {
            if (answer is null)
                await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    async Task<HttpRequestMessage> MakeMessageAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        request.Check();
        return MakeMessage(request, await GetVersionAsync(cancellationToken).ConfigureAwait(false));
    }

    HttpRequestMessage MakeMessage(EngineRequest request, Version negotiated)
    {
        request.Check();
        foreach (var (minimum, what) in request.Needed)
        {
            if (negotiated < minimum)
                throw ApiVersionTooLow(request.Subject, minimum, negotiated, what);
        }
        var message = new HttpRequestMessage(request.Method, transport.MakeUri($"/v{negotiated}{request.Path}{request.Query}"))
        {
            Content = request.Content,
        };
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>The error for a parameter that this engine does not know yet.</summary>
    public EngineException ApiVersionTooLow(Subject subject, Version minimum, Version negotiated, string? what = null) =>
        new(EngineError.ApiVersionTooLow, subject, $"{what ?? "This"} needs version {minimum} of the Engine API, but the engine at {Endpoint.Address} speaks {negotiated}.")
        {
            Advice = "Update the Docker engine, or leave out what needs the newer version.",
        };

    async Task<Version> NegotiateAsync(CancellationToken cancellationToken)
    {
        string reason;
        using (var answer = await SendPingAsync(HttpMethod.Head, cancellationToken).ConfigureAwait(false))
        {
            if (ReadPing(answer) is { } ping)
                return Accept(ping);
        }
        // engines of old know no HEAD here, and what is no engine may say more in a body
        using (var answer = await SendPingAsync(HttpMethod.Get, cancellationToken).ConfigureAwait(false))
        {
            if (ReadPing(answer) is { } ping)
                return Accept(ping);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw EngineErrors.FromStatus(Subject.Engine, answer.StatusCode, $"The engine at {Endpoint.Address} (from {Endpoint.Source}) refuses this user ({(int)answer.StatusCode}).");
            string body = await ReadStartAsync(answer, cancellationToken).ConfigureAwait(false);
            reason = body.Contains("HTTPS server", StringComparison.OrdinalIgnoreCase)
                ? "the server there speaks TLS only"
                : $"something answers there ({(int)answer.StatusCode}{(Location(answer) is { } location ? $", which points to {location}" : "")}), but it is not a Docker engine";
        }
        throw EngineErrors.Unavailable(Endpoint, reason);
    }

    async Task<HttpResponseMessage> SendPingAsync(HttpMethod method, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout + AnswerGrace);
        using var message = new HttpRequestMessage(method, transport.MakeUri("/_ping"));
        try
        {
            return await ObserveAsync(new EngineRequest(method, RequestPath.Of("/_ping"), Subject.Engine), message, () => invoker.SendAsync(message, limit.Token), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EngineErrors.Unavailable(Endpoint, $"it takes the connection, but did not answer within {timeout.TotalSeconds:0.##} seconds", e);
        }
    }

    static PingResult? ReadPing(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode && Version.TryParse(Header(answer, "Api-Version"), out var newest)
            ? new PingResult(newest, Header(answer, "OSType") ?? "linux", Header(answer, "Builder-Version"), Header(answer, "Docker-Experimental") == "true")
            {
                IsPodman = Header(answer, "Libpod-Api-Version") is not null,
            }
            : null;

    Version Accept(PingResult ping)
    {
        Ping = ping;
        lacksRpc = false;
        return version = ping.ApiVersion < NewestVersion ? ping.ApiVersion : NewestVersion;
    }

    static async Task<string> ReadStartAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        byte[] start = new byte[512];
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AnswerGrace);
            var body = await answer.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
            int count = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, limit.Token).ConfigureAwait(false);
            return Encoding.UTF8.GetString(start, 0, count);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return "";
        }
    }

    static Version? ForcedVersion()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_API_VERSION") is not { Length: > 0 } text)
            return null;
        return Version.TryParse(text.AsSpan().TrimStart('v'), out var forced)
            ? forced
            : throw new EngineException(EngineError.Invalid, new Subject("ApiVersion", text), $"The environment variable DOCKER_API_VERSION is '{text}', which is not a version. Expected one such as 1.41.");
    }

    /// <summary>Times a request for the log, and says in plain words why no answer came.</summary>
    async Task<HttpResponseMessage> ObserveAsync(EngineRequest request, HttpRequestMessage message, Func<Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        var observer = RequestLog.Observer;
        long start = Stopwatch.GetTimestamp();
        int? status = null;
        try
        {
            var response = await send().ConfigureAwait(false);
            status = (int)response.StatusCode;
            return response;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (EngineErrors.FindEngineException(e) is { } known)
                throw known;
            throw EngineErrors.Unavailable(Endpoint, e);
        }
        finally
        {
            observer?.Invoke(new RequestLogEntry(request.Method.Method, message.RequestUri!.AbsolutePath, request.ShownQuery, status, Stopwatch.GetElapsedTime(start)));
        }
    }

    static bool IsSuccess(EngineRequest request, HttpResponseMessage response) =>
        response.IsSuccessStatusCode || (request.MayChangeNothing && response.StatusCode == HttpStatusCode.NotModified);

    async Task<HttpResponseMessage> CheckAsync(EngineRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (IsSuccess(request, response))
            return response;
        using (response)
        {
            if ((int)response.StatusCode < 400)
                throw Elsewhere(request, response);
            byte[] body = await ReadErrorAsync(request, response, cancellationToken).ConfigureAwait(false);
            var error = EngineErrors.FromAnswer(request.Subject, response.StatusCode, body);
            // another engine may have come up at this address: the next call asks again
            if (error.Error == EngineError.ApiVersionTooLow)
                version = null;
            if (error is { Error: EngineError.ApiVersionTooLow, StatusCode: (int)HttpStatusCode.NotFound })
                throw new EngineException(error.Error, error.Subject, $"The engine at {Endpoint.Address} does not offer this: it does not know {request.Method} {request.Path}.") { StatusCode = error.StatusCode };
            throw error;
        }
    }

    /// <summary>The body of an error, or its beginning: no sentence is longer than this.</summary>
    async Task<byte[]> ReadErrorAsync(EngineRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            byte[] start = new byte[MostError];
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int count = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return start[..count];
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(Endpoint, request.Subject, e);
        }
    }

    /// <summary>The error for an answer that did nothing, and mostly says where to ask instead: going there is for the user to decide.</summary>
    EngineException Elsewhere(EngineRequest request, HttpResponseMessage response)
    {
        string? location = Location(response);
        return new EngineException(
            EngineError.Failed,
            request.Subject,
            $"The engine at {Endpoint.Address} did not do it: it answered {(int)response.StatusCode} ({response.StatusCode}) to {request.Method} {request.Path}{(location is null ? "" : $", which points to {location}")}.")
        {
            ErrorId = "EngineRedirected",
            StatusCode = (int)response.StatusCode,
            Advice = "If a gateway stands before the engine, name the engine by the address that the gateway points to.",
        };
    }

    /// <summary>Where a redirect points to, without what may be secret; null for any other answer.</summary>
    static string? Location(HttpResponseMessage response) =>
        (int)response.StatusCode is >= 300 and < 400 && Header(response, "Location") is { Length: > 0 } location ? EngineAddress.Redact(location) : null;

    EngineException Unreadable(EngineRequest request, Exception cause) => cause is HttpRequestException or IOException
        ? EngineErrors.Cut(Endpoint, request.Subject, cause)
        : new EngineException(EngineError.Failed, request.Subject, $"The engine at {Endpoint.Address} sent an answer that is not the JSON expected of {request.Path}: {cause.Message}", cause);

    static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>What an engine tells of itself in the headers of a ping.</summary>
/// <param name="ApiVersion">The newest API that it speaks.</param>
/// <param name="OperatingSystem"><c>linux</c> or <c>windows</c>: what its containers run on.</param>
/// <param name="BuilderVersion"><c>2</c> where BuildKit is the builder that it prefers.</param>
/// <param name="Experimental">Whether its experimental features are on.</param>
public sealed record PingResult(Version ApiVersion, string OperatingSystem, string? BuilderVersion, bool Experimental)
{
    /// <summary>Whether it is podman's service.</summary>
    public bool IsPodman { get; init; }
}
