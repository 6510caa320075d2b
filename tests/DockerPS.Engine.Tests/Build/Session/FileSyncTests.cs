namespace DockerPS.Engine.Tests;

/// <summary>The files that a builder asks for, as it gets them.</summary>
public sealed class FileSyncTests : IDisposable
{
    const string Method = "/moby.filesync.v1.FileSync/DiffCopy";

    readonly TemporaryFolder folder = new();
    readonly List<string> skipped = [];
    int sent;

    public FileSyncTests() => folder.Write("Dockerfile", "FROM scratch\n");

    [Fact]
    public async Task Everything_is_told_in_the_order_of_bytes()
    {
        folder.Write("a/z", "1");
        folder.Write("a.b", "22");
        folder.Write("a/b/c", "");
        folder.Write("\ufb01", "");
        folder.Write("😀", "");
        File.CreateSymbolicLink(folder.File("link"), "a/z");

        var told = await TellAsync();

        Assert.Equal(["Dockerfile", "a", "a/b", "a/b/c", "a/z", "a.b", "link", "\ufb01", "😀"], told.Select(thing => thing.Path));
        Assert.Equal("a/z", told[6].Link);
        Assert.Equal([13, 0, 0, 0, 1, 2, 3, 0, 0], told.Select(thing => (int)thing.Size));
    }

    [Fact]
    public async Task Modes_and_times_are_told()
    {
        string run = folder.Write("run", "#!");
        File.SetUnixFileMode(run, (UnixFileMode)0b101_111_101_000);
        File.SetLastWriteTimeUtc(run, new DateTime(2020, 2, 29, 12, 30, 15, DateTimeKind.Utc).AddTicks(1234567));
        Command.Run("mkfifo", new Dictionary<string, string>(), "-m", "600", folder.File("pipe"));
        Directory.CreateDirectory(folder.File("sub"));
        File.SetUnixFileMode(folder.File("sub"), (UnixFileMode)0b001_111_111_111);

        var told = (await TellAsync()).ToDictionary(thing => thing.Path);

        // the bits of Go: set-user-ID and sticky, a pipe, a folder
        Assert.Equal(1u << 23 | 1u << 20 | 0b111_101_000, told["run"].Mode);
        Assert.Equal(1582979415_123456700, told["run"].Modified);
        Assert.Equal(1u << 25 | 0b110_000_000, told["pipe"].Mode);
        Assert.Equal(1u << 31 | 1u << 20 | 0b111_111_111, told["sub"].Mode);
    }

    [Theory]
    [InlineData("a/1", "a a/1")]
    [InlineData("a", "a a/1 a/2")]
    [InlineData("/a/", "a a/1 a/2")]
    [InlineData("*.txt", "x.txt")]
    [InlineData("none", "")]
    [InlineData("../a/1", "a a/1")]
    [InlineData("to-a/1", "a a/1 to-a")]
    [InlineData("to-?/1", "a a/1 to-a")]
    [InlineData("chain", "a a/1 chain to-a")]
    [InlineData("circle/x", "circle")]
    [InlineData("abs", "abs x.txt")]
    [InlineData("out", "out")]
    public async Task Only_what_is_needed_is_told_with_what_links_lead_to(string path, string expected)
    {
        folder.Write("a/1", "1");
        folder.Write("a/2", "2");
        folder.Write("x.txt", "x");
        File.CreateSymbolicLink(folder.File("to-a"), "a");
        File.CreateSymbolicLink(folder.File("chain"), "to-a/1");
        File.CreateSymbolicLink(folder.File("circle"), "circle");
        File.CreateSymbolicLink(folder.File("abs"), "/x.txt");
        File.CreateSymbolicLink(folder.File("out"), "../../../../etc/passwd");

        Assert.Equal(expected, string.Join(' ', (await TellAsync(("followpaths", path))).Select(thing => thing.Path)));
    }

    [Fact]
    public async Task The_whole_folder_is_told_when_it_is_asked_for()
    {
        folder.Write("a/1", "1");

        Assert.Equal(["Dockerfile", "a", "a/1"], (await TellAsync(("followpaths", "a"), ("followpaths", "/"))).Select(thing => thing.Path));
    }

