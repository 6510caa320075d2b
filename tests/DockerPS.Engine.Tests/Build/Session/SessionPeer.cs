using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DockerPS.Engine.Tests;

/// <summary>The engine's side of a session, frame by frame: it may do what no engine would.</summary>
sealed class SessionPeer : IAsyncDisposable
{
    const int Patience = 20;

    readonly Http2Reader reader;
    readonly HpackDecoder decoder = new();
    readonly CancellationTokenSource stopping = new();

    SessionPeer(Stream own, Stream other, IReadOnlyDictionary<string, Func<GrpcCall, Task>> methods)
    {
        Connection = own;
        reader = new Http2Reader(own);
        Server = new GrpcServer(methods);
        Serving = Server.RunAsync(other, stopping.Token);
    }

    /// <summary>What this side of the connection writes to.</summary>
    public Stream Connection { get; }

    /// <summary>What is tested.</summary>
    public GrpcServer Server { get; }

    /// <summary>Ends when the session ends, with what this side did wrong.</summary>
    public Task<Http2Exception?> Serving { get; }

    /// <summary>How much of each stream has come that was not acknowledged.</summary>
    static TimeSpan Limit => TimeSpan.FromSeconds(Patience);

    /// <summary>Begins a session.</summary>
    /// <param name="methods">What it serves.</param>
    /// <param name="greets">Whether it says what a client has to say first.</param>
    public static async Task<SessionPeer> ConnectAsync(IReadOnlyDictionary<string, Func<GrpcCall, Task>> methods, bool greets = true)
    {
        var (own, other) = await PairAsync();
        var peer = new SessionPeer(own, other, methods);
        if (greets)
        {
            await own.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
            await peer.SendAsync(Http2FrameType.Settings, 0, 0, []);
        }
        return peer;
    }

    /// <summary>Two ends of one connection.</summary>
    public static async Task<(Stream Own, Stream Other)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (new NetworkStream(client, ownsSocket: true), new NetworkStream(await listener.AcceptAsync(), ownsSocket: true));
    }

    /// <summary>Sends a frame.</summary>
    public async Task SendAsync(Http2FrameType type, byte flags, int stream, byte[] payload, int? length = null)
    {
        byte[] frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, (length ?? payload.Length) << 8 | (byte)type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        await Connection.WriteAsync(frame);
    }

    /// <summary>Sends a number in a frame.</summary>
    public Task SendAsync(Http2FrameType type, int stream, int number) => SendAsync(type, 0, stream, Number(number));

    /// <summary>Begins a call.</summary>
    public Task OpenAsync(int stream, string method, bool isLast = false, params (string Name, string Value)[] metadata) => SendAsync(
        Http2FrameType.Headers,
        (byte)(Http2Flags.EndHeaders | (isLast ? Http2Flags.EndStream : 0)),
        stream,
        HpackEncoder.Encode([new(":method", "POST"), new(":scheme", "http"), new(":path", method), .. metadata.Select(pair => new HeaderField(pair.Name, pair.Value))]));

    /// <summary>Sends a message of a call.</summary>
    public Task SendMessageAsync(int stream, byte[] message, bool isLast = false)
    {
        byte[] framed = new byte[GrpcCall.HeadLength + message.Length];
        GrpcCall.WriteHead(framed, message.Length);
        message.CopyTo(framed, GrpcCall.HeadLength);
        return SendAsync(Http2FrameType.Data, isLast ? Http2Flags.EndStream : Http2Flags.None, stream, framed);
    }

    /// <summary>The next frame; null when the session has been closed.</summary>
    public async Task<Http2Frame?> ReadAsync()
    {
        try
        {
            return await reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Limit);
        }
        catch (Exception e) when (e is IOException or Http2Exception)
        {
            return null;
        }
    }

    /// <summary>The next frame of a kind, past others.</summary>
    public async Task<Http2Frame> ReadAsync(Http2FrameType type, int? stream = null)
    {
        while (await ReadAsync() is { } frame)
        {
            if (frame.Type == type && (stream is null || frame.Stream == stream))
                return frame with { Payload = frame.Payload.ToArray() };
        }
        throw new InvalidOperationException($"The session ended before a frame of type {type} came.");
    }

    /// <summary>The status with which a call ends, past all that comes before.</summary>
    public async Task<string?> ReadStatusAsync(int stream)
    {
        while (true)
        {
            var frame = await ReadAsync(Http2FrameType.Headers, stream);
            var fields = decoder.Decode(frame.Payload.Span);
            if (frame.EndsStream)
                return fields.Find(field => field.Name == "grpc-status").Value;
        }
    }

    /// <summary>Waits until the session has ended.</summary>
    public async Task<Http2Exception?> EndAsync() => await Serving.WaitAsync(Limit);

    /// <summary>Cancels the session, and waits until it has ended.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Serving.WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Connection.DisposeAsync();
        stopping.Dispose();
    }

    public static byte[] Number(int number)
    {
        byte[] payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return payload;
    }
}
