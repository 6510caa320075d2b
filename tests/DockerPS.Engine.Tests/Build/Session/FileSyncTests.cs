using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>The files that a builder requests.</summary>
public sealed class FileSyncTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly List<string> skipped = [];

    public FileSyncTests() => folder.Write("Dockerfile", "FROM scratch\n");

    [Fact]
    public async Task Are_listed_in_the_order_to_which_the_builder_holds_them()
    {
        foreach (string name in (string[])["b/2", "b/1", "b.txt", "b-", "Z", "a", "\uFF5E", "\U0001F600", "b/c/d"])
            folder.Write(name, name);

        // each folder before its contents, and names sorted by their UTF-8 bytes
        Assert.Equal(
            ["Dockerfile", "Z", "a", "b", "b/1", "b/2", "b/c", "b/c/d", "b-", "b.txt", "\uFF5E", "\U0001F600"],
            await ListAsync([]));
    }

    [Fact]
    public async Task Have_names_that_need_not_be_UTF8()
    {
        // folders b\xFF and c, files b\x80 and b\xC3\xA9 (a letter), and a link to b\x80
        folder.Run(
            """
            a=$(printf 'b\200')
            b=$(printf 'b\377')
            mkdir c "$b"
            printf one > "$a"
            printf two > "$(printf 'b\303\251')"
            : > "$b/$(printf 'x\300')"
            ln -s "$a" link
            """);

        var call = Begin([]);
        var stats = await ReadListAsync(call, []);

        // by their bytes
        Assert.Equal(
            ["Dockerfile", "b\uDC80", "b\u00E9", "b\uDCFF", "b\uDCFF/x\uDCC0", "c", "link"],
            stats.Select(static stat => stat.Path));
        Assert.Equal("b\uDC80", stats[6].LinkName);
        Assert.Equal((3, 1u << 31), (stats[1].Size, stats[3].Mode & (1u << 31)));
        Assert.Equal(("one", "two"), (await FetchAsync(call, 1), await FetchAsync(call, 2)));
        Assert.Contains(new byte[] { (byte)'b', 0xFF, (byte)'/', (byte)'x', 0xC0 }, stats[4].Write().ToArray().AsSpan());
    }

    [Fact]
    public async Task Are_left_out_with_a_warning_if_their_names_are_not_UTF8_and_the_builder_is_strict()
    {
        folder.Run(
            """
            d=$(printf 'd\351')
            mkdir "$d"
            printf one > "$d/a"
            ln -s "$d" link
            printf two > "${d}2"
            printf three > d3
            """);
        var call = new FakeCall().With("dir-name", "context");
        var running = call.RunAsync(Open(skipsRawNames: true).DiffCopyAsync);

        var stats = await ReadListAsync(call, []);

        Assert.Equal(["Dockerfile", "d3"], stats.Select(static stat => stat.Path));
        Assert.Equal("three", await FetchAsync(call, 1));
        // a folder stands for what is in it
        Assert.Equal(["'d\\xE9'", "'d\\xE92'", "'link'"], skipped.Select(static problem => problem.Split(' ')[0]));
    }

    [Fact]
    public async Task Are_told_with_modes_links_and_times()
    {
        string run = folder.Write("run", "12345");
        File.SetUnixFileMode(run, (UnixFileMode)0b100_111_101_000);
        File.SetLastWriteTimeUtc(run, new DateTime(2020, 2, 29, 12, 30, 15, DateTimeKind.Utc).AddTicks(1234567));
        File.CreateSymbolicLink(folder.File("link"), "../outside");
        Directory.CreateDirectory(folder.File("folder"));

        var stats = await ReadListAsync(Begin([]), []);

        var file = stats.Single(stat => stat.Path == "run");
        Assert.Equal(
            (5, 1u << 23 | 0b111_101_000, new DateTime(2020, 2, 29, 12, 30, 15, DateTimeKind.Utc).AddTicks(1234567)),
            (file.Size, file.Mode, file.Modified));
        Assert.Equal(
            (1u << 27 | 0b111_111_111, "../outside"),
            stats.Where(stat => stat.Path == "link").Select(stat => (stat.Mode, stat.LinkName)).Single());
        Assert.Equal(1u << 31, stats.Single(stat => stat.Path == "folder").Mode & (1u << 31));
    }

    [Fact]
    public async Task Are_told_with_the_nanoseconds_that_docker_tells()
    {
        folder.Write("a", "1");
        folder.Write("empty", "");
        File.CreateSymbolicLink(folder.File("link"), "a");
        foreach (string name in (string[])["a", "empty", "link"])
            Command.Run("touch", new Dictionary<string, string>(), "-h", "-d", "2020-02-29T12:30:15.123456789Z", folder.File(name));

        var stats = (await ReadListAsync(Begin([]), [])).Where(stat => stat.Path != "Dockerfile").ToList();

        Assert.All(
            stats,
            stat =>
                Assert.Equal(
                    (new DateTime(2020, 2, 29, 12, 30, 15, DateTimeKind.Utc).AddTicks(1234567), 89),
                    (stat.Modified, stat.ModifiedRest)));
        Assert.Equal(3, stats.Count);
    }

    [Fact]
    public async Task Are_those_that_the_ignore_file_leaves()
    {
        folder.Write(".dockerignore", "*\n!keep\nkeep/*.tmp\n");
        folder.Write("keep/a", "");
        folder.Write("keep/b.tmp", "");
        folder.Write("drop/c", "");

        Assert.Equal(["keep", "keep/a"], await ListAsync([]));
    }

    [Theory]
    [InlineData("a/b", "a,a/b,a/b/1,a/b/2")]
    [InlineData("a/b/1", "a,a/b,a/b/1")]
    [InlineData("link/1", "a,a/b,a/b/1,link")]
    [InlineData("circle", "circle,elcric")]
    [InlineData("*.txt", "t.txt")]
    [InlineData("out/1", "a,a/b,a/b/1,out")]
    [InlineData("../../a/b/1", "a,a/b,a/b/1")]
    [InlineData("none", "")]
    public async Task Are_those_that_are_followed(string path, string expected)
    {
        folder.Write("a/b/1", "1");
        folder.Write("a/b/2", "2");
        folder.Write("t.txt", "t");
        File.CreateSymbolicLink(folder.File("link"), "a/b");
        // absolute paths begin at the context
        File.CreateSymbolicLink(folder.File("out"), "/../a/b");
        File.CreateSymbolicLink(folder.File("circle"), "elcric");
        File.CreateSymbolicLink(folder.File("elcric"), "circle");

        Assert.Equal(expected, string.Join(',', await ListAsync(new() { ["followpaths"] = [path] })));
    }

    [Fact]
    public async Task Are_those_that_patterns_fit()
    {
        folder.Write("a/1.c", "");
        folder.Write("a/2.h", "");
        folder.Write("ö/1.c", "");

        Assert.Equal(
            ["a", "a/1.c"],
            await ListAsync(
                new() { ["include-patterns"] = ["**/*.c"], ["exclude-patterns"] = ["%C3%B6"], ["exclude-patterns-encoded"] = ["1"] }));
    }

    [Fact]
    public async Task Hold_the_Dockerfile_alone_where_that_is_asked_for()
    {
        var call = Begin(
            new() { ["dir-name"] = ["dockerfile"], ["followpaths"] = ["Dockerfile", "Dockerfile.dockerignore", "dockerfile"] });

        // the ignore file keeps the builder from applying the context's own again
        Assert.Equal(["Dockerfile", "Dockerfile.dockerignore"], (await ReadListAsync(call, [])).Select(stat => stat.Path));
        Assert.Equal("FROM scratch\n", await FetchAsync(call, 0));
    }

    [Fact]
    public async Task Of_other_folders_are_refused()
    {
        var call = new FakeCall().With("dir-name", "etc");
        var error = await Assert.ThrowsAsync<GrpcException>(() => call.RunAsync(Open().DiffCopyAsync));
        Assert.Equal(GrpcStatus.NotFound, error.Status);
    }

    [Fact]
    public async Task Are_sent_when_they_are_asked_for()
    {
        folder.Write("empty", "");
        string large = new('x', 1_000_000);
        folder.Write("large", large);
        var service = Open();
        var call = Begin([], service, out var running);

        await ReadListAsync(call, []);
        Assert.Equal(large, await FetchAsync(call, 2));
        Assert.Equal("", await FetchAsync(call, 1));
        call.Send(SyncPacket.Make(SyncPacketType.Finish));
        Assert.Equal(SyncPacketType.Finish, SyncPacket.Read((await call.ReceiveAsync())!.Value).Type);

        await running;
        Assert.Equal(1_000_000, service.Sent);
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("a little longer than before")]
    public async Task That_change_meanwhile_are_an_error_which_the_builder_hears(string content)
    {
        folder.Write("a", "as it was listed");
        var call = Begin([], Open(), out var running);
        await ReadListAsync(call, []);
        folder.Write("a", content);

        call.Send(SyncPacket.MakeRequest(1));
        var packet = SyncPacket.Read((await call.ReceiveAsync())!.Value);

        Assert.Equal(
            (SyncPacketType.Error, "'a' in the build context changed while it was being sent."),
            (packet.Type, Encoding.UTF8.GetString(packet.Data.Span)));
        Assert.Equal("BuildContext", (await Assert.ThrowsAsync<EngineException>(() => running)).Subject.Kind);
    }

    [Theory]
    [InlineData(99u)]
    [InlineData(0u)]
    public async Task That_were_not_listed_or_are_no_files_are_not_sent(uint id)
    {
        Directory.CreateDirectory(folder.File("A"));
        var call = Begin([], Open(), out var running);
        await ReadListAsync(call, []);

        call.Send(SyncPacket.MakeRequest(id));

        Assert.Equal(SyncPacketType.Error, SyncPacket.Read((await call.ReceiveAsync())!.Value).Type);
        Assert.Equal(GrpcStatus.InvalidArgument, (await Assert.ThrowsAsync<GrpcException>(() => running)).Status);
    }

    [Fact]
    public async Task Are_sent_once()
    {
        var call = Begin([], Open(), out var running);
        await ReadListAsync(call, []);
        await FetchAsync(call, 0);

        call.Send(SyncPacket.MakeRequest(0));

        Assert.Equal(GrpcStatus.InvalidArgument, (await Assert.ThrowsAsync<GrpcException>(() => running)).Status);
    }

    [Theory]
    [InlineData(new byte[] { 0x08 })]
    [InlineData(new byte[] { 0x22, 0xff, 0x01 })]
    [InlineData(new byte[] { 0x08, 0x07 })]
    public async Task Are_not_sent_to_who_says_what_makes_no_sense(byte[] message)
    {
        var call = Begin([], Open(), out var running);
        await ReadListAsync(call, []);

        call.Send(message);

        Assert.Equal(GrpcStatus.InvalidArgument, (await Assert.ThrowsAsync<GrpcException>(() => running)).Status);
    }

    [Fact]
    public async Task Are_not_sent_any_more_when_the_build_is_stopped()
    {
        using var stopping = new CancellationTokenSource();
        var call = new FakeCall().With("dir-name", "context");
        var running = call.RunAsync(Open().DiffCopyAsync, stopping.Token);
        await ReadListAsync(call, []);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    public void Dispose() => folder.Dispose();

    FileSyncService Open(bool skipsRawNames = false) =>
        new(BuildContext.Open(folder.Path, null, isClassic: false), "key", null, skipped.Add) { SkipsRawNames = skipsRawNames };

    FakeCall Begin(Dictionary<string, string[]> metadata) => Begin(metadata, Open(), out _);

    static FakeCall Begin(Dictionary<string, string[]> metadata, FileSyncService service, out Task running)
    {
        var call = new FakeCall().With("dir-name", "context");
        foreach (var (key, values) in metadata)
            call.With(key, values);
        running = call.RunAsync(service.DiffCopyAsync);
        return call;
    }

    async Task<IEnumerable<string>> ListAsync(Dictionary<string, string[]> metadata) =>
        (await ReadListAsync(Begin(metadata), [])).Select(stat => stat.Path);

    static async Task<List<SyncStat>> ReadListAsync(FakeCall call, List<SyncStat> stats)
    {
        while (SyncPacket.Read((await call.ReceiveAsync())!.Value) is { Stat: { } stat })
            stats.Add(stat);
        return stats;
    }

    static async Task<string> FetchAsync(FakeCall call, uint id)
    {
        call.Send(SyncPacket.MakeRequest(id));
        var content = new StringBuilder();
        while (true)
        {
            var packet = SyncPacket.Read((await call.ReceiveAsync())!.Value);
            Assert.Equal((SyncPacketType.Data, id), (packet.Type, packet.Id));
            if (packet.Data.IsEmpty)
                return content.ToString();
            content.Append(Encoding.UTF8.GetString(packet.Data.Span));
        }
    }
}
