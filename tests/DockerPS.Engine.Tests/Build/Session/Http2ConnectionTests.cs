using System.Buffers.Binary;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Frames and flow control, against a client that does what no client should.</summary>
public sealed class Http2ConnectionTests
{
    const string Path = "/test.Service/Method";
    const string Waiting = "/test.Service/Waiting";
    const string Large = "/test.Service/Large";
    const int LargeLength = 300_000;

    int waiting;
    int ended;

    /// <summary>Frames that each end the connection, in hexadecimal: type, flags, stream, and payload.</summary>
    public static TheoryData<int, int, int, string, string> BadFrames => new()
    {
        { 0, 0, 0, "00", nameof(Http2Error.Protocol) }, // data of no stream
        { 0, 0, 1, "00", nameof(Http2Error.Protocol) }, // data of a stream that is not open
        { 0, 0, 2, "00", nameof(Http2Error.Protocol) }, // data of a stream of this side
        { 1, 4, 0, "", nameof(Http2Error.Protocol) },
        { 1, 4, 2, "82", nameof(Http2Error.Protocol) },
        { 1, 12, 1, "", nameof(Http2Error.FrameSize) }, // padding without its length
        { 1, 12, 1, "0100", nameof(Http2Error.None) }, // padding that fits, for comparison
        { 1, 12, 1, "0200", nameof(Http2Error.Protocol) }, // padding that does not
        { 1, 0x24, 1, "00000000", nameof(Http2Error.FrameSize) }, // half a priority
        { 1, 4, 1, "80", nameof(Http2Error.Compression) },
        { 2, 0, 0, "0000000000", nameof(Http2Error.Protocol) },
        { 2, 0, 1, "00000000", nameof(Http2Error.FrameSize) },
        { 2, 0, 1, "0000000000", nameof(Http2Error.None) },
        { 3, 0, 0, "00000000", nameof(Http2Error.Protocol) },
        { 3, 0, 1, "00000000", nameof(Http2Error.Protocol) },
        { 3, 0, 1, "000000", nameof(Http2Error.FrameSize) },
        { 4, 0, 1, "", nameof(Http2Error.Protocol) },
        { 4, 0, 0, "0004", nameof(Http2Error.FrameSize) },
        { 4, 1, 0, "000400000000", nameof(Http2Error.FrameSize) },
        { 4, 0, 0, "000200000002", nameof(Http2Error.Protocol) },
        { 4, 0, 0, "000480000000", nameof(Http2Error.FlowControl) },
        { 4, 0, 0, "000500003fff", nameof(Http2Error.Protocol) },
        { 4, 0, 0, "000501000000", nameof(Http2Error.Protocol) },
        { 4, 1, 0, "", nameof(Http2Error.None) },
        { 5, 4, 1, "00000002", nameof(Http2Error.Protocol) },
        { 6, 0, 1, "0000000000000000", nameof(Http2Error.Protocol) },
        { 6, 0, 0, "00000000000000", nameof(Http2Error.FrameSize) },
        { 6, 1, 0, "0000000000000000", nameof(Http2Error.None) },
        { 7, 0, 1, "0000000000000000", nameof(Http2Error.Protocol) },
        { 7, 0, 0, "00000000000000", nameof(Http2Error.FrameSize) },
        { 8, 0, 0, "00000000", nameof(Http2Error.Protocol) },
        { 8, 0, 0, "7fffffff", nameof(Http2Error.FlowControl) },
        { 8, 0, 0, "000000", nameof(Http2Error.FrameSize) },
        { 8, 0, 1, "00000001", nameof(Http2Error.Protocol) },
        { 9, 4, 1, "", nameof(Http2Error.Protocol) },
        { 77, 255, 5, "0102", nameof(Http2Error.None) }, // of a later time
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task A_frame_that_breaks_the_protocol_ends_the_connection(int type, int flags, int streamId, string content, string error)
    {
        await using var client = await ConnectAsync();

        await client.SendAsync(type, flags, streamId, Convert.FromHexString(content));

        if (error != nameof(Http2Error.None))
        {
            await client.AssertBrokenAsync(Enum.Parse<Http2Error>(error));
            return;
        }
        if (type == 1)
            await client.AssertResetAsync(1, Http2Error.Protocol);
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task A_frame_that_is_too_large()
    {
        await using var client = await ConnectAsync();

        await client.SendRawAsync(Http2Client.Frame(0, 0, 1, new byte[16385]).AsMemory(0, 9));

        await client.AssertBrokenAsync(Http2Error.FrameSize);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: docker\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\r")]
    public async Task What_does_not_speak_the_protocol(string octets)
    {
        await using var client = new Http2Client();

        await client.SendRawAsync(Encoding.ASCII.GetBytes(octets));

        await client.AssertBrokenAsync(Http2Error.Protocol);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(4, 1)]
    public async Task A_connection_begins_with_settings(int type, int flags)
    {
        await using var client = new Http2Client();
        await client.SendPrefaceAsync();

        await client.SendAsync(type, flags, 0, type == 6 ? new byte[8] : []);

        await client.AssertBrokenAsync(Http2Error.Protocol);
    }

    [Fact]
    public async Task Headers_come_in_pieces_with_padding_and_a_priority()
    {
        await using var client = await ConnectAsync();
        byte[] block = Http2Client.Headers(Path);

        await client.SendAsync(1, 0x29, 1, [3, 0, 0, 0, 0, 16, .. block[..10], 0, 0, 0]);
        await client.SendAsync(9, 0, 1, []);
        await client.SendAsync(9, 0, 1, block[10..20]);
        await client.SendAsync(9, 4, 1, block[20..]);

        Assert.Equal(GrpcStatus.Ok, (await client.ReadStatusAsync(1)).Status);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(0, 1)]
    [InlineData(9, 3)]
    [InlineData(1, 1)]
    public async Task Nothing_comes_between_the_pieces_of_a_header_block(int type, int streamId)
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(1, 0, 1, Http2Client.Headers(Path));

        await client.SendAsync(type, 0, streamId, new byte[8]);

        await client.AssertBrokenAsync(Http2Error.Protocol);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16384)]
    public async Task Headers_without_an_end_are_stopped(int pieceLength)
    {
        await using var client = await ConnectAsync();
        byte[] piece = Http2Client.Frame(9, 0, 1, new byte[pieceLength]);
        byte[] pieces = [.. Enumerable.Repeat(piece, Math.Max(1, 4096 / piece.Length)).SelectMany(static octets => octets)];
        var sending = Task.Run(async () =>
        {
            await client.SendAsync(1, 0, 1, []);
            try
            {
                while (true)
                    await client.Stream.WriteAsync(pieces);
            }
            catch (IOException)
            {
                // it has ended
            }
        });

        await client.AssertBrokenAsync(Http2Error.EnhanceYourCalm);
        await Http2Client.WithLimit(sending);
    }

    [Fact]
    public async Task Headers_that_are_no_call_end_their_stream_alone()
    {
        await using var client = await ConnectAsync();
        HeaderField[][] blocks =
        [
            [],
            [new(":method", "GET"), new(":path", Path)],
            [new(":method", "POST")],
            [new(":method", "POST"), new(":path", Path), new(":path", Path)],
            [new(":method", "POST"), new(":path", Path), new("Upper", "x")],
        ];
        for (int i = 0; i < blocks.Length; i++)
        {
            await client.SendAsync(1, 5, i * 2 + 1, HpackEncoder.Encode(blocks[i]));
            await client.AssertResetAsync(i * 2 + 1, Http2Error.Protocol);
        }
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task Data_after_the_end_of_the_data_ends_the_stream()
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Waiting, isEnd: true);

        await client.SendAsync(0, 0, 1, 1);

        await client.AssertResetAsync(1, Http2Error.StreamClosed);
        await client.AssertAliveAsync();
        await WaitAsync(() => ended == waiting);
    }

