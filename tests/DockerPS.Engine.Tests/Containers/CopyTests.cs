using System.Formats.Tar;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Copies of unusual files, archives that no engine should send, and copies that end in the middle.</summary>
public sealed class CopyTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;
    readonly TemporaryFolder folder = new();
    readonly string target;

    public CopyTests()
    {
        client = Engines.Connect(engine.Address);
        target = Directory.CreateDirectory(folder.File("target")).FullName;
        engine.On("GET", "/containers/{id}/json", FakeAnswer.Json("""{"Id":"c1","Name":"/web"}"""));
    }

    [Fact]
    public async Task A_folder_is_extracted_with_modes_and_times()
    {
        var time = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        Sends(true, Folder("./"), Folder("./sub/"), Plain("./sub/a", "text"), Link("./l", "/etc/passwd"));

        await CopyAsync();

        Assert.Equal("text", await File.ReadAllTextAsync(folder.File("target/d/sub/a")));
        Assert.Equal(time.UtcDateTime, File.GetLastWriteTimeUtc(folder.File("target/d/sub/a")));
        Assert.Equal("/etc/passwd", new FileInfo(folder.File("target/d/l")).LinkTarget);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File("target/d/sub/a")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("./../evil")]
    [InlineData("./sub/../../evil")]
    [InlineData("..")]
    public async Task A_name_that_leads_up_is_refused(string name) => await RefusesAsync(Folder("./"), Plain(name, "evil"));

    [Fact]
    public async Task An_absolute_name_is_refused() => await RefusesAsync(Folder("./"), Plain(folder.File("evil"), "evil"));

    [Fact]
    public async Task A_file_through_a_link_of_the_archive_is_refused() =>
        await RefusesAsync(Folder("./"), Link("./out", folder.Path), Plain("./out/evil", "evil"));

    [Fact]
    public async Task A_file_through_a_relative_link_is_refused() =>
        await RefusesAsync(Folder("./"), Link("./out", "../.."), Plain("./out/evil", "evil"));

    [Fact]
    public async Task A_folder_in_the_place_of_a_link_is_refused() =>
        await RefusesAsync(Folder("./"), Link("./out", folder.Path), Folder("./out/"), Plain("./out/evil", "evil"));

    [Fact]
    public async Task A_hard_link_to_a_file_outside_is_refused()
    {
        folder.Write("secret", "secret");

        await RefusesAsync(Folder("./"), Hard("./x", "../../secret"));
        await RefusesAsync(Folder("./"), Hard("./x", folder.File("secret")));
        await RefusesAsync(Folder("./"), Link("./out", folder.Path), Hard("./x", "./out/secret"));
        await RefusesAsync(Folder("./"), Link("./out", folder.File("secret")), Hard("./x", "./out"));

        Assert.False(File.Exists(folder.File("target/d/x")));
    }

    [Fact]
    public async Task A_file_in_the_place_of_a_link_replaces_the_link_alone()
    {
        folder.Write("secret", "secret");
        Sends(true, Folder("./"), Link("./x", folder.File("secret")), Plain("./x", "new"));

        await CopyAsync();

        Assert.Equal("secret", await File.ReadAllTextAsync(folder.File("secret")));
        Assert.Equal("new", await File.ReadAllTextAsync(folder.File("target/d/x")));
    }

    [Fact]
    public async Task A_link_at_the_destination_is_not_followed()
    {
        Directory.CreateDirectory(folder.File("target/d"));
        Directory.CreateDirectory(folder.File("elsewhere"));
        Directory.CreateSymbolicLink(folder.File("target/d/sub"), folder.File("elsewhere"));

        await RefusesAsync(Folder("./"), Plain("./sub/evil", "evil"));

        Assert.Empty(Directory.GetFileSystemEntries(folder.File("elsewhere")));
    }

    [Fact]
    public async Task What_was_requested_as_a_file_can_only_be_one_file()
    {
        Sends(false, Plain("d", "good"), Plain("evil", "evil"));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("UnsafeArchive", error.ErrorId);
        Assert.Equal([folder.File("target/d")], Directory.GetFileSystemEntries(target));
    }

    [Fact]
    public async Task A_set_user_id_is_not_kept_on_this_machine()
    {
        var file = Plain("d", "x");
        file.Mode |= UnixFileMode.SetUser | UnixFileMode.SetGroup;
        Sends(false, file);

        await CopyAsync();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File("target/d")));
    }

    [Theory]
    [InlineData(700)]
    [InlineData(100_000)]
    public async Task A_copy_that_breaks_leaves_no_incomplete_file_and_keeps_the_old_one(int bytes)
    {
        folder.Write("target/d", "before");
        Stats(isFolder: false);
        engine.On(
            "GET",
            "/containers/{id}/archive",
            FakeAnswer.Bytes(Tar(Plain("d", new string('x', 200_000))), "application/x-tar").CutAt(bytes));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("EngineConnectionLost", error.ErrorId);
        Assert.Equal([folder.File("target/d")], Directory.GetFileSystemEntries(target));
        Assert.Equal("before", await File.ReadAllTextAsync(folder.File("target/d")));
    }

    [Fact]
    public async Task An_archive_that_ends_in_the_middle_of_a_file_is_an_error()
    {
        Stats(isFolder: false);
        engine.On(
            "GET",
            "/containers/{id}/archive",
            FakeAnswer.Bytes(Tar(Plain("d", new string('x', 200_000)))[..50_000], "application/x-tar"));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("ArchiveParseError", error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [Theory]
    [InlineData("no tar at all, but a text that is longer than nothing")]
    [InlineData("")]
    public async Task What_is_not_an_archive_is_an_error(string text)
    {
        Stats(isFolder: true);
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Text(text.PadRight(text.Length == 0 ? 0 : 2048, 'x')));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("ArchiveParseError", error.ErrorId);
    }

    [Fact]
    public async Task A_file_can_have_a_name_of_the_maximum_length()
    {
        string[] names = [new('n', 255), "x" + new string('\u00E4', 127), string.Concat(Enumerable.Repeat("\U0001F600", 63))];
        Sends(true, [Folder("./"), .. names.Select(static name => Plain("./" + name, name))]);

        await CopyAsync();

        foreach (string name in names)
            Assert.Equal(name, await File.ReadAllTextAsync(folder.File("target/d/" + name)));
        Assert.Equal(names.Length, Directory.GetFileSystemEntries(folder.File("target/d")).Length);
    }

    [Fact]
    public async Task Names_that_are_not_UTF8_are_kept_into_out_of_and_between_containers()
    {
        folder.Run(
            """
            mkdir source
            cd source
            d=$(printf 'd\351')
            a=$(printf 'a\377')
            mkdir -m 750 "$d"
            printf raw > "$d/$a"
            printf other > "$d/$(printf 'a\376')"
            chmod 640 "$d/$a"
            touch -d 2001-02-03T04:05:06Z "$d/$a"
            ln -s "$d/$a" link
            mkfifo "$(printf 'p\200')"
            """);
        Stats(isFolder: true);
        engine.On("PUT", "/containers/{id}/archive", FakeAnswer.Empty());
        engine.On("GET", "/containers/other/json", FakeAnswer.Json("""{"Id":"c2","Name":"/other"}"""));

        await client.Files.CopyAsync(new CopyEnd(null, folder.File("source")), new CopyEnd("web", "/d"), new CopyOptions(), default);
        byte[] sent = engine.Requests[^1].Body;
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Bytes(sent, "application/x-tar"));
        await client.Files.CopyAsync(new CopyEnd("web", "/d"), new CopyEnd("other", "/d"), new CopyOptions(), default);
        byte[] forwarded = engine.Requests[^1].Body;
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Bytes(forwarded, "application/x-tar"));
        await CopyAsync();

        string copied = folder.File("target/d/d/source");
        Assert.Equal(["d\uDCE9", "link", "p\uDC80"], NativeFile.ReadFolder(copied).Order(StringComparer.Ordinal));
        Assert.Equal("d\uDCE9/a\uDCFF", NativeFile.ReadLink(copied + "/link"));
        Assert.Equal(FileStatus.Pipe, FileStatus.Require(copied + "/p\uDC80").Kind);
        Assert.Equal(["a\uDCFE", "a\uDCFF"], NativeFile.ReadFolder(copied + "/d\uDCE9").Order(StringComparer.Ordinal));
        var (status, parent) = (FileStatus.Require(copied + "/d\uDCE9/a\uDCFF"), FileStatus.Require(copied + "/d\uDCE9"));
        Assert.Equal(("640", "750"), (Convert.ToString((int)status.Mode, 8), Convert.ToString((int)parent.Mode, 8)));
        Assert.Equal(new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), status.Modified);
        Assert.Equal("raw", await File.ReadAllTextAsync(copied + "/link"));
    }

    [Fact]
    public async Task Binary_attributes_are_kept_between_containers()
    {
        // cap_setuid of a program such as newuidmap
        byte[] value = [1, 0, 0, 2, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        const string Attribute = "SCHILY.xattr.security.capability";
        var file = new PaxTarEntry(TarEntryType.RegularFile, "d", [new(Attribute, new string('v', value.Length))])
        {
            DataStream = new MemoryStream("content"u8.ToArray()),
        };
        byte[] tar = Tar(file);
        int at = Encoding.Latin1.GetString(tar).IndexOf(Attribute + "=", StringComparison.Ordinal);
        value.CopyTo(tar, at + Attribute.Length + 1);
        Stats(isFolder: false);
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Bytes(tar, "application/x-tar"));
        engine.On("GET", "/containers/other/json", FakeAnswer.Json("""{"Id":"c2","Name":"/other"}"""));
        engine.On("PUT", "/containers/{id}/archive", FakeAnswer.Empty());

        await client.Files.CopyAsync(new CopyEnd("web", "/d"), new CopyEnd("other", "/d"), new CopyOptions(), default);

        byte[] sent = engine.Requests[^1].Body;
        Assert.True(sent.AsSpan().IndexOf([.. Encoding.ASCII.GetBytes(Attribute + "="), .. value, (byte)'\n']) > 0);
        using var reader = new TarReader(new MemoryStream(sent));
        var entry = await reader.GetNextEntryAsync(copyData: true);
        Assert.Equal(("d", 7), (entry!.Name, entry.Length));
        Assert.Null(await reader.GetNextEntryAsync());
    }

    [Fact]
    public async Task A_file_is_found_by_the_name_in_which_dotnet_has_replaced_bytes()
    {
        folder.Run("mkdir source; printf raw > \"source/$(printf 'a\\377')\"");
        Stats(isFolder: true);
        engine.On("PUT", "/containers/{id}/archive", FakeAnswer.Empty());
        string found = Directory.GetFiles(folder.File("source")).Single();

        await client.Files.CopyAsync(new CopyEnd(null, found), new CopyEnd("web", "/d"), new CopyOptions(), default);

        Assert.StartsWith("PaxHeaders/raw", Encoding.Latin1.GetString(engine.Requests[^1].Body), StringComparison.Ordinal);
        Assert.Contains("a\u00FF", Encoding.Latin1.GetString(engine.Requests[^1].Body), StringComparison.Ordinal);
        // with two such files, the name is ambiguous
        folder.Run("printf raw > \"source/$(printf 'a\\376')\"");
        var error = await Assert.ThrowsAsync<EngineException>(
            () => client.Files.CopyAsync(new CopyEnd(null, found), new CopyEnd("web", "/d"), new CopyOptions(), default));
        Assert.Equal(EngineError.NotFound, error.Error);
    }

    [Theory]
    [InlineData("link/", false, "link/in")]
    [InlineData("link/.", false, "in")]
    [InlineData("link", true, "link/in")]
    [InlineData("link", false, "link")]
    [InlineData("chain/", false, "chain/in")]
    public async Task A_link_to_a_folder_is_followed_with_a_slash_or_on_request(string source, bool follow, string last)
    {
        folder.Write("real/in", "in");
        Directory.CreateSymbolicLink(folder.File("link"), "real");
        Directory.CreateSymbolicLink(folder.File("chain"), folder.File("link"));
        Stats(isFolder: true);
        engine.On("PUT", "/containers/{id}/archive", FakeAnswer.Empty());
        string written = folder.File(source);

        await client.Files.CopyAsync(
            CopyEnd.OnThisMachine(written, written.TrimEnd('.')),
            new CopyEnd("web", "/d"),
            new CopyOptions { FollowLink = follow },
            default);

        using var tar = new TarReader(new MemoryStream(engine.Requests[^1].Body));
        TarEntry? entry = null;
        while (await tar.GetNextEntryAsync() is { } next)
            entry = next;
        Assert.Equal(last, entry?.Name);
    }

    [Fact]
    public async Task A_link_to_a_file_with_a_slash_is_refused()
    {
        folder.Write("real", "in");
        File.CreateSymbolicLink(folder.File("link"), "real");
        File.CreateSymbolicLink(folder.File("circle"), "circle");

        foreach (string name in (string[])["link", "real", "circle"])
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => client.Files.CopyAsync(
                CopyEnd.OnThisMachine(folder.File(name) + "/", folder.File(name) + "/"),
                new CopyEnd("web", "/d"),
                new CopyOptions(),
                default));
            Assert.Equal("Source", error.Subject.Kind);
        }
    }

    [Fact]
    public async Task A_name_that_is_too_long_for_a_file_is_an_error()
    {
        Sends(true, Folder("./"), Plain("./" + new string('n', 300), "x"));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("File", error.Subject.Kind);
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("-99999999999999999999")]
    public async Task A_time_that_is_not_valid_is_an_error(string time)
    {
        var file = new PaxTarEntry(TarEntryType.RegularFile, "d", [new("xtime", time)]) { DataStream = new MemoryStream(new byte[5]) };
        string tar = Encoding.Latin1.GetString(Tar(file))
            .Replace("mtime=", "ytime=", StringComparison.Ordinal)
            .Replace("xtime=", "mtime=", StringComparison.Ordinal);
        Stats(isFolder: false);
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Bytes(Encoding.Latin1.GetBytes(tar), "application/x-tar"));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("ArchiveParseError", error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [Theory]
    [InlineData((byte)'x')]
    [InlineData((byte)'L')]
    public async Task A_header_of_gigabytes_is_an_error(byte type)
    {
        byte[] tar = Tar(new PaxTarEntry(TarEntryType.RegularFile, "d"));
        // the size of the first header, and its checksum
        "30000000000"u8.CopyTo(tar.AsSpan(124));
        tar[156] = type;
        tar.AsSpan(148, 8).Fill((byte)' ');
        int sum = tar.AsSpan(0, 512).ToArray().Sum(static b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar.AsSpan(148));
        Stats(isFolder: false);
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Bytes(tar, "application/x-tar"));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("ArchiveParseError", error.ErrorId);
    }

    [Fact]
    public async Task A_folder_that_becomes_a_link_during_the_copy_is_not_followed()
    {
        string elsewhere = Directory.CreateDirectory(folder.File("elsewhere")).FullName;
        var time = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Directory.SetLastWriteTimeUtc(elsewhere, time);
        PaxTarEntry[] First() => [Folder("./"), Folder("./sub/"), Plain("./sub/a", "text")];
        int firstLength = Tar(First()).Length - 1024;
        byte[] tar = Tar([.. First(), Plain("./sub/evil", "evil")]);
        string sub = folder.File("target/d/sub");
        Stats(isFolder: true);
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Stream(async body =>
        {
            await body.WriteAsync(tar.AsMemory(0, firstLength));
            while (!File.Exists(sub + "/a"))
                await body.WaitAsync(TimeSpan.FromMilliseconds(10));
            Directory.Move(sub, sub + "-moved");
            Directory.CreateSymbolicLink(sub, elsewhere);
            await body.WriteAsync(tar.AsMemory(firstLength));
        }));

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("UnsafeArchive", error.ErrorId);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
        Assert.Equal(time, Directory.GetLastWriteTimeUtc(elsewhere));
    }

    [Fact]
    public async Task A_folder_that_became_a_link_gets_neither_time_nor_mode()
    {
        string elsewhere = Directory.CreateDirectory(folder.File("elsewhere")).FullName;
        var time = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Directory.SetLastWriteTimeUtc(elsewhere, time);
        var extractor = new SafeTarExtractor(target, null);
        await extractor.ExtractAsync(Folder("sub"), ["sub"], null, CancellationToken.None);
        Directory.Delete(folder.File("target/sub"));
        Directory.CreateSymbolicLink(folder.File("target/sub"), elsewhere);

        extractor.Complete();

        Assert.Equal(time, Directory.GetLastWriteTimeUtc(elsewhere));
    }

    [Fact]
    public async Task Files_are_private_until_their_mode_is_set()
    {
        var open = Plain("d", new string('x', 200_000));
        open.Mode = AtomicFile.Public;
        byte[] tar = Tar(open);
        var modes = new List<UnixFileMode>();
        Stats(isFolder: false);
        FakeAnswer Watched(byte[] content) => FakeAnswer.Stream(async body =>
        {
            await body.WriteAsync(content.AsMemory(0, 100_000));
            while (Directory.GetFiles(target, "*.tmp") is not [var temporary] || new FileInfo(temporary).Length == 0)
                await body.WaitAsync(TimeSpan.FromMilliseconds(10));
            modes.Add(File.GetUnixFileMode(Directory.GetFiles(target, "*.tmp")[0]));
            await body.WriteAsync(content.AsMemory(100_000));
        });
        engine.On("GET", "/containers/{id}/archive", Watched(tar));
        engine.On("GET", "/containers/{id}/export", Watched(tar));
        folder.Write("target/old.tar", "old");
        File.SetUnixFileMode(folder.File("target/old.tar"), AtomicFile.Public);

        await CopyAsync();
        await client.Containers.ExportAsync("web", folder.File("target/new.tar"), null, CancellationToken.None);
        await client.Containers.ExportAsync("web", folder.File("target/old.tar"), null, CancellationToken.None);

        Assert.Equal([AtomicFile.Private, AtomicFile.Private, AtomicFile.Private], modes);
        Assert.Equal(AtomicFile.Public, File.GetUnixFileMode(folder.File("target/d")));
        Assert.Equal(AtomicFile.Private, File.GetUnixFileMode(folder.File("target/new.tar")));
        Assert.Equal(AtomicFile.Public, File.GetUnixFileMode(folder.File("target/old.tar")));
    }

    [Fact]
    public async Task A_copy_that_is_cancelled_leaves_no_incomplete_file()
    {
        using var stopping = new CancellationTokenSource();
        byte[] tar = Tar(Plain("d", new string('x', 200_000)));
        Stats(isFolder: false);
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Stream(async body =>
        {
            await body.WriteAsync(tar.AsMemory(0, 100_000));
            await stopping.CancelAsync();
            await body.WaitAsync(TimeSpan.FromSeconds(30));
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CopyAsync(stopping.Token));

        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [Fact]
    public async Task An_export_that_breaks_keeps_the_old_file()
    {
        folder.Write("target/web.tar", "before");
        engine.On("GET", "/containers/{id}/export", FakeAnswer.Bytes(new byte[100_000], "application/octet-stream").CutAt(50_000));

        var error = await Assert.ThrowsAsync<EngineException>(
            () => client.Containers.ExportAsync("web", folder.File("target/web.tar"), null, CancellationToken.None));

        Assert.Equal("EngineConnectionLost", error.ErrorId);
        Assert.Equal([folder.File("target/web.tar")], Directory.GetFileSystemEntries(target));
        Assert.Equal("before", await File.ReadAllTextAsync(folder.File("target/web.tar")));
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
        folder.Dispose();
    }

    async Task RefusesAsync(params PaxTarEntry[] entries)
    {
        Sends(true, entries);

        var error = await Assert.ThrowsAsync<EngineException>(CopyAsync);

        Assert.Equal("UnsafeArchive", error.ErrorId);
        Assert.False(File.Exists(folder.File("evil")));
        Assert.False(File.Exists(folder.File("target/evil")));
    }

    Task CopyAsync() => CopyAsync(CancellationToken.None);

    Task CopyAsync(CancellationToken token) =>
        client.Files.CopyAsync(new CopyEnd("web", "/d"), new CopyEnd(null, target), new CopyOptions(), token);

    void Sends(bool isFolder, params PaxTarEntry[] entries)
    {
        Stats(isFolder);
        engine.On("GET", "/containers/{id}/archive", FakeAnswer.Bytes(Tar(entries), "application/x-tar"));
    }

    void Stats(bool isFolder)
    {
        uint mode = isFolder ? 2147484141u : 420u;
        string stat = $$"""{"name":"d","size":5,"mode":{{mode}},"mtime":"2026-01-01T00:00:00Z","linkTarget":""}""";
        engine.On(
            "HEAD",
            "/containers/{id}/archive",
            FakeAnswer.Empty(200).With("X-Docker-Container-Path-Stat", Convert.ToBase64String(Encoding.UTF8.GetBytes(stat))));
    }

    static byte[] Tar(params PaxTarEntry[] entries)
    {
        using var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }
        return buffer.ToArray();
    }

    static PaxTarEntry Folder(string name) =>
        new(TarEntryType.Directory, name) { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute };

    static PaxTarEntry Plain(string name, string content) => new(TarEntryType.RegularFile, name)
    {
        Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute,
        ModificationTime = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero),
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
    };

    static PaxTarEntry Link(string name, string to) => new(TarEntryType.SymbolicLink, name) { LinkName = to };

    static PaxTarEntry Hard(string name, string to) => new(TarEntryType.HardLink, name) { LinkName = to };
}
