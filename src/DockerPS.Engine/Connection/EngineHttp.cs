using System.Diagnostics;
using System.Net;
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
    public static readonly Version NewestVersion = new(1, 51);

    readonly EngineTransport transport;
    readonly HttpMessageInvoker invoker;
    readonly SemaphoreSlim negotiation = new(1, 1);
    volatile Version? version;

    public EngineHttp(EngineEndpoint endpoint, Dialer dialer)
    {
        Endpoint = endpoint;
        transport = new EngineTransport(dialer);
        Library = new LibraryClient(this);
        invoker = new HttpMessageInvoker(transport, disposeHandler: false);
    }

    /// <summary>Where the engine is.</summary>
    public EngineEndpoint Endpoint { get; }

    /// <summary>The transport, for the client library.</summary>
    public EngineTransport Transport => transport;

    /// <summary>The client library, for calls with large typed bodies.</summary>
    public LibraryClient Library { get; }

    /// <summary>What the first answer's headers told of the engine; null before it.</summary>
    public PingResult? Ping { get; private set; }

    /// <summary>The API version that both sides speak. The first call asks the engine, the others know.</summary>
    public async ValueTask<Version> GetVersionAsync(CancellationToken cancellationToken)
    {
        if (version is { } known)
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

    /// <summary>Asks the engine whether it is there, and learns its version anew.</summary>
    public async Task<PingResult> PingAsync(CancellationToken cancellationToken)
    {
        await NegotiateAsync(cancellationToken).ConfigureAwait(false);
        return Ping!;
    }

    /// <summary>Sends a request, and returns its answer when the headers have come. An answer that is an error is thrown.</summary>
    public async Task<HttpResponseMessage> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        using var message = await MakeMessageAsync(request, cancellationToken).ConfigureAwait(false);
        var response = await ObserveAsync(request, message, () => invoker.SendAsync(message, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await CheckAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message that the client library made.</summary>
    public Task<HttpResponseMessage> SendLibraryMessageAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var request = new EngineRequest(message.Method, message.RequestUri!.AbsolutePath, Subject.Engine) { RawQuery = message.RequestUri.Query };
        return ObserveAsync(request, message, () => invoker.SendAsync(message, cancellationToken), cancellationToken);
    }

    /// <summary>Sends a request whose answer has nothing to tell.</summary>
    public async Task RunAsync(EngineRequest request, CancellationToken cancellationToken) =>
        (await SendAsync(request, cancellationToken).ConfigureAwait(false)).Dispose();

    /// <summary>Sends a request and reads its answer as JSON.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(request, response, type, cancellationToken).ConfigureAwait(false);
    }

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
    /// <param name="protocol"><c>tcp</c> for attach and exec, <c>h2c</c> for sessions.</param>
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
                (var answer, connection) = await transport.UpgradeAsync(message, protocol, cancellationToken).ConfigureAwait(false);
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

    async Task<HttpRequestMessage> MakeMessageAsync(EngineRequest request, CancellationToken cancellationToken) =>
        MakeMessage(request, await GetVersionAsync(cancellationToken).ConfigureAwait(false));

    HttpRequestMessage MakeMessage(EngineRequest request, Version negotiated)
    {
        if (request.MinimumVersion is { } minimum && negotiated < minimum)
            throw ApiVersionTooLow(request.Subject, minimum, negotiated);
        var message = new HttpRequestMessage(request.Method, new Uri(transport.BaseAddress, $"/v{negotiated}{request.Path}{request.Query}"))
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
        using var message = new HttpRequestMessage(HttpMethod.Head, new Uri(transport.BaseAddress, "/_ping"));
        var request = new EngineRequest(HttpMethod.Head, "/_ping", Subject.Engine);
        using var response = await ObserveAsync(request, message, () => invoker.SendAsync(message, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (Header(response, "Api-Version") is not { } text || !Version.TryParse(text, out var newest))
        {
            // an engine says its version even where it refuses the call
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw EngineErrors.FromStatus(request.Subject, response.StatusCode, $"The engine at {Endpoint.Address} refuses this user.");
            throw EngineErrors.Unavailable(Endpoint, $"something answers there ({(int)response.StatusCode}), but it is no Docker engine");
        }
        Ping = new PingResult(newest, Header(response, "OSType") ?? "linux", Header(response, "Builder-Version"), Header(response, "Docker-Experimental") == "true");
        return version = newest < NewestVersion ? newest : NewestVersion;
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
            observer?.Invoke(new RequestLogEntry(request.Method.Method, message.RequestUri!.AbsolutePath, request.Query, status, Stopwatch.GetElapsedTime(start)));
        }
    }

    static async Task<HttpResponseMessage> CheckAsync(EngineRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode < 400)
            return response;
        using (response)
        {
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            throw EngineErrors.FromAnswer(request.Subject, response.StatusCode, body);
        }
    }

    async Task<T> ReadJsonAsync<T>(EngineRequest request, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new EngineException(EngineError.Failed, request.Subject, $"The engine at {Endpoint.Address} sent an answer that is not the JSON expected of {request.Path}: {e.Message}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(Endpoint, request.Subject, e);
        }
    }

    static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>What an engine tells of itself in the headers of a ping.</summary>
/// <param name="ApiVersion">The newest API that it speaks.</param>
/// <param name="OperatingSystem"><c>linux</c> or <c>windows</c>: what its containers run on.</param>
/// <param name="BuilderVersion"><c>2</c> where BuildKit is the builder that it prefers.</param>
/// <param name="Experimental">Whether its experimental features are on.</param>
public sealed record PingResult(Version ApiVersion, string OperatingSystem, string? BuilderVersion, bool Experimental);