    [Fact]
    public async Task What_is_ignored_is_never_told()
    {
        folder.Write(".dockerignore", "secret*\n!secret-not\nDockerfile\n");
        folder.Write("secret.txt", "");
        folder.Write("secret-not", "");

        Assert.Equal([".dockerignore", "secret-not"], (await TellAsync()).Select(thing => thing.Path));
        Assert.Empty(await TellAsync(("followpaths", "secret.txt")));
    }

    [Fact]
    public async Task Patterns_of_the_builder_are_heeded()
    {
        folder.Write("a/1.c", "");
        folder.Write("a/2.h", "");
        folder.Write("b/3.c", "");

        Assert.Equal(["a", "a/1.c"], (await TellAsync(("include-patterns", "**/*.c"), ("exclude-patterns", "b"))).Select(thing => thing.Path));
    }

    [Fact]
    public async Task A_socket_is_left_out()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(folder.File("s")));

        Assert.Equal(["Dockerfile"], (await TellAsync()).Select(thing => thing.Path));
        Assert.Equal(["s"], skipped);
    }

    [Fact]
    public async Task Files_are_sent_as_they_are_wanted()
    {
        byte[] large = new byte[1_000_000];
        new Random(1).NextBytes(large);
        await File.WriteAllBytesAsync(folder.File("large"), large);
        folder.Write("small", "s");
        folder.Write("unwanted", "u");
        await using var peer = await ConnectAsync();
        Assert.Equal(4, (await ReadStatsAsync(peer)).Count);

        await peer.SendMessageAsync(1, Request(1));
        await peer.SendMessageAsync(1, Request(2));
        var files = await ReadFilesAsync(peer, 2);
        await peer.SendMessageAsync(1, [8, 3]);

        Assert.Equal("0", await peer.ReadStatusAsync(1));
        Assert.True(files[1].AsSpan().SequenceEqual(large));
        Assert.Equal("s"u8.ToArray(), files[2]);
        Assert.Equal(large.Length + 1, sent);
    }

    [Theory]
    [InlineData("grows")]
    [InlineData("shrinks")]
    [InlineData("goes")]
    public async Task A_file_that_changes_is_an_error_of_its_own(string change)
    {
        string path = folder.Write("a", "content");
        await using var peer = await ConnectAsync();
        await ReadStatsAsync(peer);
        if (change == "goes")
            File.Delete(path);
        else
            folder.Write("a", change == "grows" ? "more content" : "less");

        await peer.SendMessageAsync(1, Request(1));

        string message = await ReadErrorAsync(peer);
        Assert.Equal("2", await peer.ReadStatusAsync(1));
        Assert.Equal(message, peer.Server.Fault?.Message);
        Assert.StartsWith("'a' in the build context ", message, StringComparison.Ordinal);
        Assert.Contains(change == "goes" ? "can not be read" : "was changed", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task What_is_no_file_can_not_be_wanted(int id)
    {
        Directory.CreateDirectory(folder.File("A"));
        await using var peer = await ConnectAsync();
        await ReadStatsAsync(peer);

        await peer.SendMessageAsync(1, Request(id));

        Assert.Equal("3", await peer.ReadStatusAsync(1));
    }

    [Theory]
    [InlineData("08")]
    [InlineData("0802")]
    [InlineData("0800")]
    [InlineData("ffffffffffffffffffffff")]
    public async Task What_is_no_request_ends_the_call(string message)
    {
        await using var peer = await ConnectAsync();
        await peer.SendMessageAsync(1, Convert.FromHexString(message));

        Assert.Equal("3", await peer.ReadStatusAsync(1));
        Assert.Null(peer.Server.Fault);
    }

    [Fact]
    public async Task Another_folder_is_not_there()
    {
        await using var peer = await SessionPeer.ConnectAsync(Methods());
        await peer.OpenAsync(1, Method, isLast: true, ("dir-name", "/etc"));

        Assert.Equal("5", await peer.ReadStatusAsync(1));
    }

    [Fact]
    public async Task A_pattern_that_is_none_is_refused()
    {
        await using var peer = await ConnectAsync(("followpaths", "a[b"));

        Assert.Equal("3", await peer.ReadStatusAsync(1));
    }

    [Fact]
    public async Task It_ends_at_once_in_the_middle_of_a_file()
    {
        await File.WriteAllBytesAsync(folder.File("large"), new byte[10_000_000]);
        await using var peer = await ConnectAsync();
        await ReadStatsAsync(peer);
        await peer.SendMessageAsync(1, Request(1));
        await peer.ReadAsync(Http2FrameType.Data);

        await peer.StopAsync();

        using var free = File.Open(folder.File("large"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Null(peer.Server.Fault);
    }

    public void Dispose() => folder.Dispose();

    Dictionary<string, Func<GrpcCall, Task>> Methods()
    {
        var context = BuildContext.Open(folder.Path, null, isClassic: false);
        var service = new FileSyncService(new Dictionary<string, SyncedFolder> { ["context"] = new(context.Folder, context.Walk) }, skipped.Add, count => Interlocked.Add(ref sent, count));
        return new(service.Methods);
    }

    async Task<SessionPeer> ConnectAsync(params (string, string)[] metadata)
    {
        var peer = await SessionPeer.ConnectAsync(Methods());
        await peer.SendAsync(Http2FrameType.Settings, 0, 0, [0, 4, .. SessionPeer.Number(2_000_000)]);
        await peer.SendAsync(Http2FrameType.WindowUpdate, 0, 2_000_000);
        await peer.OpenAsync(1, Method, isLast: false, [("dir-name", "context"), .. metadata]);
        return peer;
    }

    async Task<List<Thing>> TellAsync(params (string, string)[] metadata)
    {
        await using var peer = await ConnectAsync(metadata);
        var told = await ReadStatsAsync(peer);
        await peer.SendMessageAsync(1, [8, 3], isLast: true);
        Assert.Equal("0", await peer.ReadStatusAsync(1));
        return told;
    }

    readonly List<byte> come = [];

    async Task<byte[]> ReadMessageAsync(SessionPeer peer)
    {
        while (come.Count < GrpcCall.HeadLength || come.Count < GrpcCall.HeadLength + LengthOf(come))
            come.AddRange((await peer.ReadAsync(Http2FrameType.Data)).Payload.ToArray());
        byte[] message = [.. come.Skip(GrpcCall.HeadLength).Take(LengthOf(come))];
        come.RemoveRange(0, GrpcCall.HeadLength + message.Length);
        return message;
    }

    static int LengthOf(List<byte> framed) => framed[1] << 24 | framed[2] << 16 | framed[3] << 8 | framed[4];

    async Task<List<Thing>> ReadStatsAsync(SessionPeer peer)
    {
        come.Clear();
        var things = new List<Thing>();
        while (await ReadMessageAsync(peer) is { Length: > 0 } message)
            things.Add(Thing.Decode(message));
        return things;
    }

    async Task<Dictionary<int, byte[]>> ReadFilesAsync(SessionPeer peer, int count)
    {
        var files = new Dictionary<int, List<byte>>();
        for (int done = 0; done < count;)
        {
            int id = 0;
            byte[] data = [];
            Decode(await ReadMessageAsync(peer));
            if (data.Length == 0)
                done++;
            if (!files.TryGetValue(id, out var content))
                files[id] = content = [];
            content.AddRange(data);

            void Decode(byte[] message)
            {
                var reader = new ProtobufReader(message);
                while (reader.Next())
                {
                    if (reader.Field == 3)
                        id = (int)reader.Number;
                    else if (reader.Field == 4)
                        data = reader.Data.ToArray();
                }
            }
        }
        return files.ToDictionary(file => file.Key, file => file.Value.ToArray());
    }

    async Task<string> ReadErrorAsync(SessionPeer peer)
    {
        var packet = FileSyncPacket.Decode(await ReadMessageAsync(peer));
        Assert.Equal(FileSyncPacketType.Error, packet.Type);
        return packet.Text;
    }

    static byte[] Request(int id) => new ProtobufWriter().Number(1, 1).Number(3, (ulong)id).ToArray();

    sealed record Thing(string Path, uint Mode, long Size, long Modified, string Link)
    {
        public static Thing Decode(byte[] message)
        {
            var packet = new ProtobufReader(message);
            packet.Next();
            Assert.Equal(2, packet.Field);
            var thing = new Thing("", 0, 0, 0, "");
            var stat = new ProtobufReader(packet.Data);
            while (stat.Next())
            {
                thing = stat.Field switch
                {
                    1 => thing with { Path = stat.Text },
                    2 => thing with { Mode = (uint)stat.Number },
                    5 => thing with { Size = stat.Signed },
                    6 => thing with { Modified = stat.Signed },
                    7 => thing with { Link = stat.Text },
                    _ => thing,
                };
            }
            return thing;
        }
    }
}
