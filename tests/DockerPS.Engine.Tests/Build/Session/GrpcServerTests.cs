using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Calls, their messages, and how they end.</summary>
public sealed class GrpcServerTests
{
    const string Path = "/test.Service/Method";

    [Fact]
    public async Task A_call_is_answered_with_a_message_and_a_status()
    {
        await using var client = await ConnectAsync(EchoAsync);

        await client.CallAsync(1, Path);
        await client.SendMessageAsync(1, "Hello");

        Assert.Equal("Hello", Encoding.UTF8.GetString(await client.ReadAnswerAsync(1)));
    }

    [Fact]
    public async Task A_method_that_nobody_serves_is_unimplemented()
    {
        await using var client = await Http2Client.ConnectAsync();

        await client.CallAsync(1, "/other.Service/Method", isEnd: true);

        Assert.Equal((GrpcStatus.Unimplemented, "unknown method /other.Service/Method"), await client.ReadStatusAsync(1));
        await client.CloseAsync();
    }

    [Fact]
    public async Task The_status_of_a_handler_is_the_status_of_the_call()
    {
        await using var client = await ConnectAsync(
            (_, _) => throw new GrpcException(GrpcStatus.NotFound, "secret \"ä€\" 100%\n: not found"));

        await client.CallAsync(1, Path, isEnd: true);

        Assert.Equal((GrpcStatus.NotFound, "secret \"%C3%A4%E2%82%AC\" 100%25%0A: not found"), await client.ReadStatusAsync(1));
    }

