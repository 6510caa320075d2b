using System.Formats.Tar;

namespace DockerPS.Engine.Tests;

/// <summary>Build results that are exported to this machine.</summary>
public sealed class FileSendTests : IDisposable
{
    const uint Folder = 1u << 31 | 0b111_101_101;
    const uint Link = 1u << 27 | 0b111_111_111;
    const uint Plain = 0b110_100_100;

    readonly TemporaryFolder folder = new();
    readonly List<string> skipped = [];

    string Destination => folder.File("out");

    [Fact]
    public async Task Become_files_folders_and_links()
    {
        byte[] large = [.. Enumerable.Range(0, 3_000_000).Select(static i => (byte)i)];
        await SendAsync(
            (Stat("bin", Folder), null),
            (Stat("bin/run", 0b111_101_101, 3), "run"u8.ToArray()),
            (Stat("bin/second", Plain, 3, "bin/run"), "run"u8.ToArray()),
            (Stat("empty", Plain), []),
            (Stat("large", Plain, large.Length), large),
            (Stat("link", Link, 0, "../elsewhere"), null),
            (Stat("null", 1u << 26 | 1u << 21 | Plain), null));

        Assert.Equal(("run", "run", ""), (Read("bin/run"), Read("bin/second"), Read("empty")));
        Assert.Equal(large, await File.ReadAllBytesAsync(Path.Combine(Destination, "large")));
        Assert.Equal("../elsewhere", new FileInfo(Path.Combine(Destination, "link")).LinkTarget);
        Assert.True(File.GetUnixFileMode(Path.Combine(Destination, "bin/run")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc), File.GetLastWriteTimeUtc(Path.Combine(Destination, "empty")));
        Assert.Equal(["null is a device or a socket"], skipped);
    }

    [Theory]
    [InlineData("../evil", Plain, "")]
    [InlineData("/evil", Plain, "")]
    [InlineData("a/../../evil", Plain, "")]
    [InlineData("link/evil", Plain, "")]
    [InlineData("", Plain, "")]
    [InlineData("copy", Plain, "../evil")]
    public async Task Never_lie_elsewhere(string path, uint mode, string linkName)
    {
        folder.Write("evil-target/kept", "kept");
        var error = await Assert.ThrowsAsync<EngineException>(() => SendAsync(
            (Stat("link", Link, 0, folder.File("evil-target")), null),
            (Stat(path, mode, 4, linkName), "evil"u8.ToArray())));

        Assert.Equal("UnsafeArchive", error.ErrorId);
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(folder.Path, "*evil", SearchOption.AllDirectories),
            static found => !found.EndsWith("evil-target", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5, 4)]
    [InlineData(3, 4)]
    [InlineData(2_000_000, 4)]
    [InlineData(-1, 4)]
    public async Task Of_another_length_than_was_told_are_refused(long told, int sent)
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => SendAsync((Stat("a", Plain, told), new byte[sent])));
        Assert.Equal("ArchiveParseError", error.ErrorId);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Destination));
    }

    [Fact]
    public async Task That_nobody_asked_for_are_refused()
    {
        var call = new FakeCall();
        call.Send(SyncPacket.Make(SyncPacketType.Stat));
        call.Send(SyncPacket.MakeEnd(7));
        call.SendEnd();
        // there is nothing to request, so the data is ignored
        await call.RunAsync(Open("type=local,dest=" + Destination).DiffCopyAsync);

        call = new FakeCall();
        call.Send(SyncPacket.MakeEnd(7));
        Assert.Equal(
            "ArchiveParseError",
            (await Assert.ThrowsAsync<EngineException>(() => call.RunAsync(Open(Destination).DiffCopyAsync))).ErrorId);
    }

    [Fact]
    public async Task Become_a_tar()
    {
        byte[] tar = MakeTar();
        var call = new FakeCall();
        call.Send(GrpcMessages.FromBytes(tar.AsSpan(0, 700)));
        call.Send(GrpcMessages.FromBytes([]));
        call.Send(GrpcMessages.FromBytes(tar.AsSpan(700)));
        call.SendEnd();

        await call.RunAsync(Open($"type=tar,dest={Destination}").DiffCopyAsync);

        Assert.Equal(tar, await File.ReadAllBytesAsync(Destination));
    }

    [Fact]
    public async Task That_stop_in_the_middle_of_a_tar_leave_no_file()
    {
        var call = new FakeCall();
        call.Send(GrpcMessages.FromBytes(MakeTar().AsSpan(0, 700)));
        call.SendEnd();

        await Assert.ThrowsAsync<EngineException>(() => call.RunAsync(Open($"type=tar,dest={Destination}").DiffCopyAsync));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Have_names_that_need_not_be_UTF8()
    {
        await SendAsync(
            (Stat("d\uDCE9", Folder), null),
            (Stat("d\uDCE9/a\uDCFF", Plain, 3), "raw"u8.ToArray()),
            (Stat("link", Link, 0, "d\uDCE9/a\uDCFF"), null));

        Assert.Equal(["d\uDCE9", "link"], NativeFile.ReadFolder(Destination).Order(StringComparer.Ordinal));
        Assert.Equal("d\uDCE9/a\uDCFF", NativeFile.ReadLink(Path.Combine(Destination, "link")));
        // through the link, whose name .NET can express
        Assert.Equal("raw", Read("link"));
    }

    public void Dispose() => folder.Dispose();

    FileSendService Open(string export) => new(BuildExport.Parse(export), null, skipped.Add);

    /// <summary>Sends like BuildKit: the list, and each content when requested.</summary>
    async Task SendAsync(params (SyncStat Stat, byte[]? Content)[] all)
    {
        var call = new FakeCall();
        foreach (var (stat, _) in all)
            call.Send(SyncPacket.Make(stat));
        call.Send(SyncPacket.Make(SyncPacketType.Stat));
        var running = call.RunAsync(Open(Destination).DiffCopyAsync);
        while (await call.ReceiveAsync() is { } message)
        {
            var packet = SyncPacket.Read(message);
            if (packet.Type != SyncPacketType.Request)
                break;
            byte[] content = all[packet.Id].Content!;
            for (int at = 0; at < content.Length; at += 100_000)
            {
                byte[] piece = [.. new byte[SyncPacket.LongestHead], .. content.AsSpan(at, Math.Min(100_000, content.Length - at))];
                call.Send(SyncPacket.MakeData(packet.Id, piece, piece.Length - SyncPacket.LongestHead));
            }
            call.Send(SyncPacket.MakeEnd(packet.Id));
        }
        call.SendEnd();
        await running;
    }

    string Read(string name) => File.ReadAllText(Path.Combine(Destination, name));

    static byte[] MakeTar()
    {
        using var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true))
            writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "a") { DataStream = new MemoryStream(new byte[600]) });
        return buffer.ToArray();
    }

    static SyncStat Stat(string path, uint mode, long size = 0, string linkName = "") =>
        new()
        {
            Path = path,
            Mode = mode,
            Size = size,
            LinkName = linkName,
            Modified = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        };
}
