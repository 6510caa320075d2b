using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>Creates the engine's exceptions: from a response, a failed connection, or a broken stream.</summary>
internal static class EngineErrors
{
    /// <summary>
    /// Phrases that identify the error in responses of engines, above all podman, that use status 404 or 500 for nearly everything.
    /// </summary>
    static readonly (string Words, EngineError Error)[] ErrorsByMessage =
    [
        ("multiple IDs found", EngineError.Ambiguous),
        ("is ambiguous", EngineError.Ambiguous),
        ("matches found based on", EngineError.Ambiguous),
        ("more than one result for", EngineError.Ambiguous),
        ("no such container", EngineError.NotFound),
        ("layer not known", EngineError.NotFound),
        ("image not known", EngineError.NotFound),
        ("container state improper", EngineError.Conflict),
        ("name is already in use", EngineError.Conflict),
        ("UNIQUE constraint failed: ContainerConfig.Name", EngineError.Conflict),
        ("network already exists", EngineError.Conflict),
        ("volume already exists", EngineError.Conflict),
        ("is being used", EngineError.Conflict),
        ("image used by", EngineError.Conflict),
        ("invalid signal", EngineError.Invalid),
    ];

    /// <summary>The exception for a response with an error status.</summary>
    public static EngineException FromAnswer(Subject subject, HttpStatusCode status, byte[] body) =>
        FromStatus(subject, status, ReadMessage(status, body));

    /// <summary>The exception for an error status with a known message.</summary>
    public static EngineException FromStatus(Subject subject, HttpStatusCode status, string message) =>
        EngineWords.ToException(ErrorOf(subject, status, message), subject, message, (int)status);

    /// <summary>
    /// Classifies a response, usually by its status, and by its text for ambiguous names, since engines use 404 or 500 for them.
    /// </summary>
    static EngineError ErrorOf(Subject subject, HttpStatusCode status, string message)
    {
        if (status is HttpStatusCode.InternalServerError or HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            foreach (var (words, error) in ErrorsByMessage)
            {
                if (message.Contains(words, StringComparison.OrdinalIgnoreCase))
                    return error;
            }
        }
        // no engine says this about a missing object: it does not support the request
        if (status == HttpStatusCode.NotFound && message is "Not Found" or "404 page not found")
            return EngineError.ApiVersionTooLow;
        if (status == HttpStatusCode.BadRequest && message.StartsWith("client version", StringComparison.Ordinal))
            return EngineError.ApiVersionTooLow;
        return status switch
        {
            HttpStatusCode.NotFound => EngineError.NotFound,
            HttpStatusCode.Conflict => EngineError.Conflict,
            HttpStatusCode.BadRequest => EngineError.Invalid,
            // what docker calls forbidden for a network would not be allowed for another user either
            HttpStatusCode.Forbidden when subject.Kind == "Network" && !message.Contains("authoriz", StringComparison.OrdinalIgnoreCase) =>
                EngineError.Conflict,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => EngineError.AccessDenied,
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => EngineError.Timeout,
            _ => EngineError.Failed,
        };
    }

