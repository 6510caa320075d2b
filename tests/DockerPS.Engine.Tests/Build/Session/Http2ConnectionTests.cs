using System.Buffers.Binary;

namespace DockerPS.Engine.Tests;

/// <summary>Sessions with peers that do not keep to the protocol, that are slow, and that go away.</summary>
public sealed class Http2ConnectionTests
{
    const string Echo = "/test/Echo";
    const string Flood = "/test/Flood";
    const string Wait = "/test/Wait";
    const int FloodBytes = 1_000_000;

    readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    Dictionary<string, Func<GrpcCall, Task>> Methods => new()
    {
        [Echo] = static async call =>
        {
            call.Limit = GrpcCall.GreatestLimit;
            while (await call.ReadAsync(call.Ended) is { } message)
                await call.WriteAsync(new ProtobufWriter().Bytes(1, message.Span));
        },
        [Flood] = static async call => await call.WriteFramedAsync(new byte[FloodBytes]),
        [Wait] = async call =>
        {
            began.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, call.Ended);
            }
            finally
            {
                ended.TrySetResult();
            }
        },
    };

    public static TheoryData<string, int, string, byte, int, string> Violations => new()
    {
        { "data before any stream", 1, "Data", 0, 1, "00" },
        { "data for the connection", 1, "Data", 0, 0, "00" },
        { "headers for the connection", 1, "Headers", 4, 0, "82" },
        { "headers for a stream of the server", 1, "Headers", 4, 2, "82" },
        { "headers that can not be decoded", 9, "Headers", 4, 1, "be" },
        { "headers with more padding than payload", 1, "Headers", 12, 1, "05 82" },
        { "headers too short for their priority", 6, "Headers", 36, 1, "00 00" },
        { "an empty padded frame", 6, "Headers", 12, 1, "" },
        { "a continuation of nothing", 1, "Continuation", 4, 1, "82" },
        { "a reset of a stream that is not there", 1, "Reset", 0, 1, "00000000" },
        { "settings for a stream", 1, "Settings", 0, 1, "" },
        { "settings of a wrong length", 6, "Settings", 0, 0, "00" },
        { "an acknowledgement that says something", 6, "Settings", 1, 0, "00" },
        { "a window that is too large", 3, "Settings", 0, 0, "0004 80000000" },
        { "frames that are too small", 1, "Settings", 0, 0, "0005 00000001" },
        { "frames that are too large", 1, "Settings", 0, 0, "0005 01000000" },
        { "pushes that are neither on nor off", 1, "Settings", 0, 0, "0002 00000002" },
        { "a push", 1, "PushPromise", 4, 1, "00000002" },
        { "a ping for a stream", 1, "Ping", 0, 1, "0000000000000000" },
        { "a ping of a wrong length", 6, "Ping", 0, 0, "00" },
        { "an end for a stream", 1, "GoAway", 0, 1, "0000000000000000" },
        { "a window that grows by nothing", 1, "WindowUpdate", 0, 0, "00000000" },
        { "a window of a wrong length", 6, "WindowUpdate", 0, 0, "00" },
        { "a window of a stream that is not there", 1, "WindowUpdate", 0, 1, "00000001" },
        { "a window that grows beyond all bounds", 3, "WindowUpdate", 0, 0, "7fffffff" },
        { "a priority of a wrong length", 6, "Priority", 0, 1, "00" },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Who_does_not_keep_to_the_protocol_is_told_so_and_dropped(string name, int error, string type, byte flags, int stream, string payload)
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);

        await peer.SendAsync(Enum.Parse<Http2FrameType>(type), flags, stream, Convert.FromHexString(payload.Replace(" ", "", StringComparison.Ordinal)));
        var goodbye = await peer.ReadAsync(Http2FrameType.GoAway);

        Assert.True(error == BinaryPrimitives.ReadInt32BigEndian(goodbye.Payload.Span[4..]), name);
        Assert.Equal(error, (int?)(await peer.EndAsync())?.Error);
        while (await peer.ReadAsync() is not null) { }
    }

    [Fact]
    public async Task What_is_no_client_of_the_protocol_is_dropped()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods, greets: false);

        await peer.Connection.WriteAsync("GET / HTTP/1.1\r\nHost: docker\r\n\r\n"u8.ToArray());

        Assert.Equal(Http2Error.Protocol, (await peer.EndAsync())?.Error);
    }

    [Fact]
    public async Task A_frame_that_is_too_large_is_refused_before_it_comes()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);

        await peer.SendAsync(Http2FrameType.Data, 0, 1, [], length: 16385);

        Assert.Equal(Http2Error.FrameSize, (await peer.EndAsync())?.Error);
    }

    [Fact]
    public async Task Another_frame_in_the_middle_of_headers_is_an_error()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);

        await peer.SendAsync(Http2FrameType.Headers, 0, 1, [0x82]);
        await peer.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);

        Assert.Equal(Http2Error.Protocol, (await peer.EndAsync())?.Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16384)]
    public async Task Headers_without_an_end_are_refused(int size)
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);

        await peer.SendAsync(Http2FrameType.Headers, 0, 1, []);
        byte[] piece = new byte[size];
        try
        {
            while (!peer.Serving.IsCompleted)
                await peer.SendAsync(Http2FrameType.Continuation, 0, 1, piece);
        }
        catch (IOException)
        {
            // it has had enough
        }

        Assert.Equal(Http2Error.EnhanceYourCalm, (await peer.EndAsync())?.Error);
    }

    [Fact]
    public async Task Streams_are_opened_in_their_order()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);

        await peer.OpenAsync(3, Wait);
        await peer.OpenAsync(1, Wait);

        Assert.Equal(Http2Error.Protocol, (await peer.EndAsync())?.Error);
    }

    [Fact]
    public async Task Too_many_streams_are_refused_one_by_one_and_the_others_go_on()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);

        for (int i = 0; i <= Http2Connection.MostStreams; i++)
            await peer.OpenAsync(2 * i + 1, Wait);
        var refused = await peer.ReadAsync(Http2FrameType.Reset);
        await peer.SendAsync(Http2FrameType.Ping, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal((2 * Http2Connection.MostStreams + 1, (int)Http2Error.RefusedStream), (refused.Stream, BinaryPrimitives.ReadInt32BigEndian(refused.Payload.Span)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], (await peer.ReadAsync(Http2FrameType.Ping)).Payload.ToArray());
    }

    [Fact]
    public async Task Streams_that_are_opened_and_reset_do_not_pile_up()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        var answers = Task.Run(async () =>
        {
            while (await peer.ReadAsync() is { Type: not Http2FrameType.Ping }) { }
        });

        for (int i = 0; i < 5000; i++)
        {
            await peer.OpenAsync(2 * i + 1, Wait);
            await peer.SendAsync(Http2FrameType.Reset, 2 * i + 1, (int)Http2Error.Cancel);
        }
        await peer.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);

        await answers.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(peer.Serving.IsCompleted);
    }

    [Fact]
    public async Task More_than_there_is_room_for_is_refused()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Wait);
        byte[] piece = new byte[Http2Frame.DefaultLimit];
        try
        {
            for (int sent = 0; sent <= Http2Connection.StreamWindow; sent += piece.Length)
                await peer.SendAsync(Http2FrameType.Data, 0, 1, piece);
        }
        catch (IOException)
        {
            // it has had enough
        }

        Assert.Equal(Http2Error.FlowControl, (await peer.EndAsync())?.Error);
    }

    [Fact]
    public async Task Room_is_given_again_for_what_was_read()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Echo);
        byte[] message = new byte[16000];
        int room = Http2Connection.StreamWindow;
        int whole = Http2Connection.ConnectionWindow;

        // each message is echoed before the next is sent, and both windows are used up several times
        for (int sent = 0; sent < 2 * Http2Connection.ConnectionWindow; sent += message.Length)
        {
            await peer.SendMessageAsync(1, message);
            room -= message.Length + GrpcCall.HeadLength;
            whole -= message.Length + GrpcCall.HeadLength;
            Assert.True(room > 0 && whole > 0, $"{room} and {whole} bytes of room are left after {sent} bytes");
            for (int come = 0; come < message.Length;)
            {
                var frame = (await peer.ReadAsync())!.Value;
                int grown = frame.Type == Http2FrameType.WindowUpdate ? BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span) : 0;
                room += frame.Stream == 1 ? grown : 0;
                whole += frame.Stream == 0 && sent > 0 ? grown : 0;
                if (frame.Type != Http2FrameType.Data)
                    continue;
                come += frame.Payload.Length;
                await peer.SendAsync(Http2FrameType.WindowUpdate, 0, frame.Payload.Length);
                await peer.SendAsync(Http2FrameType.WindowUpdate, 1, frame.Payload.Length);
            }
        }
    }

    [Fact]
    public async Task Padding_and_data_for_nobody_use_up_no_room()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        byte[] padded = [255, .. new byte[16000]];

        // the call has ended at once, and what still comes is for nobody
        await peer.OpenAsync(1, "/test/None");
        for (int i = 0; i < 2 * Http2Connection.ConnectionWindow / 16000; i++)
        {
            await peer.SendAsync(Http2FrameType.Data, Http2Flags.Padded, 1, padded);
            if (i % 60 == 0)
            {
                await peer.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
                await peer.ReadAsync(Http2FrameType.Ping);
            }
        }
        await peer.OpenAsync(3, Echo, isLast: true);

        Assert.Equal("0", await peer.ReadStatusAsync(3));
    }

    [Fact]
    public async Task Nothing_is_sent_for_which_there_is_no_room()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Flood, isLast: true);
        int come = 0;
        while (come < Http2SendWindow.Default)
            come += (await peer.ReadAsync(Http2FrameType.Data)).Payload.Length;
        Assert.Equal(Http2SendWindow.Default, come);

        // nothing but the answer comes now, though there is more to send
        await peer.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
        Assert.Equal(Http2FrameType.Ping, (await peer.ReadAsync())?.Type);

        // room on the stream alone does not do
        await peer.SendAsync(Http2FrameType.WindowUpdate, 1, FloodBytes);
        await peer.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
        Assert.Equal(Http2FrameType.Ping, (await peer.ReadAsync())?.Type);

        await peer.SendAsync(Http2FrameType.WindowUpdate, 0, 1000);
        Assert.Equal(1000, (await peer.ReadAsync(Http2FrameType.Data)).Payload.Length);
        await peer.SendAsync(Http2FrameType.WindowUpdate, 0, FloodBytes);
        Assert.Equal("0", await peer.ReadStatusAsync(1));
    }

    [Fact]
    public async Task The_room_of_open_streams_follows_the_settings()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.SendAsync(Http2FrameType.WindowUpdate, 0, FloodBytes);
        await peer.SendAsync(Http2FrameType.Settings, 0, 0, [0, 4, .. SessionPeer.Number(10)]);
        await peer.OpenAsync(1, Flood, isLast: true);
        Assert.Equal(10, (await peer.ReadAsync(Http2FrameType.Data)).Payload.Length);

        // less than nothing is left then, and so much more has to be given
        await peer.SendAsync(Http2FrameType.Settings, 0, 0, [0, 4, .. SessionPeer.Number(4)]);
        await peer.SendAsync(Http2FrameType.WindowUpdate, 1, 6);
        await peer.SendAsync(Http2FrameType.Ping, 0, 0, new byte[8]);
        Http2Frame? next;
        while ((next = await peer.ReadAsync()) is { Type: Http2FrameType.Settings }) { }
        Assert.Equal(Http2FrameType.Ping, next?.Type);

        await peer.SendAsync(Http2FrameType.WindowUpdate, 1, 7);
        Assert.Equal(7, (await peer.ReadAsync(Http2FrameType.Data)).Payload.Length);
    }

    [Fact]
    public async Task Frames_are_as_large_as_the_other_side_allows()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Flood, isLast: true);

        Assert.Equal(Http2Frame.DefaultLimit, (await peer.ReadAsync(Http2FrameType.Data)).Payload.Length);
    }

    [Fact]
    public async Task A_call_that_is_reset_is_cancelled()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Wait);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await peer.SendAsync(Http2FrameType.Reset, 1, (int)Http2Error.Cancel);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_connection_that_is_closed_ends_every_call()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Wait);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await peer.Connection.DisposeAsync();

        Assert.Null(await peer.EndAsync());
        Assert.True(ended.Task.IsCompleted);
    }

    [Fact]
    public async Task A_server_that_is_left_serves_what_it_has_begun_and_nothing_more()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods);
        await peer.OpenAsync(1, Echo);
        await peer.SendAsync(Http2FrameType.GoAway, 0, 0, new byte[8]);
        await peer.OpenAsync(3, Echo);
        Assert.Equal(3, (await peer.ReadAsync(Http2FrameType.Reset)).Stream);

        await peer.SendMessageAsync(1, [1], isLast: true);

        Assert.Equal("0", await peer.ReadStatusAsync(1));
    }

    [Theory]
    [InlineData("before anything was said")]
    [InlineData("idle")]
    [InlineData("in a call")]
    [InlineData("waiting for room")]
    [InlineData("in the middle of a message")]
    [InlineData("in the middle of headers")]
    [InlineData("writing to one who does not read")]
    public async Task It_ends_at_once_when_it_is_cancelled(string stage)
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods, greets: stage != "before anything was said");
        switch (stage)
        {
            case "in a call":
                await peer.OpenAsync(1, Wait);
                await began.Task.WaitAsync(TimeSpan.FromSeconds(20));
                break;
            case "waiting for room":
                await peer.OpenAsync(1, Flood, isLast: true);
                await peer.ReadAsync(Http2FrameType.Data);
                break;
            case "in the middle of a message":
                await peer.OpenAsync(1, Echo);
                await peer.SendAsync(Http2FrameType.Data, 0, 1, [0, 0, 0, 1, 0, 7]);
                break;
            case "in the middle of headers":
                await peer.SendAsync(Http2FrameType.Headers, 0, 1, [0x82]);
                break;
            case "writing to one who does not read":
                await peer.SendAsync(Http2FrameType.Settings, 0, 0, [0, 4, .. SessionPeer.Number(int.MaxValue)]);
                await peer.SendAsync(Http2FrameType.WindowUpdate, 0, int.MaxValue - Http2SendWindow.Default);
                for (int i = 0; i < 50; i++)
                    await peer.OpenAsync(2 * i + 1, Flood, isLast: true);
                break;
        }

        await peer.StopAsync();

        Assert.Null(await peer.Serving);
    }

    [Fact]
    public async Task Random_frames_neither_hang_nor_break_it()
    {
        var random = new Random(9113);
        for (int i = 0; i < 200; i++)
        {
            await using var peer = await SessionPeer.ConnectAsync(Methods);
            try
            {
                for (int j = 0; j < 30; j++)
                {
                    byte[] payload = new byte[random.Next(30)];
                    random.NextBytes(payload);
                    await peer.SendAsync((Http2FrameType)random.Next(11), (byte)random.Next(64), random.Next(4), payload);
                }
            }
            catch (IOException)
            {
                // it has had enough
            }
            await peer.Connection.DisposeAsync();
            await peer.EndAsync();
            Assert.Null(peer.Server.Fault);
        }
    }
}
