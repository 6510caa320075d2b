using System.Net;
using System.Text;

namespace DockerPS.Engine;

// contacting the engine and agreeing on an API version
sealed partial class EngineHttp
{
    /// <summary>The newest API version that this module supports.</summary>
    public static readonly Version NewestVersion = new(1, 55);

    // a server that accepted the connection gets a moment more than one that did not, so that the right reason is reported
    static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim negotiation = new(1, 1);
    volatile Version? version;

    /// <summary>What the headers of the first response reported about the engine; null before it.</summary>
    public PingResult? Ping { get; private set; }

    /// <summary>The API version in use, without asking for it; null before the first response.</summary>
    public Version? KnownVersion => Ping is null ? null : ForcedVersion() ?? version;

    /// <summary>
    /// The API version that both sides support. The first call asks the engine, later ones remember it. <c>DOCKER_API_VERSION</c> takes
    /// precedence, as with the docker command.
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

    /// <summary>What the engine reports about itself; it is asked if it has not been yet.</summary>
    public async ValueTask<PingResult> GetPingAsync(CancellationToken cancellationToken) =>
        Ping ?? await PingAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Checks that the engine answers, and gets its version again.</summary>
    public async Task<PingResult> PingAsync(CancellationToken cancellationToken)
    {
        await NegotiateAsync(cancellationToken).ConfigureAwait(false);
        return Ping!;
    }

    async Task<Version> NegotiateAsync(CancellationToken cancellationToken)
    {
        string reason;
        using (var answer = await SendPingAsync(HttpMethod.Head, cancellationToken).ConfigureAwait(false))
        {
            if (ReadPing(answer) is { } ping)
                return Accept(ping);
        }
        // older engines do not support HEAD here, and another kind of server may say more in a body
        using (var answer = await SendPingAsync(HttpMethod.Get, cancellationToken).ConfigureAwait(false))
        {
            if (ReadPing(answer) is { } ping)
                return Accept(ping);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw EngineErrors.FromStatus(
                    Subject.Engine,
                    answer.StatusCode,
                    $"The engine at {Endpoint.Address} (from {Endpoint.Source}) refuses this user ({(int)answer.StatusCode}).");
            string body = await ReadStartAsync(answer, cancellationToken).ConfigureAwait(false);
            reason = body.Contains("HTTPS server", StringComparison.OrdinalIgnoreCase)
                ? "the server there speaks TLS only"
                : "something answers there "
                    + $"({(int)answer.StatusCode}{(Location(answer) is { } location ? $", which points to {location}" : "")}), "
                    + "but it is not a Docker engine";
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
            return await ObserveAsync(
                new EngineRequest(method, RequestPath.Of("/_ping"), Subject.Engine),
                message,
                () => invoker.SendAsync(message, limit.Token),
                cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EngineErrors.Unavailable(
                Endpoint,
                $"it accepted the connection, but did not answer within {timeout.TotalSeconds:0.##} seconds",
                e);
        }
    }

    static PingResult? ReadPing(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode && Version.TryParse(Header(answer, "Api-Version"), out var newest)
            ? new PingResult(
                newest,
                Header(answer, "OSType") ?? "linux",
                Header(answer, "Builder-Version"),
                Header(answer, "Docker-Experimental") == "true")
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
            : throw new EngineException(
                EngineError.Invalid,
                new Subject("ApiVersion", text),
                $"The environment variable DOCKER_API_VERSION is '{text}', which is not a version. Expected one such as 1.41.");
    }
}
