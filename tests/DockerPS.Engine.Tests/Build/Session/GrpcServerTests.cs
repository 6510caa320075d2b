using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace DockerPS.Engine.Tests;

/// <summary>Calls of gRPC, made by .NET's own HTTP/2, and such as no library makes.</summary>
public sealed class GrpcServerTests
{
    const string Echo = "/test/Echo";

    static Dictionary<string, Func<GrpcCall, Task>> Methods => new()
    {
        [Echo] = static async call =>
        {
            call.Limit = GrpcCall.GreatestLimit;
            while (await call.ReadAsync(call.Ended) is { } message)
                await call.WriteAsync(new ProtobufWriter().Bytes(1, message.Span));
        },
        ["/test/One"] = static async call => await call.WriteAsync(new ProtobufWriter().Bytes(1, (await call.ReadOnlyMessageAsync()).Span)),
        ["/test/Metadata"] = static call => throw new GrpcException(GrpcStatus.NotFound, string.Join('|', call.Metadata("name"))),
        ["/test/Fault"] = static _ => throw new EngineException(EngineError.Invalid, new Subject("Test"), "It is ä 100% fault."),
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    [InlineData(3_000_000)]
    public async Task Messages_go_both_ways(int size)
    {
        byte[] message = new byte[size];
        new Random(size).NextBytes(message);

        var (status, _, answer) = await CallAsync(Echo, message);

        Assert.Equal("0", status);
        var reader = new ProtobufReader(answer.AsSpan(GrpcCall.HeadLength));
        Assert.True(reader.Next());
        Assert.True(reader.Data.SequenceEqual(message));
    }

    [Theory]
    [InlineData("/test/None", "12", "there is no method /test/None here")]
    [InlineData("/test/Fault", "2", "It is ä 100% fault.")]
    [InlineData("/test/One", "3", "the call has no message")]
    public async Task Errors_are_told(string method, string status, string message)
    {
        var (code, text, _) = await CallAsync(method, null);

        Assert.Equal((status, message), (code, Uri.UnescapeDataString(text!)));
    }

    [Fact]
    public async Task Metadata_is_read_in_each_form()
    {
        Assert.Equal("b c+d", Uri.UnescapeDataString((await CallAsync("/test/Metadata", null, ("name", "b c+d"))).Text!));
        Assert.Equal("ä b", Uri.UnescapeDataString((await CallAsync("/test/Metadata", null, ("name", "%C3%A4+b"), ("name-encoded", "1"))).Text!));
    }

    [Fact]
    public async Task What_went_wrong_on_this_side_is_remembered()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, "/test/Fault", isLast: true);
        Assert.Equal("2", await peer.ReadStatusAsync(1));

        Assert.Equal("It is ä 100% fault.", peer.Server.Fault?.Message);
    }

    [Theory]
    [InlineData(1, 0, "12")]
    [InlineData(0, GrpcCall.GreatestLimit + 1, "8")]
    [InlineData(0, -1, "8")]
    [InlineData(0, 1000, "3")]
    public async Task Messages_that_are_none_end_their_call_alone(byte compressed, int length, string status)
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Echo);
        byte[] head = [compressed, 0, 0, 0, 0, 7];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), length);

        await peer.SendAsync(Http2FrameType.Data, Http2Flags.EndStream, 1, head);

        Assert.Equal(status, await peer.ReadStatusAsync(1));
        await peer.OpenAsync(3, Echo, isLast: true);
        Assert.Equal("0", await peer.ReadStatusAsync(3));
    }

    [Fact]
    public async Task A_promise_of_much_costs_nothing()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Http2Connection.MostStreams; i++)
        {
            await peer.OpenAsync(2 * i + 1, Echo);
            await peer.SendAsync(Http2FrameType.Data, 0, 2 * i + 1, [0, .. SessionPeer.Number(GrpcCall.GreatestLimit), 1]);
        }
        await peer.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
        await peer.ReadAsync(Http2FrameType.Ping);

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 20_000_000);
    }

    [Fact]
    public async Task The_health_of_a_session_is_told()
    {
        var (status, _, answer) = await CallAsync("/grpc.health.v1.Health/Check", []);

        Assert.Equal("0", status);
        Assert.Equal([0, 0, 0, 0, 2, 8, 1], answer);
    }

    static async Task<(string? Status, string? Text, byte[] Answer)> CallAsync(string method, byte[]? message, params (string Name, string Value)[] metadata)
    {
        var (own, other) = await SessionPeer.PairAsync();
        using var stopping = new CancellationTokenSource();
        var serving = new GrpcServer(new Dictionary<string, Func<GrpcCall, Task>>([.. Methods, .. HealthService.Methods])).RunAsync(other, stopping.Token);
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, _) => ValueTask.FromResult(own) }) { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://engine" + method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(message is null ? [] : [0, .. SessionPeer.Number(message.Length), .. message]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        foreach (var (name, value) in metadata)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        byte[] answer = await response.Content.ReadAsByteArrayAsync();
        var trailers = answer.Length == 0 && response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        string? status = trailers.GetValues("grpc-status").Single();
        string? text = trailers.TryGetValues("grpc-message", out var texts) ? texts.Single() : null;
        await stopping.CancelAsync();
        await serving;
        return (status, text, answer);
    }
}
