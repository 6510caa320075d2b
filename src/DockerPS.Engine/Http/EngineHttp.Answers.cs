using System.Net;

namespace DockerPS.Engine;

// interpreting responses that are not successful
sealed partial class EngineHttp
{
    /// <summary>
    /// The size limit of a response that is read completely: a hundred times the size of a list of thousands of containers.
    /// </summary>
    const long MostAnswer = 1L << 29;

    /// <summary>How much of an error's body is read.</summary>
    const int MostError = 64 * 1024;

    static async Task<LimitedStream> OpenAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), MostAnswer);

    /// <summary>The error for a parameter that this engine does not support yet.</summary>
    public EngineException ApiVersionTooLow(Subject subject, Version minimum, Version negotiated, string? what = null) =>
        new(
            EngineError.ApiVersionTooLow,
            subject,
            $"{what ?? "This"} needs version {minimum} of the Engine API, but the engine at {Endpoint.Address} speaks {negotiated}.")
        {
            Advice = "Update the Docker engine, or omit the option that needs the newer version.",
        };

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
            // another engine may have started at this address: the next request checks again
            if (error.Error == EngineError.ApiVersionTooLow)
                version = null;
            if (error is { Error: EngineError.ApiVersionTooLow, StatusCode: (int)HttpStatusCode.NotFound })
                throw new EngineException(
                    error.Error,
                    error.Subject,
                    $"The engine at {Endpoint.Address} does not support this request ({request.Method} {request.Path}).")
                {
                    StatusCode = error.StatusCode,
                };
            throw error;
        }
    }

    /// <summary>The body of an error, or its beginning: no message is longer than this.</summary>
    async Task<byte[]> ReadErrorAsync(EngineRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            byte[] start = new byte[MostError];
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            int count = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return start[..count];
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw EngineErrors.Cut(Endpoint, request.Subject, e);
        }
    }

    /// <summary>The error for a redirect, which usually gives another address: whether to use it is for the user to decide.</summary>
    EngineException Elsewhere(EngineRequest request, HttpResponseMessage response)
    {
        string? location = Location(response);
        return new EngineException(
            EngineError.Failed,
            request.Subject,
            $"The engine at {Endpoint.Address} did not process the request: "
                + $"it answered {(int)response.StatusCode} ({response.StatusCode}) to "
                + $"{request.Method} {request.Path}{(location is null ? "" : $", which points to {location}")}.")
        {
            ErrorId = "EngineRedirected",
            StatusCode = (int)response.StatusCode,
            Advice = "If the engine is behind a gateway, use the address that the gateway points to.",
        };
    }

    /// <summary>The target of a redirect, without secrets; null for any other response.</summary>
    static string? Location(HttpResponseMessage response) =>
        (int)response.StatusCode is >= 300 and < 400 && Header(response, "Location") is { Length: > 0 } location
            ? EngineAddress.Redact(location)
            : null;

    EngineException Unreadable(EngineRequest request, Exception cause) => cause is HttpRequestException or IOException
        ? EngineErrors.Cut(Endpoint, request.Subject, cause)
        : new EngineException(
            EngineError.Failed,
            request.Subject,
            $"The engine at {Endpoint.Address} sent a response to {request.Path} that is not the expected JSON: {cause.Message}",
            cause);

    static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