    [Fact]
    public async Task Any_other_exception_is_an_internal_error()
    {
        await using var client = await ConnectAsync((_, _) => throw new InvalidDataException("no such thing"));

        await client.CallAsync(1, Path, isEnd: true);

        Assert.Equal((GrpcStatus.Internal, "no such thing"), await client.ReadStatusAsync(1));
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task A_long_reason_is_cut_to_fit_into_a_frame()
    {
        await using var client = await ConnectAsync((_, _) => throw new GrpcException(GrpcStatus.Internal, new string('ä', 100_000)));

        await client.CallAsync(1, Path, isEnd: true);

        Assert.InRange((await client.ReadStatusAsync(1)).Message.Length, 8000, 9000);
    }

    [Fact]
    public async Task Metadata_is_given_as_it_came()
    {
        await using var client = await ConnectAsync(
            static (call, _) =>
                call.WriteAsync(
                    Encoding.UTF8.GetBytes(
                        $"{call.Method} {string.Join('|', call.GetMetadata("pattern"))} {call.GetMetadata("none").Count}"),
                    CancellationToken.None)
                    .AsTask());

        await client.SendAsync(1, 5, 1, Http2Client.Headers(Path, ("pattern", "*.tmp"), ("other", "x"), ("pattern", "bin")));

        Assert.Equal($"{Path} *.tmp|bin 0", Encoding.UTF8.GetString(await client.ReadAnswerAsync(1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Messages_come_in_any_pieces(int size)
    {
        var received = new List<string>();
        await using var client = await ConnectAsync(async (call, token) =>
        {
            while (await call.ReadAsync(token) is { } message)
                received.Add(Encoding.UTF8.GetString(message.Span));
        });
        byte[] all = [.. Http2Client.Message("one"), .. Http2Client.Message(""), .. Http2Client.Message("three")];

        await client.CallAsync(1, Path);
        foreach (byte[] piece in all.Chunk(size))
            await client.SendAsync(0, 0, 1, piece);
        await client.SendAsync(0, 1, 1);

        Assert.Equal(GrpcStatus.Ok, (await client.ReadStatusAsync(1)).Status);
        Assert.Equal(["one", "", "three"], received);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 }, nameof(GrpcStatus.Internal), "middle")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, nameof(GrpcStatus.Internal), "middle")]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 1 }, nameof(GrpcStatus.Unimplemented), "compressed")]
    [InlineData(new byte[] { 0, 1, 0, 0, 1 }, nameof(GrpcStatus.ResourceExhausted), "16777217")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, nameof(GrpcStatus.ResourceExhausted), "4294967295")]
    public async Task A_message_that_is_none(byte[] octets, string status, string reason)
    {
        await using var client = await ConnectAsync(EchoAsync);

        await client.CallAsync(1, Path);
        await client.SendAsync(0, 1, 1, octets);

        var answer = await client.ReadStatusAsync(1);
        Assert.Equal(status, answer.Status.ToString());
        Assert.Contains(reason, answer.Message, StringComparison.Ordinal);
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task Messages_of_several_tasks_do_not_mix()
    {
        await using var client = await ConnectAsync(
            static async (call, token) => await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(async () =>
            {
                for (int i = 0; i < 10; i++)
                    await call.WriteAsync(Enumerable.Repeat((byte)number, number * 5000).ToArray(), token);
            }))),
            (4, int.MaxValue));
        await client.SendAsync(8, 0, 0, Http2Client.Number(1 << 30));

        await client.CallAsync(1, Path, isEnd: true);

        int count = 0;
        foreach (byte[] message in await ReadMessagesAsync(client))
        {
            Assert.All(message, octet => Assert.Equal(message[0], octet));
            Assert.Equal(message[0] * 5000, message.Length);
            count++;
        }
        Assert.Equal(80, count);
    }

    [Fact]
    public async Task The_largest_message_goes_both_ways()
    {
        byte[] large = RandomNumberGenerator.GetBytes(GrpcMessageStream.MaximumMessage);
        await using var client = await ConnectAsync(EchoAsync, (4, int.MaxValue));
        await client.SendAsync(8, 0, 0, Http2Client.Number(1 << 30));
        await client.CallAsync(1, Path);
        // as much as the window allows, before the server announces more
        byte[] octets = Http2Client.Message(large);
        int leave = Http2Stream.Window;
        int leaveInAll = 1024 * 1024;
        for (int sent = 0; sent < octets.Length;)
        {
            int length = Math.Min(Math.Min(16384, octets.Length - sent), Math.Min(leave, leaveInAll));
            if (length > 0)
            {
                await client.SendAsync(0, sent + length == octets.Length ? 1 : 0, 1, octets[sent..(sent + length)]);
                (sent, leave, leaveInAll) = (sent + length, leave - length, leaveInAll - length);
                continue;
            }
            var frame = await client.ReadAsync();
            Assert.Equal(Http2FrameType.WindowUpdate, frame.Type);
            int more = BinaryPrimitives.ReadInt32BigEndian(frame.Content);
            (leave, leaveInAll) = frame.StreamId == 0 ? (leave, leaveInAll + more) : (leave + more, leaveInAll);
        }

        Assert.True(Assert.Single(await ReadMessagesAsync(client)).AsSpan().SequenceEqual(large));
    }

    [Fact]
    public async Task An_answer_before_the_caller_has_said_all_ends_the_call()
    {
        await using var client = await ConnectAsync(static (_, _) => Task.CompletedTask);

        await client.CallAsync(1, Path);

        Assert.Equal(GrpcStatus.Ok, (await client.ReadStatusAsync(1)).Status);
        await client.AssertResetAsync(1, Http2Error.None);
        // frames that were on the way are nobody's fault
        await client.SendMessageAsync(1, "late");
        await client.SendAsync(8, 0, 1, Http2Client.Number(5));
        await client.SendAsync(3, 0, 1, Http2Client.Number(8));
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task What_a_handler_left_behind_can_send_nothing()
    {
        GrpcCall? left = null;
        await using var client = await ConnectAsync((call, _) =>
        {
            left = call;
            return Task.CompletedTask;
        });
        await client.CallAsync(1, Path, isEnd: true);
        await client.ReadStatusAsync(1);

        await Assert.ThrowsAnyAsync<Exception>(async () => await left!.WriteAsync(new byte[1], CancellationToken.None));
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task A_caller_that_takes_its_leave_gets_its_last_answers()
    {
        var go = new TaskCompletionSource();
        await using var client = await ConnectAsync(async (call, token) =>
        {
            await go.Task.WaitAsync(token);
            await call.WriteAsync("last"u8.ToArray(), token);
        });
        await client.CallAsync(1, Path, isEnd: true);

        await client.SendAsync(7, 0, 0, new byte[8]);
        await client.CallAsync(3, Path, isEnd: true);

        await client.AssertResetAsync(3, Http2Error.RefusedStream);
        go.SetResult();
        Assert.Equal("last", Encoding.UTF8.GetString(await client.ReadAnswerAsync(1)));
        await client.ReadAsync(Http2FrameType.GoAway, 0);
        await Http2Client.WithLimit(client.Serving);
        Assert.True(client.ServerStream.IsDisposed);
    }

    [Fact]
    public async Task A_client_that_others_wrote_is_served()
    {
        var (client, server) = DuplexStream.Open();
        var serving = GrpcServer.RunAsync(server, new Dictionary<string, GrpcHandler> { [Path] = EchoAsync }, CancellationToken.None);
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, _) => new ValueTask<Stream>(client) };
        using var http = new HttpMessageInvoker(handler);
        byte[] message = Http2Client.Message(RandomNumberGenerator.GetBytes(8 * 1024 * 1024));
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://docker" + Path)
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(message),
        };

        using var response = await Http2Client.WithLimit(http.SendAsync(request, CancellationToken.None));
        byte[] answer = await Http2Client.WithLimit(response.Content.ReadAsByteArrayAsync());

        Assert.True(answer.AsSpan().SequenceEqual(message));
        Assert.Equal(["0"], response.TrailingHeaders.GetValues("grpc-status"));
        handler.Dispose();
        await Http2Client.WithLimit(serving);
    }

    static Task<Http2Client> ConnectAsync(GrpcHandler handler, params (int Name, uint Value)[] settings) =>
        Http2Client.ConnectAsync(new() { [Path] = handler }, settings: settings);

    static async Task EchoAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        while (await call.ReadAsync(cancellationToken) is { } message)
            await call.WriteAsync(message, cancellationToken);
    }

    /// <summary>All messages in the response of call 1.</summary>
    static async Task<List<byte[]>> ReadMessagesAsync(Http2Client client)
    {
        var octets = new MemoryStream();
        while (true)
        {
            var frame = await client.ReadAsync();
            if (frame.Type == Http2FrameType.Data)
                octets.Write(frame.Content);
            else if (frame.Type == Http2FrameType.Headers && (frame.Flags & 1) != 0)
                break;
        }
        var messages = new List<byte[]>();
        var rest = octets.ToArray().AsMemory();
        while (!rest.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]);
            messages.Add(rest.Slice(5, length).ToArray());
            rest = rest[(5 + length)..];
        }
        return messages;
    }
}