    /// <summary>The engine's message: the <c>message</c> of its JSON, or the text itself.</summary>
    static string ReadMessage(HttpStatusCode status, byte[] body)
    {
        string text = Encoding.UTF8.GetString(body).Trim();
        if (text.StartsWith('{'))
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                foreach (string name in (string[])["message", "cause", "error"])
                {
                    if (json.RootElement.TryGetProperty(name, out var value)
                        && value.ValueKind == JsonValueKind.String
                        && value.GetString() is { Length: > 0 } message)
                        return message.Trim();
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // then the text is all there is
            }
        }
        return text.Length is > 0 and < 2000 && !text.StartsWith('<') && !text.StartsWith('{')
            ? text
            : $"The engine answered {(int)status} ({status}).";
    }

    /// <summary>The engine cannot be reached: names the address, where it came from, the reason, and what to do.</summary>
    public static EngineException Unavailable(EngineEndpoint endpoint, Exception cause) => Unavailable(endpoint, Reason(cause), cause);

    /// <inheritdoc cref="Unavailable(EngineEndpoint, Exception)" />
    public static EngineException Unavailable(EngineEndpoint endpoint, string reason, Exception? cause = null)
    {
        var (known, advice) = Explain(cause);
        return new EngineException(
            EngineError.Unavailable,
            new Subject("Engine", endpoint.Address),
            $"Cannot reach the Docker engine at {endpoint.Address} (from {endpoint.Source}): {reason}.",
            cause)
        {
            Cause = known != EngineCause.Unknown || advice is not null ? known : CauseAt(endpoint),
            Advice = advice,
            ErrorId = "EngineUnavailable",
        };
    }

    /// <summary>The connection broke while a response was being read.</summary>
    public static EngineException Cut(EngineEndpoint endpoint, Subject subject, Exception cause, LostWords? words = null) =>
        new(
            EngineError.Failed,
            subject,
            $"The connection to the engine at {endpoint.Address} was lost {words?.Moment ?? "in the middle of its answer"}: {Reason(cause)}.",
            cause)
        {
            ErrorId = "EngineConnectionLost",
            Cause = EngineCause.ConnectionLost,
            Advice = words?.Advice,
        };

    /// <summary>An engine exception from a dialer that the HTTP stack has wrapped.</summary>
    public static EngineException? FindEngineException(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is EngineException engine)
                return engine;
        }
        return null;
    }

    static string Reason(Exception cause)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            if (e is DialException dial)
                return dial.Message;
            if (e is SocketException socket)
                return Reason(socket);
        }
        return cause switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "the server there does not speak HTTP",
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was closed without an answer",
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "it was closed before the end of the answer",
            { InnerException: { } inner } => Reason(inner),
            AuthenticationException =>
                $"the server there does not speak TLS, or no version that is accepted ({cause.Message.TrimEnd('.')})",
            _ when cause.Message.Contains("handshake failure", StringComparison.Ordinal) =>
                "the server refused the handshake: it requires a certificate that it accepts, or only supports TLS versions before 1.2",
            _ when IsCertificateDemand(cause) => "the server does not accept the client's certificate, or requires one",
            _ => cause.Message.TrimEnd('.'),
        };
    }

    static string Reason(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused, so nothing listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name cannot be resolved",
        SocketError.AccessDenied => "permission denied",
        // .NET's error for a socket file that does not exist
        SocketError.AddressNotAvailable => "no such file or directory",
        SocketError.TimedOut => "the host does not answer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no route to the host",
        SocketError.ConnectionReset => "the connection was closed without an answer",
        _ => socket.Message.TrimEnd('.'),
    };

    /// <summary>With TLS 1.3, a client is refused after the handshake, with an alert instead of a response.</summary>
    static bool IsCertificateDemand(Exception cause) =>
        cause.Message.Contains("certificate required", StringComparison.Ordinal)
        || cause.Message.Contains("bad certificate", StringComparison.Ordinal)
        || cause.Message.Contains("unknown ca", StringComparison.Ordinal);

    /// <summary>What is known about a failed connection attempt: its cause, or what can be done about it.</summary>
    static (EngineCause Cause, string? Advice) Explain(Exception? cause)
    {
        for (var e = cause; e is not null; e = e.InnerException)
        {
            if (e is DialException dial && (dial.Cause != EngineCause.Unknown || dial.Advice is not null))
                return (dial.Cause, dial.Advice);
            if (e is SocketException { SocketErrorCode: SocketError.AccessDenied })
                return (EngineCause.Unknown, "Add your user to the group that owns the socket (usually 'docker') and log in again, or run as an administrator.");
        }
        return default;
    }

    static EngineCause CauseAt(EngineEndpoint endpoint) => endpoint switch
    {
        { Address: ['u', ..] or ['n', ..] } => EngineCause.LocalEngineDown,
        { Tls: { CertificateFile: null } } => EngineCause.TlsEngineDown,
        { Tls: null, Address: ['t', ..] } => EngineCause.RemoteEngineDown,
        _ => EngineCause.EngineDown,
    };
}