    [Fact]
    public async Task Trailers_end_the_data_and_others_end_the_stream()
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Path);
        await client.SendAsync(1, 5, 1, HpackEncoder.Encode([new("trailer", "x")]));
        Assert.Equal(GrpcStatus.Ok, (await client.ReadStatusAsync(1)).Status);
        await client.CallAsync(3, Waiting);

        await client.SendAsync(1, 4, 3, HpackEncoder.Encode([new("trailer", "x")]));

        await client.AssertResetAsync(3, Http2Error.Protocol);
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task More_data_than_a_stream_has_room_for_ends_it()
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Waiting);

        for (int i = 0; i < Http2Stream.Window / 16384; i++)
            await client.SendAsync(0, 0, 1, new byte[16384]);
        await client.AssertAliveAsync();
        await client.SendAsync(0, 0, 1, 1);

        await client.AssertResetAsync(1, Http2Error.FlowControl);
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_does_not_stop_the_others()
    {
        await using var client = await ConnectAsync();
        int updates = 0;
        for (int id = 1; id <= 15; id += 2)
        {
            await client.CallAsync(id, Waiting);
            for (int i = 0; i < Http2Stream.Window / 16384; i++)
                await client.SendAsync(0, 0, id, new byte[16384]);
        }
        await client.CallAsync(17, Path);
        await client.SendMessageAsync(17, "Hello");

        while ((await client.ReadAsync()) is var frame && frame.Type != Http2FrameType.Headers)
        {
            Assert.Equal((Http2FrameType.WindowUpdate, 0), (frame.Type, frame.StreamId));
            updates++;
        }
        Assert.Equal(4, updates);
    }

    [Fact]
    public async Task Padding_costs_the_window_and_is_given_back()
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Waiting);
        byte[] padded = [255, .. new byte[255]];

        for (int i = 0; i < 2 * Http2Stream.Window / padded.Length; i++)
            await client.SendAsync(0, 8, 1, padded);

        Assert.Equal(Http2Stream.Window / 2, BinaryPrimitives.ReadInt32BigEndian(await client.ReadAsync(Http2FrameType.WindowUpdate, 1)));
    }

    [Theory]
    [InlineData("00000000", nameof(Http2Error.Protocol))]
    [InlineData("7fffffff", nameof(Http2Error.FlowControl))]
    public async Task Leave_that_can_not_be_given_ends_the_stream(string leave, string error)
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Waiting);

        await client.SendAsync(8, 0, 1, Convert.FromHexString(leave));

        await client.AssertResetAsync(1, Enum.Parse<Http2Error>(error));
        await client.AssertAliveAsync();
    }

    [Fact]
    public async Task Settings_that_give_a_stream_too_much_leave_end_the_connection()
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Waiting);
        await client.SendAsync(8, 0, 1, Http2Client.Number(100_000));

        await client.SendSettingsAsync((4, int.MaxValue));

        await client.AssertBrokenAsync(Http2Error.FlowControl);
    }

    [Fact]
    public async Task Too_many_streams_are_refused_and_their_places_come_back()
    {
        await using var client = await ConnectAsync();
        for (int i = 0; i < Http2Connection.MaximumStreams; i++)
            await client.CallAsync(i * 2 + 1, Waiting, isEnd: true);
        await client.CallAsync(201, Path, isEnd: true);
        await client.AssertResetAsync(201, Http2Error.RefusedStream);

        await client.SendAsync(3, 0, 1, Http2Client.Number(8));
        await WaitAsync(() => ended == 1);
        int id = 203;
        while (true)
        {
            // the handler has returned; the server may need a moment longer to notice
            await client.CallAsync(id, Path, isEnd: true);
            var frame = await client.ReadAsync();
            if (frame.Type == Http2FrameType.Headers)
                break;
            Assert.Equal((Http2FrameType.ResetStream, id), (frame.Type, frame.StreamId));
            id += 2;
        }
    }

    [Fact]
    public async Task Calls_that_are_opened_and_given_up_at_once_leave_nothing()
    {
        await using var client = await ConnectAsync();
        var reading = ReadAllAsync(client);
        for (int i = 0; i < 5000; i++)
        {
            await client.CallAsync(i * 2 + 1, Waiting, isEnd: true);
            await client.SendAsync(3, 0, i * 2 + 1, Http2Client.Number(8));
        }
        await client.CloseAsync();
        await reading;

        Assert.Equal(waiting, ended);
    }

    [Fact]
    public async Task Frames_are_as_large_as_the_client_takes_and_no_more_than_it_gives_leave_for()
    {
        await using var client = await ConnectAsync((4, 100_000), (5, 30_000));
        await client.CallAsync(1, Large, isEnd: true);
        await client.ReadHeadersAsync(1, isEnd: false);

        Assert.Equal(30_000, (await client.ReadAsync(Http2FrameType.Data, 1)).Length);
        Assert.Equal(30_000, (await client.ReadAsync(Http2FrameType.Data, 1)).Length);
        // everything that the connection's window allows
        Assert.Equal(5_535, (await client.ReadAsync(Http2FrameType.Data, 1)).Length);
        await client.AssertAliveAsync();
        await client.SendAsync(8, 0, 0, Http2Client.Number(1_000_000));
        Assert.Equal(30_000, (await client.ReadAsync(Http2FrameType.Data, 1)).Length);
        Assert.Equal(4_465, (await client.ReadAsync(Http2FrameType.Data, 1)).Length);
        await client.AssertAliveAsync();
        // a window that is reduced, and enlarged again
        await client.SendSettingsAsync((4, 0));
        await client.ReadAsync(Http2FrameType.Settings, 0);
        await client.SendAsync(8, 0, 1, Http2Client.Number(100_000));
        await client.AssertAliveAsync();
        await client.SendAsync(8, 0, 1, Http2Client.Number(7));
        Assert.Equal(7, (await client.ReadAsync(Http2FrameType.Data, 1)).Length);
        await client.SendSettingsAsync((4, 1_000_000));
        await client.ReadAsync(Http2FrameType.Settings, 0);
        int rest = LargeLength + 5 - 100_007;
        while (rest > 0)
            rest -= (await client.ReadAsync(Http2FrameType.Data, 1)).Length;
        Assert.Equal(0, rest);
        Assert.Equal("0", (await client.ReadHeadersAsync(1, isEnd: true))["grpc-status"]);
    }

    [Fact]
    public async Task A_client_that_asks_and_reads_no_answers_is_left()
    {
        await using var client = await ConnectAsync();
        byte[] pings = [.. Enumerable.Repeat(Http2Client.Frame(6, 0, 0, new byte[8]), 1000).SelectMany(static octets => octets)];

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
                await client.SendRawAsync(pings);
        });

        Assert.Equal(
            Http2Error.EnhanceYourCalm,
            (await Assert.ThrowsAsync<Http2Exception>(() => Http2Client.WithLimit(client.Serving))).Error);
    }

    [Fact]
    public async Task Before_the_client_has_said_anything_it_can_be_stopped()
    {
        await using var client = new Http2Client();

        await client.StopAsync();
    }

    [Fact]
    public async Task In_the_middle_of_headers_it_can_be_stopped()
    {
        await using var client = await ConnectAsync();
        await client.SendAsync(1, 0, 1, Http2Client.Headers(Path));
        await client.SendRawAsync(new byte[4]);

        await client.StopAsync();
    }

    [Fact]
    public async Task While_a_handler_waits_for_a_message_it_can_be_stopped()
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Waiting);
        await WaitAsync(() => waiting == 1);

        await client.StopAsync();

        Assert.Equal(1, ended);
    }

    [Fact]
    public async Task While_a_handler_waits_for_leave_to_send_it_can_be_stopped()
    {
        await using var client = await ConnectAsync((4, 0));
        await client.CallAsync(1, Large, isEnd: true);
        await client.ReadHeadersAsync(1, isEnd: false);

        await client.StopAsync();

        Assert.Equal(1, ended);
    }

    [Fact]
    public async Task While_nobody_reads_what_a_handler_sends_it_can_be_stopped()
    {
        await using var client = await ConnectAsync((4, int.MaxValue));
        await client.SendAsync(8, 0, 0, Http2Client.Number(1 << 30));
        for (int id = 1; id < 20; id += 2)
            await client.CallAsync(id, Large, isEnd: true);
        await WaitAsync(() => waiting == 10);

        await client.StopAsync();

        Assert.Equal(10, ended);
    }

    [Fact]
    public async Task After_the_client_took_its_leave_it_can_be_stopped()
    {
        await using var client = await ConnectAsync();
        await client.CallAsync(1, Waiting);
        await client.SendAsync(7, 0, 0, new byte[8]);
        await client.AssertAliveAsync();

        await client.StopAsync();

        Assert.Equal(waiting, ended);
    }

    [Fact]
    public async Task A_client_that_closes_the_connection_ends_every_call()
    {
        await using var client = await ConnectAsync((4, 0));
        await client.CallAsync(1, Waiting);
        await client.CallAsync(3, Large, isEnd: true);
        await WaitAsync(() => waiting == 2);

        await client.CloseAsync();

        Assert.Equal(2, ended);
    }

    [Theory]
    [InlineData(Waiting)]
    [InlineData(Large)]
    public async Task A_call_that_the_client_gives_up_ends_and_nothing_else(string path)
    {
        await using var client = await ConnectAsync((4, 0));
        await client.CallAsync(1, path);
        await WaitAsync(() => waiting == 1);

        await client.SendAsync(3, 0, 1, Http2Client.Number(8));

        await WaitAsync(() => ended == 1);
        Assert.False(client.Serving.IsCompleted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_octets_and_changed_conversations_end_as_they_should(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 150; round++)
        {
            await using var client = new Http2Client(Handlers());
            var reading = ReadAllAsync(client);
            byte[] conversation = MakeConversation(random, round);
            try
            {
                await client.SendRawAsync(conversation);
            }
            catch (IOException)
            {
                // it was ended before everything was sent
            }
            await client.Stream.DisposeAsync();
            try
            {
                await Http2Client.WithLimit(client.Serving);
            }
            catch (Http2Exception)
            {
                // as expected
            }
            await Http2Client.WithLimit(reading);
            Assert.Equal(Volatile.Read(ref waiting), Volatile.Read(ref ended));
        }
    }

    /// <summary>A valid conversation with some octets changed, omitted or added; every tenth one is just noise.</summary>
    static byte[] MakeConversation(Random random, int round)
    {
        var octets = new List<byte>("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        octets.AddRange(Http2Client.Frame(4, 0, 0, Http2Client.Settings((4, 1000), (5, 20_000))));
        if (round % 10 == 0)
        {
            byte[] noise = new byte[random.Next(2000)];
            random.NextBytes(noise);
            octets.AddRange(noise);
            return [.. octets];
        }
        int start = octets.Count;
        string[] paths = [Path, Waiting, Large, "/other"];
        for (int id = 1; id < 20; id += 2)
        {
            octets.AddRange(Http2Client.Frame(1, 4, id, Http2Client.Headers(paths[random.Next(paths.Length)])));
            octets.AddRange(Http2Client.Frame(0, 0, id, Http2Client.Message("Hello")));
            octets.AddRange(Http2Client.Frame(8, 0, random.Next(2) * id, Http2Client.Number(50_000)));
            octets.AddRange(Http2Client.Frame(0, 9, id, [3, .. Http2Client.Message("again"), 0, 0, 0]));
            octets.AddRange(Http2Client.Frame(6, 0, 0, new byte[8]));
            octets.AddRange(Http2Client.Frame(3, 0, id, Http2Client.Number(8)));
        }
        for (int i = random.Next(6); i > 0; i--)
        {
            int place = random.Next(start, octets.Count);
            switch (random.Next(3))
            {
                case 0:
                    octets[place] = (byte)random.Next(256);
                    break;
                case 1:
                    octets.RemoveRange(place, Math.Min(random.Next(20), octets.Count - place));
                    break;
                default:
                    octets.Insert(place, (byte)random.Next(256));
                    break;
            }
        }
        return [.. octets];
    }

    static async Task ReadAllAsync(Http2Client client)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await client.Stream.ReadAsync(buffer) > 0)
            {
                // any value
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // closed by the test
        }
    }

    /// <summary>Waits for a handler's action.</summary>
    static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(1, limit.Token);
    }

    Task<Http2Client> ConnectAsync(params (int Name, uint Value)[] settings) => Http2Client.ConnectAsync(Handlers(), settings: settings);

    Dictionary<string, GrpcHandler> Handlers() => new()
    {
        [Path] = static async (call, token) =>
        {
            while (await call.ReadAsync(token) is not null)
            {
                // as many as arrive
            }
        },
        [Waiting] = (_, token) => CountAsync(() => Task.Delay(Timeout.Infinite, token)),
        [Large] = (call, token) => CountAsync(() => call.WriteAsync(new byte[LargeLength], token).AsTask()),
    };

    async Task CountAsync(Func<Task> handle)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            await handle();
        }
        finally
        {
            Interlocked.Increment(ref ended);
        }
    }
}
