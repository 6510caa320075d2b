using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Testing;

/// <summary>
/// An engine inside the test process that responds as told, on a Unix socket or over TCP. It handles <c>/_ping</c> itself, refuses
/// unsupported API versions like a real one, responds with 404 if no route matches, and remembers every request.
/// </summary>
/// <example>
/// <code>
/// using var engine = FakeEngine.Start();
/// engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));
/// engine.On("POST", "/containers/{name}/stop", request => request.Values["name"] == "web" ? FakeAnswer.Empty() : FakeAnswer.Error(404, "No
/// such container")); engine.On("POST", "/images/create", FakeAnswer.Lines("{\"status\":\"Pulling\"}").CutAt(10),
/// FakeAnswer.Lines("{\"status\":\"Done\"}")); var client = new EngineClient(EndpointResolver.Resolve(engine.Address));
/// </code>
/// </example>
public sealed class FakeEngine : IDisposable
{
    static readonly Regex VersionPrefix = new(@"^/v(\d+\.\d+)(?=/)", RegexOptions.CultureInvariant);

    readonly Socket listener;
    readonly string? folder;
    readonly SslServerAuthenticationOptions? tls;
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentQueue<FakeRequest> requests = new();
    readonly ConcurrentDictionary<int, Socket> connections = new();
    readonly List<Route> routes = [];
    int connectionCount;

    FakeEngine(Socket listener, string address, string? folder, SslServerAuthenticationOptions? tls)
    {
        this.listener = listener;
        this.folder = folder;
        this.tls = tls;
        Address = address;
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>The address that clients use: <c>unix://…</c> or <c>tcp://127.0.0.1:…</c>.</summary>
    public string Address { get; }

    /// <summary>The newest supported API version.</summary>
    public Version ApiVersion { get; set; } = new(1, 51);

    /// <summary>The oldest supported API version; older ones are refused with 400.</summary>
    public Version MinimumApiVersion { get; set; } = new(1, 24);

    /// <summary>What its containers run on: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystem { get; set; } = "linux";

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. requests];

    /// <summary>All requests so far except pings.</summary>
    public IReadOnlyList<FakeRequest> Calls => [.. requests.Where(static request => request.Path != "/_ping")];

    /// <summary>How many connections have been opened so far.</summary>
    public int ConnectionCount => Volatile.Read(ref connectionCount);

    /// <summary>How many connections are open now.</summary>
    public int OpenConnections => connections.Count;

    /// <summary>Starts one on a Unix socket in a separate folder.</summary>
    public static FakeEngine Start()
    {
        string folder = Directory.CreateTempSubdirectory("fe-").FullName;
        return StartUnix(Path.Combine(folder, "docker.sock"), folder);
    }

    /// <summary>Starts one on this Unix socket, where another engine was.</summary>
    public static FakeEngine Start(string path) => StartUnix(path, null);

    /// <summary>Starts one on a free loopback port, with TLS if the options are given.</summary>
    public static FakeEngine StartTcp(SslServerAuthenticationOptions? tls = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return new FakeEngine(socket, $"tcp://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}", null, tls);
    }

