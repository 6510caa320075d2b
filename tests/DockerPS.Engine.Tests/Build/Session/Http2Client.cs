using System.Buffers.Binary;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>A gRPC server and a client that writes and reads raw frames, so that it can do what no client should.</summary>
sealed class Http2Client : IAsyncDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    readonly CancellationTokenSource stop = new();
    readonly HpackDecoder decoder = new();

    public Http2Client(Dictionary<string, GrpcHandler>? handlers = null)
    {
        (Stream, ServerStream) = DuplexStream.Open();
        Serving = GrpcServer.RunAsync(ServerStream, handlers ?? [], stop.Token);
    }

    /// <summary>The client's end.</summary>
    public DuplexStream Stream { get; }

    public DuplexStream ServerStream { get; }

    /// <summary>The server.</summary>
    public Task Serving { get; }

    /// <summary>A client that has sent everything required before its first call.</summary>
    public static async Task<Http2Client> ConnectAsync(
        Dictionary<string, GrpcHandler>? handlers = null,
        params (int Name, uint Value)[] settings)
    {
        var client = new Http2Client(handlers);
        await client.SendPrefaceAsync();
        await client.SendSettingsAsync(settings);
        Assert.Equal(Http2FrameType.Settings, (await client.ReadAsync()).Type);
        Assert.Equal(Http2FrameType.WindowUpdate, (await client.ReadAsync()).Type);
        var answer = await client.ReadAsync();
        Assert.Equal((Http2FrameType.Settings, (byte)1, 0), (answer.Type, answer.Flags, answer.Content.Length));
        return client;
    }

    /// <summary>Fails if something hangs.</summary>
    public static Task WithLimit(Task task) => task.WaitAsync(Limit);

    public static Task<T> WithLimit<T>(Task<T> task) => task.WaitAsync(Limit);

    public static byte[] Frame(int type, int flags, int streamId, ReadOnlySpan<byte> content)
    {
        byte[] frame = new byte[9 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length << 8 | type);
        frame[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        content.CopyTo(frame.AsSpan(9));
        return frame;
    }

    public static byte[] Number(uint value)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        return octets;
    }

    public static byte[] Settings(params (int Name, uint Value)[] settings) =>
        [.. settings.SelectMany(static setting => (byte[])[(byte)(setting.Name >> 8), (byte)setting.Name, .. Number(setting.Value)])];

    /// <summary>A message in the format of a stream.</summary>
    public static byte[] Message(params byte[] content) => [0, .. Number((uint)content.Length), .. content];

    public static byte[] Message(string content) => Message(Encoding.UTF8.GetBytes(content));

    public static byte[] Headers(string path, params (string Name, string Value)[] more) => HpackEncoder.Encode(
    [
        new(":method", "POST"), new(":scheme", "http"), new(":path", path), new(":authority", "localhost"),
        new(
            "content-type",
            "application/grpc"), new("te", "trailers"), .. more.Select(static field => new HeaderField(field.Name, field.Value)),
    ]);

    public Task SendPrefaceAsync() => SendRawAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));

    public Task SendSettingsAsync(params (int Name, uint Value)[] settings) => SendAsync(4, 0, 0, Settings(settings));

    public async Task SendRawAsync(ReadOnlyMemory<byte> octets) => await WithLimit(Stream.WriteAsync(octets).AsTask());

    public Task SendAsync(int type, int flags, int streamId, params byte[] content) => SendRawAsync(Frame(type, flags, streamId, content));

    /// <summary>Opens a stream for a call.</summary>
    public Task CallAsync(int streamId, string path, bool isEnd = false) => SendAsync(1, isEnd ? 5 : 4, streamId, Headers(path));

    public Task SendMessageAsync(int streamId, string message, bool isEnd = true) =>
        SendAsync(0, isEnd ? 1 : 0, streamId, Message(message));

    /// <summary>Reads a frame.</summary>
    public async Task<(Http2FrameType Type, byte Flags, int StreamId, byte[] Content)> ReadAsync()
    {
        byte[] head = new byte[9];
        await WithLimit(Stream.ReadExactlyAsync(head).AsTask());
        byte[] content = new byte[head[0] << 16 | head[1] << 8 | head[2]];
        await WithLimit(Stream.ReadExactlyAsync(content).AsTask());
        return ((Http2FrameType)head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), content);
    }

    /// <summary>Reads a frame, and expects a type and a stream.</summary>
    public async Task<byte[]> ReadAsync(Http2FrameType type, int streamId)
    {
        var frame = await ReadAsync();
        Assert.Equal((type, streamId), (frame.Type, frame.StreamId));
        return frame.Content;
    }

    public async Task<Dictionary<string, string>> ReadHeadersAsync(int streamId, bool isEnd)
    {
        var frame = await ReadAsync();
        Assert.Equal((Http2FrameType.Headers, streamId, isEnd ? (byte)5 : (byte)4), (frame.Type, frame.StreamId, frame.Flags));
        return decoder.Decode(frame.Content).ToDictionary(static field => field.Name, static field => field.Value);
    }

    /// <summary>Reads the end of a call whose response consisted only of its status.</summary>
    public async Task<(GrpcStatus Status, string Message)> ReadStatusAsync(int streamId)
    {
        var headers = await ReadHeadersAsync(streamId, isEnd: true);
        int status = int.Parse(headers["grpc-status"], System.Globalization.CultureInfo.InvariantCulture);
        return ((GrpcStatus)status, headers.GetValueOrDefault("grpc-message", ""));
    }

    /// <summary>The whole response of a call with one message: headers, the message, and the status.</summary>
    public async Task<byte[]> ReadAnswerAsync(int streamId)
    {
        Assert.Equal("200", (await ReadHeadersAsync(streamId, isEnd: false))[":status"]);
        byte[] message = await ReadAsync(Http2FrameType.Data, streamId);
        Assert.Equal("0", (await ReadHeadersAsync(streamId, isEnd: true))["grpc-status"]);
        Assert.Equal(0, message[0]);
        Assert.Equal(message.Length - 5, BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1)));
        return message[5..];
    }

    /// <summary>Expects the server to abort a stream.</summary>
    public async Task AssertResetAsync(int streamId, Http2Error error) =>
        Assert.Equal((int)error, BinaryPrimitives.ReadInt32BigEndian(await ReadAsync(Http2FrameType.ResetStream, streamId)));

    /// <summary>Expects the server to keep serving.</summary>
    public async Task AssertAliveAsync()
    {
        await SendAsync(6, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await ReadAsync(Http2FrameType.Ping, 0));
    }

    /// <summary>Expects the server to end the connection, report why, and close it.</summary>
    public async Task AssertBrokenAsync(Http2Error error)
    {
        (Http2FrameType Type, byte Flags, int StreamId, byte[] Content) frame;
        do
        {
            frame = await ReadAsync();
        }
        while (frame.Type != Http2FrameType.GoAway);
        Assert.Equal((int)error, BinaryPrimitives.ReadInt32BigEndian(frame.Content.AsSpan(4)));
        Assert.Equal(0, await WithLimit(Stream.ReadAsync(new byte[1]).AsTask()));
        Assert.Equal(error, (await Assert.ThrowsAsync<Http2Exception>(() => WithLimit(Serving))).Error);
        Assert.True(ServerStream.IsDisposed);
    }

    /// <summary>Cancels the server and expects it to end.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WithLimit(Serving));
        Assert.True(ServerStream.IsDisposed);
    }

    /// <summary>Closes the connection and expects the server to end.</summary>
    public async Task CloseAsync()
    {
        await Stream.DisposeAsync();
        await WithLimit(Serving);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Stream.DisposeAsync();
        stop.Dispose();
    }
}
