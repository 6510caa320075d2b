using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerPS.Engine;

/// <summary>
/// Sends Engine API requests over a transport: adds the negotiated version to the path, turns every failure into an
/// <see cref="EngineException" />, and logs each request.
/// </summary>
sealed partial class EngineHttp : IDisposable
{
    /// <summary>The protocol of a connection on which the engine calls this side.</summary>
    public const string SessionProtocol = "h2c";

    readonly EngineTransport transport;
    readonly HttpMessageInvoker invoker;
    readonly TimeSpan timeout;

    public EngineHttp(EngineEndpoint endpoint, Dialer dialer)
    {
        Endpoint = endpoint;
        timeout = endpoint.Timeout ?? dialer.DefaultTimeout;
        transport = new EngineTransport(dialer, timeout);
        Library = new LibraryClient(this);
        invoker = new HttpMessageInvoker(transport, disposeHandler: false);
    }

    /// <summary>The endpoint of the engine, and how it was last found.</summary>
    public EngineEndpoint Endpoint { get; set; }

    /// <summary>The transport, for the client library.</summary>
    public EngineTransport Transport => transport;

    /// <summary>The client library, for calls with large typed bodies.</summary>
    public LibraryClient Library { get; }

    /// <summary>
    /// Sends a request, and returns its response when the headers have arrived. An error response is thrown as an exception.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        request.Check();
        using var message = MakeMessage(
            request,
            ForcedVersion() ?? version ?? await GetVersionAsync(cancellationToken).ConfigureAwait(false));
        var response = await ObserveAsync(request, message, () => invoker.SendAsync(message, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return IsSuccess(request, response) ? response : await CheckAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message from the client library.</summary>
    public async Task<HttpResponseMessage> SendLibraryMessageAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var request = new EngineRequest(
            message.Method,
            RequestPath.OfMade(message.RequestUri!),
            Subject.Engine)
        {
            RawQuery = message.RequestUri!.Query,
        };
        var response = await ObserveAsync(request, message, () => invoker.SendAsync(message, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;
        if ((int)response.StatusCode < 400)
            return await CheckAsync(request, response, cancellationToken).ConfigureAwait(false);
        // the library would read all of it, however large it is
        response.Content = new ByteArrayContent(await ReadErrorAsync(request, response, cancellationToken).ConfigureAwait(false));
        return response;
    }

    /// <summary>Sends a request whose response contains no data.</summary>
    /// <returns>Whether anything had to be changed.</returns>
    public async Task<bool> RunAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode != HttpStatusCode.NotModified;
    }

    /// <summary>Sends a request and reads its response as JSON.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var stream = await OpenAnswerAsync(response, cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreadable(request, e);
        }
    }

    /// <summary>
    /// Sends a request and reads its response with a custom reader, which throws a <see cref="JsonException" /> for unexpected data.
    /// </summary>
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

    /// <summary>Sends a request and returns the body of its response as it arrives. The stream owns the response.</summary>
    public async Task<Stream> OpenAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The same with blocking reads, on a separate connection, to be called on a separate thread. Cancelling disposes of the connection,
    /// which ends a blocked read.
    /// </summary>
    public HttpResponseMessage SendBlocking(EngineRequest request, Version negotiated, CancellationToken cancellationToken)
    {
        using var message = MakeMessage(request, negotiated);
        var sending = ObserveAsync(
            request,
            message,
            () => Task.FromResult(transport.SendBlocking(message, cancellationToken)),
            cancellationToken);
        return CheckAsync(request, sending.GetAwaiter().GetResult(), cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>Sends a request that turns its connection into a two-way stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="protocol"><c>tcp</c> for attach and exec, <see cref="SessionProtocol" /> for sessions.</param>
    /// <param name="cancellationToken">Stops the request, but not the connection that it opened.</param>
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
            throw new EngineException(
                EngineError.Failed,
                request.Subject,
                $"The engine at {Endpoint.Address} did not open a two-way connection ({(int)response.StatusCode}).");
    }

    public void Dispose()
    {
        Library.Dispose();
        transport.Dispose();
        negotiation.Dispose();
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

    /// <summary>Times a request for the log, and explains failures in plain words.</summary>
    async Task<HttpResponseMessage> ObserveAsync(
        EngineRequest request,
        HttpRequestMessage message,
        Func<Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
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
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (EngineErrors.FindEngineException(e) is { } known)
                throw known;
            throw EngineErrors.Unavailable(Endpoint, e);
        }
        finally
        {
            observer?.Invoke(
                new RequestLogEntry(
                    request.Method.Method,
                    message.RequestUri!.AbsolutePath,
                    request.ShownQuery,
                    status,
                    Stopwatch.GetElapsedTime(start)));
        }
    }
}
