using System.Collections.Concurrent;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>How the connection of a build session is opened, on engines that accept it and on engines that do not.</summary>
public sealed class SessionConnectionTests
{
    const string Health = "/grpc.health.v1.Health/Check";
    const string Id = "0123456789abcdef";

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_method_has_a_line_of_its_own_and_nothing_after_the_answer_is_lost()
    {
        using var listener = new RawEngine("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nfirst");
        using var http = new EngineHttp(new EngineEndpoint(listener.Engine.Address, Engines.Source), listener);

        using var connection = await SessionConnection.OpenAsync(http, Id, "web", "key", ["/a.B/C", "/a.B/D"], CancellationToken.None);

        byte[] first = new byte[5];
        await connection.Stream.ReadExactlyAsync(first).AsTask().WaitAsync(Limit);
        Assert.Equal("first"u8.ToArray(), first);
        string[] lines = listener.Sent.Split("\r\n");
        Assert.Equal("POST /v1.51/session HTTP/1.1", lines[0]);
        string[] expected =
        [
            "Host: docker", "Content-Length: 0", "Connection: Upgrade", "Upgrade: h2c",
            "X-Docker-Expose-Session-Uuid: " + Id, "X-Docker-Expose-Session-Name: web", "X-Docker-Expose-Session-Sharedkey: key",
            "X-Docker-Expose-Session-Grpc-Method: /a.B/C", "X-Docker-Expose-Session-Grpc-Method: /a.B/D",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), lines[1..^2].Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n{\"message\":\"session has a twin\"}", EngineError.Conflict, "session has a twin")]
    [InlineData("HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"messag\r\n6;x=y\r\ne\":\"no\r\n4\r\nne\"}\r\n0\r\n\r\n", EngineError.Failed, "none")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nNot Found", EngineError.ApiVersionTooLow, "does not support this request")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", EngineError.Failed, "did not open a two-way connection (200)")]
    [InlineData("SSH-2.0-OpenSSH\r\n", EngineError.Unavailable, "does not speak HTTP")]
    [InlineData("HTTP/1.1 101 Switch", EngineError.Unavailable, "closed without an answer")]
    [InlineData("", EngineError.Unavailable, "closed without an answer")]
    public async Task An_engine_that_opens_none_says_why(string answer, EngineError error, string reason)
    {
        using var listener = new RawEngine(answer);
        using var http = new EngineHttp(new EngineEndpoint(listener.Engine.Address, Engines.Source), listener);

        var thrown = await Assert.ThrowsAsync<EngineException>(
            () => SessionConnection.OpenAsync(http, Id, "web", null, [Health], CancellationToken.None).WaitAsync(Limit));

        Assert.Equal(error, thrown.Error);
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        Assert.True(listener.IsClosed);
    }

    [Fact]
    public async Task An_engine_that_is_not_there()
    {
        var endpoint = new EngineEndpoint("unix:///nowhere/docker.sock", Engines.Source);
        using var http = new EngineHttp(endpoint, new UnixDialer("/nowhere/docker.sock"));

        var error = await Assert.ThrowsAsync<EngineException>(
            () => SessionConnection.OpenAsync(http, Id, "web", null, [Health], CancellationToken.None));

        Assert.Equal("EngineUnavailable", error.ErrorId);
    }

    [Fact]
    public async Task An_engine_that_never_answers_is_left_when_it_is_cancelled()
    {
        using var listener = new RawEngine(null);
        using var http = new EngineHttp(new EngineEndpoint(listener.Engine.Address, Engines.Source), listener);
        using var stop = new CancellationTokenSource();
        var opening = SessionConnection.OpenAsync(http, Id, "web", null, [Health], stop.Token);
        await listener.Asked.WaitAsync(Limit);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Limit));
        Assert.True(listener.IsClosed);
    }

    [Fact]
    public async Task A_name_with_a_line_break_makes_no_header()
    {
        using var listener = new RawEngine("");
        using var http = new EngineHttp(new EngineEndpoint(listener.Engine.Address, Engines.Source), listener);

        await Assert.ThrowsAnyAsync<Exception>(
            () => SessionConnection.OpenAsync(http, Id, "web\r\nX-Other: 1", null, [Health], CancellationToken.None));

        Assert.DoesNotContain("X-Other", listener.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_takes_the_session_asks_for_its_health_and_sees_its_end()
    {
        var path = new Uri(Engines.Real).AbsolutePath;
        using var http = new EngineHttp(new EngineEndpoint(Engines.Real, Engines.Source), new UnixDialer(path));
        using var connection = await SessionConnection.OpenAsync(
            http,
            Guid.NewGuid().ToString("N"),
            "dockerps-test",
            null,
            [Health],
            CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var asked = new ConcurrentQueue<string>();
        var first = new TaskCompletionSource();
        var serving = GrpcServer.RunAsync(
            connection.Stream,
            new Dictionary<string, GrpcHandler>
            {
                [Health] = async (call, token) =>
                {
                    Assert.NotNull(await call.ReadAsync(token));
                    // serving
                    await call.WriteAsync(new byte[] { 8, 1 }, token);
                    asked.Enqueue(call.Method);
                    first.TrySetResult();
                },
            },
            stop.Token);

        await first.Task.WaitAsync(Limit);
        Assert.False(serving.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving.WaitAsync(Limit));
        Assert.NotEmpty(asked);
    }

    /// <summary>Answers the version request like an engine, and requests on a separate connection with the given octets.</summary>
    sealed class RawEngine : Dialer, IDisposable
    {
        readonly UnixDialer dialer;
        readonly string? answer;
        readonly TaskCompletionSource asked = new();
        DuplexStream? client;

        public RawEngine(string? answer)
        {
            this.answer = answer;
            dialer = new UnixDialer(new Uri(Engine.Address).AbsolutePath);
        }

        public FakeEngine Engine { get; } = FakeEngine.Start();

        /// <summary>What came.</summary>
        public string Sent { get; private set; } = "";

        public Task Asked => asked.Task;

        /// <summary>Whether the client has closed its end.</summary>
        public bool IsClosed => client!.IsDisposed;

        public override async ValueTask<Stream> DialAsync(CancellationToken cancellationToken)
        {
            if (Engine.ConnectionCount == 0)
                return await dialer.DialAsync(cancellationToken);
            (client, var server) = DuplexStream.Open();
            _ = Task.Run(() => AnswerAsync(server), CancellationToken.None);
            return client;
        }

        public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public void Dispose() => Engine.Dispose();

        async Task AnswerAsync(DuplexStream server)
        {
            byte[] octet = new byte[1];
            while (!Sent.EndsWith("\r\n\r\n", StringComparison.Ordinal) && await server.ReadAsync(octet) > 0)
                Sent += (char)octet[0];
            asked.SetResult();
            if (answer is null)
                return;
            await server.WriteAsync(Encoding.Latin1.GetBytes(answer));
            await server.DisposeAsync();
        }
    }
}
