using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>gRPC calls, to servers that follow the protocol and to others.</summary>
public sealed class GrpcChannelTests
{
    const string Path = "/test.Service/Method";

    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_call_sends_a_message_and_reads_all_that_come()
    {
        await using var server = Serve(async (call, token) =>
        {
            var asked = await call.ReadOneAsync(token);
            await call.WriteAsync(asked, token);
            await call.WriteAsync("more"u8.ToArray(), token);
        });

        Assert.Equal(["Hello", "more"], await CallAsync(server.Channel, "Hello"));
        Assert.Equal(["again", "more"], await CallAsync(server.Channel, "again"));
    }

    [Fact]
    public async Task Metadata_keeps_each_of_its_values()
    {
        IReadOnlyList<string> seen = [];
        await using var server = Serve((call, _) =>
        {
            seen = call.GetMetadata("x-many");
            return Task.CompletedTask;
        });
        using var call = server.Channel.Begin(Path, [new("x-many", "a"), new("x-many", "b, c")]);

        Assert.Null(await call.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit));
        Assert.Equal(["a", "b, c"], seen);
    }

    [Fact]
    public async Task Large_messages_go_both_ways_at_once_on_many_calls()
    {
        byte[] large = RandomNumberGenerator.GetBytes(3_000_000);
        await using var server = Serve(static async (call, token) =>
        {
            while (await call.ReadAsync(token) is { } message)
                await call.WriteAsync(message, token);
        });

        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var call = server.Channel.Begin(Path, []);
            var writing = Task.Run(async () =>
            {
                await call.WriteAsync(large, CancellationToken.None);
                await call.WriteAsync(large, CancellationToken.None);
                await call.EndAsync(CancellationToken.None);
            });
            for (int i = 0; i < 2; i++)
                Assert.Equal(large, (await call.ReadAsync(CancellationToken.None))!.Value.ToArray());
            Assert.Null(await call.ReadAsync(CancellationToken.None));
            await writing;
        })).WaitAsync(Limit);
    }

    [Fact]
    public async Task The_status_of_a_call_that_failed_is_an_exception()
    {
        await using var server = Serve(static async (call, token) =>
        {
            await call.WriteAsync("first"u8.ToArray(), token);
            throw new GrpcException(GrpcStatus.NotFound, "no ä 100%\nthere");
        });
        using var call = server.Channel.Begin(Path, []);

        Assert.NotNull(await call.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit));
        var error = await Assert.ThrowsAsync<GrpcException>(() => call.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit));
        Assert.Equal((GrpcStatus.NotFound, "no ä 100%\nthere"), (error.Status, error.Message));

        var unknown = await Assert.ThrowsAsync<GrpcException>(
            () => server.Channel.CallOnceAsync("/other.Service/Method", default, CancellationToken.None).WaitAsync(Limit));
        Assert.Equal(GrpcStatus.Unimplemented, unknown.Status);
    }

    [Fact]
    public async Task A_call_that_is_stopped_is_stopped_in_the_server_and_the_others_go_on()
    {
        var begun = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        await using var server = Serve(async (call, token) =>
        {
            if ((await call.ReadOneAsync(token)).Length > 0)
                return;
            begun.SetResult();
            using var registration = token.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, token);
        });
        using var stop = new CancellationTokenSource();
        var calling = server.Channel.CallOnceAsync(Path, default, stop.Token);
        await begun.Task.WaitAsync(Limit);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.WaitAsync(Limit));
        await stopped.Task.WaitAsync(Limit);
        Assert.Empty(await CallAsync(server.Channel, "x"));
    }

    [Fact]
    public async Task A_connection_that_breaks_ends_every_call()
    {
        var begun = new TaskCompletionSource();
        await using var server = Serve(async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var calling = server.Channel.CallOnceAsync(Path, default, CancellationToken.None);
        await begun.Task.WaitAsync(Limit);

        await server.StopAsync();

        await Assert.ThrowsAsync<IOException>(() => calling.WaitAsync(Limit));
        await Assert.ThrowsAsync<IOException>(() => server.Channel.CallOnceAsync(Path, default, CancellationToken.None).WaitAsync(Limit));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request")]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    [InlineData("")]
    public async Task What_does_not_speak_HTTP_2_breaks_the_call(string answer)
    {
        var (client, other) = DuplexStream.Open();
        await other.WriteAsync(Encoding.Latin1.GetBytes(answer));
        await other.DisposeAsync();
        await using var channel = new GrpcChannel(client);

        await Assert.ThrowsAsync<IOException>(() => channel.CallOnceAsync(Path, default, CancellationToken.None).WaitAsync(Limit));
    }

    [Fact]
    public async Task A_web_server_is_no_gRPC_server()
    {
        await using var server = await RawServer.OpenAsync();
        var calling = server.Channel.CallOnceAsync(Path, default, CancellationToken.None);
        await server.SendAsync(Http2FrameType.Headers, 5, 1, HpackEncoder.Encode([new(":status", "404"), new("content-type", "text/plain")]));

        var error = await Assert.ThrowsAsync<GrpcException>(() => calling.WaitAsync(Limit));
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_answered_is_read_although_the_server_wants_nothing_more()
    {
        await using var server = await RawServer.OpenAsync();
        using var call = server.Channel.Begin(Path, []);
        await server.SendAsync(Http2FrameType.Headers, 4, 1, HpackEncoder.Encode([new(":status", "103")]));
        await server.SendAsync(Http2FrameType.Headers, 4, 1, HpackEncoder.Encode([new(":status", "200"), new("content-type", "application/grpc")]));
        await server.SendAsync(Http2FrameType.Data, 0, 1, [0, 0, 0, 0, 1, 7]);
        await server.SendAsync(Http2FrameType.Headers, 5, 1, HpackEncoder.Encode([new("grpc-status", "0")]));
        await server.SendAsync(Http2FrameType.ResetStream, 0, 1, [0, 0, 0, 0]);
        await server.PingAsync();

        Assert.Equal([7], (await call.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit))!.Value.ToArray());
        Assert.Null(await call.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit));
    }

    [Fact]
    public async Task A_server_that_gives_up_a_call_breaks_it()
    {
        await using var server = await RawServer.OpenAsync();
        var calling = server.Channel.CallOnceAsync(Path, default, CancellationToken.None);
        await server.SendAsync(Http2FrameType.ResetStream, 0, 1, [0, 0, 0, 2]);

        await Assert.ThrowsAsync<IOException>(() => calling.WaitAsync(Limit));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task An_answer_that_nobody_asked_for_ends_the_connection(int streamId)
    {
        await using var server = await RawServer.OpenAsync();
        var calling = server.Channel.CallOnceAsync(Path, default, CancellationToken.None);
        await server.SendAsync(Http2FrameType.Headers, 4, streamId, HpackEncoder.Encode([new(":status", "200")]));

        var error = await Assert.ThrowsAsync<IOException>(() => calling.WaitAsync(Limit));
        Assert.Contains("nobody opened", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tunnel_carries_another_connection()
    {
        byte[] large = RandomNumberGenerator.GetBytes(2_000_000);
        var carried = new TaskCompletionSource<ReadOnlyMemory<byte>>();
        await using var server = Serve(async (call, token) =>
        {
            await using var inner = new GrpcChannel(new GrpcTunnel(call));
            carried.SetResult(await inner.CallOnceAsync("/inner.Service/Get", default, token));
        });
        var tunnel = new GrpcTunnel(server.Channel.Begin(Path, []));
        var serving = GrpcServer.RunAsync(
            tunnel,
            new Dictionary<string, GrpcHandler> { ["/inner.Service/Get"] = (call, token) => call.WriteAsync(large, token).AsTask() },
            CancellationToken.None);

        Assert.Equal(large, (await carried.Task.WaitAsync(Limit)).ToArray());
        await serving.WaitAsync(Limit);
    }

    static async Task<List<string>> CallAsync(GrpcChannel channel, string message)
    {
        var answers = new List<string>();
        using var limit = new CancellationTokenSource(Limit);
        await foreach (var answer in channel.CallAsync(Path, Encoding.UTF8.GetBytes(message), limit.Token))
            answers.Add(Encoding.UTF8.GetString(answer.Span));
        return answers;
    }

    static Server Serve(GrpcHandler handler) => new(new Dictionary<string, GrpcHandler> { [Path] = handler });

    /// <summary>This project's server, and a channel to it.</summary>
    sealed class Server : IAsyncDisposable
    {
        readonly CancellationTokenSource stop = new();
        readonly Task serving;

        public Server(Dictionary<string, GrpcHandler> handlers)
        {
            var (client, server) = DuplexStream.Open();
            serving = GrpcServer.RunAsync(server, handlers, stop.Token);
            Channel = new GrpcChannel(client);
        }

        public GrpcChannel Channel { get; }

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public async ValueTask DisposeAsync()
        {
            await Channel.DisposeAsync();
            await StopAsync();
            stop.Dispose();
        }
    }

    /// <summary>A server whose frames are written by the test.</summary>
    sealed class RawServer : IAsyncDisposable
    {
        readonly DuplexStream stream;
        readonly CancellationTokenSource stop = new();
        readonly TaskCompletionSource ponged = new();
        Task reading = Task.CompletedTask;

        RawServer(DuplexStream stream, GrpcChannel channel)
        {
            this.stream = stream;
            Channel = channel;
        }

        public GrpcChannel Channel { get; }

        public static async Task<RawServer> OpenAsync()
        {
            var (client, server) = DuplexStream.Open();
            var raw = new RawServer(server, new GrpcChannel(client));
            byte[] preface = new byte[24];
            await server.ReadExactlyAsync(preface).AsTask().WaitAsync(Limit);
            Assert.Equal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Encoding.ASCII.GetString(preface));
            raw.reading = raw.ReadAsync();
            await raw.SendAsync(Http2FrameType.Settings, 0, 0, []);
            return raw;
        }

        public Task SendAsync(Http2FrameType type, int flags, int streamId, byte[] content) =>
            stream.WriteAsync(Http2Client.Frame((int)type, flags, streamId, content)).AsTask();

        /// <summary>Returns when the client has received everything that was sent.</summary>
        public async Task PingAsync()
        {
            await SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
            await ponged.Task.WaitAsync(Limit);
        }

        public async ValueTask DisposeAsync()
        {
            await Channel.DisposeAsync();
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }

        async Task ReadAsync()
        {
            byte[] head = new byte[9];
            while (true)
            {
                await stream.ReadExactlyAsync(head, stop.Token);
                await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head) >> 8], stop.Token);
                if ((Http2FrameType)head[3] == Http2FrameType.Ping)
                    ponged.TrySetResult();
            }
        }
    }
}
