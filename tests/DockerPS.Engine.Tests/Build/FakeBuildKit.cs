using System.Collections.Concurrent;

namespace DockerPS.Engine.Tests;

/// <summary>
/// BuildKit as current engines serve it, at the API address: it solves as told, and sends requests to the session like the real one.
/// </summary>
sealed class FakeBuildKit : Dialer, IDisposable
{
    const string Service = "/moby.buildkit.v1.Control/";

    readonly UnixDialer dialer;
    readonly CancellationTokenSource stop = new();
    readonly ConcurrentBag<Task> serving = [];
    readonly TaskCompletionSource<GrpcChannel> session = new();

    public FakeBuildKit(FakeEngine engine) => dialer = new UnixDialer(new Uri(engine.Address).AbsolutePath);

    /// <summary>Whether the server supports HTTP/2 at all.</summary>
    public bool IsServed { get; set; } = true;

    /// <summary>The labels of its worker.</summary>
    public Dictionary<string, string> Labels { get; } = [];

    /// <summary>The build status to report.</summary>
    public ProtobufWriter[] Status { get; set; } = [];

    /// <summary>Solves the build: the response contains the id of the image.</summary>
    public Func<CancellationToken, Task<string?>> Solve { get; set; } = static _ => Task.FromResult<string?>("sha256:aa");

    /// <summary>How often it was dialled.</summary>
    public int Dialled { get; private set; }

    /// <summary>The solve request: the strings and pairs of the message, by field number.</summary>
    public List<(int Field, string Value)> Asked { get; } = [];

    /// <summary>The methods that the session announces.</summary>
    public IReadOnlyList<string> Methods { get; private set; } = [];

    /// <summary>The id of the session.</summary>
    public string? SessionId { get; private set; }

    /// <summary>The session, once it is open.</summary>
    public Task<GrpcChannel> Session => session.Task;

    public string? this[int field, string key] =>
        Asked.Find(one => one.Field == field && one.Value.StartsWith(key + "=", StringComparison.Ordinal)).Value?[(key.Length + 1)..];

    public override ValueTask<Stream> DialAsync(CancellationToken cancellationToken) => dialer.DialAsync(cancellationToken);

    public override async ValueTask<Stream?> DialHttp2Async(CancellationToken cancellationToken)
    {
        Dialled++;
        var (client, server) = DuplexStream.Open();
        if (IsServed)
            serving.Add(GrpcServer.RunAsync(server, Handlers(), stop.Token));
        else
            await server.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancellationToken);
        return client;
    }

    public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken) =>
        dialer.CloseWriteAsync(stream, cancellationToken);

    /// <summary>Downloads from the session, as BuildKit downloads from a URL.</summary>
    public static async Task<byte[]> FetchAsync(GrpcChannel session, string address)
    {
        using var call = session.Begin(UploadService.Pull, [new("urlpath", new Uri(address).AbsolutePath)]);
        await call.WriteAsync(default, CancellationToken.None);
        var fetched = new MemoryStream();
        while (await call.ReadAsync(CancellationToken.None) is { } message)
            fetched.Write(GrpcMessages.FindBytes(message).Span);
        return fetched.ToArray();
    }

    public void Dispose()
    {
        stop.Cancel();
        Task.WhenAll(serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        stop.Dispose();
    }

    /// <summary>The services, by the paths of their methods.</summary>
    public Dictionary<string, GrpcHandler> Handlers() => new()
    {
        [Service + "ListWorkers"] = async (call, token) =>
        {
            var worker = new ProtobufWriter().Text(1, "worker");
            foreach (var (name, value) in Labels)
                worker.Message(2, new ProtobufWriter().Text(1, name).Text(2, value));
            await call.WriteAsync(new ProtobufWriter().Message(1, worker).Written, token);
        },
        [Service + "Session"] = async (call, token) =>
        {
            SessionId = call.FindMetadata("x-docker-expose-session-uuid");
            Methods = call.GetMetadata("x-docker-expose-session-grpc-method");
            await using var channel = new GrpcChannel(new GrpcTunnel(call));
            session.SetResult(channel);
            await Task.Delay(Timeout.Infinite, token);
        },
        [Service + "Status"] = async (call, token) =>
        {
            foreach (var status in Status)
                await call.WriteAsync(status.Written, token);
        },
        [Service + "Solve"] = async (call, token) =>
        {
            GrpcMessages.Read(
                await call.ReadOneAsync(token),
                (field, reader) =>
                    Asked.Add(
                        (field, field is 4 or 7 ? Pair(reader.Data) : field is 8 or 13 ? Convert.ToHexString(reader.Data) : reader.Text)));
            string? id = await Solve(token);
            var answer = new ProtobufWriter();
            if (id is not null)
                answer.Message(1, new ProtobufWriter().Text(1, "containerimage.digest").Text(2, id));
            await call.WriteAsync(answer.Written, token);
        },
    };

    static string Pair(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        string pair = "";
        while (reader.Next())
            pair += reader.Field == 1 ? reader.Text + "=" : reader.Text;
        return pair;
    }
}