    /// <summary>Defines responses. A route that is added later takes precedence, so a test can override what a helper has set up.</summary>
    /// <param name="method">The HTTP method; <c>*</c> for any.</param>
    /// <param name="path">The path after the version. <c>{name}</c> matches one part of it, <c>{name*}</c> any number of parts.</param>
    /// <param name="answers">One answer for each call in turn; the last one for all further calls.</param>
    public FakeEngine On(string method, string path, params FakeAnswer[] answers)
    {
        int next = -1;
        return Add(new Route(method, path, () => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)], null));
    }

    /// <inheritdoc cref="On(string, string, FakeAnswer[])" />
    /// <param name="method">The HTTP method; <c>*</c> for any.</param>
    /// <param name="path">The path after the version.</param>
    /// <param name="answer">Creates the response, when the body has been read.</param>
    public FakeEngine On(string method, string path, Func<FakeRequest, FakeAnswer> answer) => Add(new Route(method, path, null, answer));

    /// <summary>Closes every open connection, like an engine that restarts; new ones are accepted.</summary>
    public void CloseConnections()
    {
        foreach (var socket in connections.Values)
            socket.Dispose();
    }

    /// <summary>Waits until the given number of requests has arrived.</summary>
    public async Task WaitForRequestsAsync(int count, TimeSpan limit)
    {
        using var timer = new CancellationTokenSource(limit);
        while (requests.Count < count)
            await Task.Delay(5, timer.Token).ConfigureAwait(false);
    }

    /// <summary>Stops it and closes every connection.</summary>
    public void Dispose()
    {
        stopping.Cancel();
        listener.Dispose();
        CloseConnections();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    static FakeEngine StartUnix(string path, string? folder)
    {
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return new FakeEngine(socket, "unix://" + path, folder, null);
    }

    FakeEngine Add(Route route)
    {
        lock (routes)
            routes.Insert(0, route);
        return this;
    }

    async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            _ = Task.Run(() => ServeAsync(socket));
        }
    }

    async Task ServeAsync(Socket socket)
    {
        int number = Interlocked.Increment(ref connectionCount);
        connections[number] = socket;
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            await using (stream.ConfigureAwait(false))
            {
                if (tls is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(tls, stopping.Token).ConfigureAwait(false);
                    stream = secure;
                }
                using var connection = new FakeConnection(stream, stopping.Token);
                while (await ServeRequestAsync(connection, number).ConfigureAwait(false)) { }
            }
        }
        catch (Exception e) when (
            e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            // a client that disconnects, as it may be meant to
        }
        finally
        {
            connections.TryRemove(number, out _);
            socket.Dispose();
        }
    }

    /// <summary>Serves one request; false if the connection should be closed.</summary>
    async Task<bool> ServeRequestAsync(FakeConnection connection, int number)
    {
        string? line = await connection.ReadLineAsync().ConfigureAwait(false);
        if (line?.Split(' ') is not [var method, var target, ..])
            return false;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await connection.ReadLineAsync().ConfigureAwait(false) is { Length: > 0 } header)
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            headers[header[..colon].Trim()] = header[(colon + 1)..].Trim();
        }
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string path = Uri.UnescapeDataString(question < 0 ? target : target[..question]);
        var query = FakeRequest.ParseQuery(question < 0 ? "" : target[(question + 1)..]);
        Version? version = null;
        if (VersionPrefix.Match(path) is { Success: true } match)
        {
            version = Version.Parse(match.Groups[1].ValueSpan);
            path = path[match.Length..];
        }
        var request = new FakeRequest(method, version, path, query, headers, []) { Connection = number };
        var (route, values) = Find(request);
        var early = route?.Next?.Invoke();
        if (early?.IsEarly != true)
        {
            if (headers.ContainsKey("Expect"))
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stopping.Token).ConfigureAwait(false);
            request = request with { Body = await connection.ReadBodyAsync(headers).ConfigureAwait(false) };
        }
        request = request with { Values = values };
        requests.Enqueue(request);
        return await AnswerAsync(connection, request, Choose(request, route, early)).ConfigureAwait(false);
    }

    FakeAnswer Choose(FakeRequest request, Route? route, FakeAnswer? known)
    {
        if (request.Version is { } version && version < MinimumApiVersion)
            return FakeAnswer.Error(400, $"client version {version} is too old. Minimum supported API version is {MinimumApiVersion}, please upgrade your client to a newer version");
        if (request.Version is { } newer && newer > ApiVersion)
            return FakeAnswer.Error(400, $"client version {newer} is too new. Maximum supported API version is {ApiVersion}");
        if (known is not null)
            return known;
        try
        {
            return route?.Answer?.Invoke(request)
                ?? (request.Path == "/_ping" ? Ping() : FakeAnswer.Error(404, "page not found"));
        }
        catch (Exception e)
        {
            return FakeAnswer.Error(500, $"The test's own answer to {request} threw: {e}");
        }
    }

    FakeAnswer Ping() => FakeAnswer.Text("OK")
        .With("Api-Version", ApiVersion.ToString())
        .With("OSType", OperatingSystem)
        .With("Builder-Version", "2")
        .With("Docker-Experimental", "false")
        .With("Server", $"Docker/fake ({OperatingSystem})");

    (Route? Route, IReadOnlyDictionary<string, string> Values) Find(FakeRequest request)
    {
        lock (routes)
        {
            foreach (var route in routes)
            {
                if (route.Match(request) is { } values)
                    return (route, values);
            }
        }
        return (null, new Dictionary<string, string>());
    }

    async Task<bool> AnswerAsync(FakeConnection connection, FakeRequest request, FakeAnswer answer)
    {
        if (answer.Delay > TimeSpan.Zero)
            await Task.Delay(answer.Delay, stopping.Token).ConfigureAwait(false);
        if (answer.Connection is { } script)
        {
            if (answer.UpgradeTo is { } protocol)
                await WriteHeadAsync(connection, answer.With("Connection", "Upgrade").With("Upgrade", protocol)).ConfigureAwait(false);
            await script(connection, stopping.Token).ConfigureAwait(false);
            return false;
        }
        if (answer.Script is not null && request.Method != "HEAD")
            return await StreamAsync(connection, answer).ConfigureAwait(false);
        // 204 and 304 have no body and must not have a length
        await WriteHeadAsync(connection, answer.Status is 204 or 304 ? answer : answer.With("Content-Length", $"{answer.Body.Length}"))
            .ConfigureAwait(false);
        if (request.Method != "HEAD")
            await connection.WriteAsync(answer.Body.AsMemory(0, Math.Min(answer.Cut ?? int.MaxValue, answer.Body.Length)), stopping.Token)
                .ConfigureAwait(false);
        await connection.FlushAsync(stopping.Token).ConfigureAwait(false);
        return answer is { Cut: null, IsEarly: false };
    }

    async Task<bool> StreamAsync(FakeConnection connection, FakeAnswer answer)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        await WriteHeadAsync(connection, answer.With("Transfer-Encoding", "chunked")).ConfigureAwait(false);
        await connection.FlushAsync(stopping.Token).ConfigureAwait(false);
        var watching = WatchAsync(connection, gone);
        var body = new FakeBody(connection, answer.Cut, gone.Token);
        try
        {
            await answer.Script!(body).ConfigureAwait(false);
        }
        catch (FakeBody.CutException)
        {
            return false;
        }
        await body.EndAsync().ConfigureAwait(false);
        await connection.FlushAsync(stopping.Token).ConfigureAwait(false);
        // the watch continues as the read of the next request
        return !watching.IsCompleted || !gone.IsCancellationRequested;
    }

    static async Task WatchAsync(FakeConnection connection, CancellationTokenSource gone)
    {
        if (!await connection.WaitForCloseAsync().ConfigureAwait(false))
            return;
        try
        {
            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // the response ended first
        }
    }

    static async Task WriteHeadAsync(Stream stream, FakeAnswer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} {(HttpStatusCode)answer.Status}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString())).ConfigureAwait(false);
    }

    sealed class Route(string method, string path, Func<FakeAnswer>? next, Func<FakeRequest, FakeAnswer>? answer)
    {
        readonly Regex pattern = new(
            "^" + Regex.Replace(Regex.Escape(path), @"\\\{(\w+)(\\\*)?}", static hole => $"(?<{hole.Groups[1].Value}>{(hole.Groups[2].Success ? ".+" : "[^/]+")})") + "$",
            RegexOptions.CultureInvariant);

        public Func<FakeAnswer>? Next => next;

        public Func<FakeRequest, FakeAnswer>? Answer => answer;

        public Dictionary<string, string>? Match(FakeRequest request)
        {
            if (method != "*" && !method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
                return null;
            var match = pattern.Match(request.Path);
            return match.Success ? match.Groups.Values.Skip(1).ToDictionary(static group => group.Name, static group => group.Value) : null;
        }
    }
}
