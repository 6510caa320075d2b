using System.Formats.Tar;
using System.Net.Sockets;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>The tar that a build sends.</summary>
public sealed class BuildContextTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly TemporaryFolder elsewhere = new();
    readonly List<string> skipped = [];

    public BuildContextTests() => folder.Write("Dockerfile", "FROM scratch\n");

    [Fact]
    public async Task What_lies_deeper_than_the_system_can_name_is_an_error()
    {
        folder.Run("perl -e 'for (1 .. 300) { mkdir \"a\" x 20; chdir \"a\" x 20 } open F, \">\", \"f\"; print F \"x\"'");
        try
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => SendAsync());

            Assert.Equal("BuildContext", error.Subject.Kind);
        }
        finally
        {
            Command.Run("rm", new Dictionary<string, string>(), "-rf", folder.File(new string('a', 20)));
        }
    }

    [Fact]
    public async Task Holds_the_files_of_the_folder_in_one_order()
    {
        folder.Write("b/2", "two");
        folder.Write("b/1", "one");
        folder.Write("a.txt", "text");
        folder.Write("empty", "");
        Directory.CreateDirectory(folder.File("c"));

        var entries = await SendAsync();

        Assert.Equal(["Dockerfile", "a.txt", "b/", "b/1", "b/2", "c/", "empty"], entries.Select(entry => entry.Name));
        Assert.Equal("one", entries[3].Text);
        Assert.Equal("", entries[6].Text);
        Assert.All(
            entries,
            entry => Assert.Equal((0, 0, "", ""), (entry.Head.Uid, entry.Head.Gid, entry.Head.UserName, entry.Head.GroupName)));
    }

    [Fact]
    public async Task Keeps_modes_times_and_links()
    {
        string run = folder.Write("bin/run", "#!/bin/sh\n");
        File.SetUnixFileMode(run, (UnixFileMode)0b111_101_000);
        File.SetLastWriteTimeUtc(run, new DateTime(2020, 2, 29, 12, 30, 15, DateTimeKind.Utc));
        File.CreateSymbolicLink(folder.File("link"), "bin/run");
        File.CreateSymbolicLink(folder.File("folder-link"), "bin");
        File.CreateSymbolicLink(folder.File("dead-link"), "../nowhere");

        var entries = await SendAsync();
        var file = entries.Single(entry => entry.Name == "bin/run").Head;

        Assert.Equal((UnixFileMode)0b111_101_000, file.Mode);
        Assert.Equal(new DateTimeOffset(2020, 2, 29, 12, 30, 15, TimeSpan.Zero), file.ModificationTime);
        Assert.Equal(
            ["dead-link -> ../nowhere", "folder-link -> bin", "link -> bin/run"],
            entries.Where(entry => entry.Head.EntryType == TarEntryType.SymbolicLink)
                .Select(entry => $"{entry.Name} -> {entry.Head.LinkName}"));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(240)]
    [InlineData(600)]
    public async Task Keeps_long_names(int length)
    {
        string path = string.Concat(Enumerable.Range(0, length).Select(i => i % 90 == 80 ? '/' : 'n'));
        folder.Write(path, "deep");
        File.CreateSymbolicLink(folder.File("link"), path);

        var entries = await SendAsync();

        Assert.Equal("deep", entries.Single(entry => entry.Name == path).Text);
        Assert.Equal(path, entries.Single(entry => entry.Name == "link").Head.LinkName);
    }

    [Theory]
    [InlineData("äöü ß 日本語 😀.txt")]
    [InlineData("ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää日本語日本語日本語日本語日本語")]
    [InlineData(" spaces 'and' \"quotes\" ")]
    [InlineData("line\nbreak")]
    public async Task Keeps_names_of_any_characters(string name)
    {
        folder.Write(name, "content");

        Assert.Equal("content", (await SendAsync()).Single(entry => entry.Name == name).Text);
    }

    [Fact]
    public async Task Is_a_tar_that_other_programs_read()
    {
        string name = new('n', 120);
        folder.Write($"ä/{name}", new string('x', 100_000));
        string path = elsewhere.File("context.tar");
        await File.WriteAllBytesAsync(path, (await ReadAsync()).ToArray());

        string listed = Command.Run("tar", new Dictionary<string, string>(), "--quoting-style=literal", "-tvf", path);

        Assert.Contains("100000", listed, StringComparison.Ordinal);
        Assert.Contains($"ä/{name}", listed, StringComparison.Ordinal);
        Assert.Contains("0/0", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begins_with_no_header_that_BuildKit_takes_for_a_Dockerfile()
    {
        byte[] tar = (await ReadAsync()).ToArray();

        Assert.Equal("ustar  \0", Encoding.ASCII.GetString(tar, 257, 8));
        Assert.Equal("Dockerfile\0", Encoding.ASCII.GetString(tar, 0, 11));
    }

    [Fact]
    public async Task Leaves_out_sockets_and_keeps_pipes_without_opening_them()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.File("socket")));
        Command.Run("mkfifo", new Dictionary<string, string>(), folder.File("pipe"));

        var entries = await SendAsync();

        Assert.Equal(["'socket' is a socket, which a build context cannot contain"], skipped);
        Assert.Equal(TarEntryType.Fifo, entries.Single(entry => entry.Name == "pipe").Head.EntryType);
        Assert.DoesNotContain(entries, entry => entry.Name == "socket");
    }

    [Fact]
    public async Task Leaves_out_what_dockerignore_says_but_for_the_builders_own_files()
    {
        folder.Write(".dockerignore", "*\n!src\n**/*.tmp\n");
        folder.Write("src/a", "");
        folder.Write("src/b.tmp", "");
        folder.Write("other/c", "");

        Assert.Equal(["Dockerfile", "src/", "src/a"], await NamesAsync());
        Assert.Equal([".dockerignore", "Dockerfile", "src/", "src/a"], await NamesAsync(isClassic: true));
    }

    [Fact]
    public async Task Sends_an_ignored_folder_only_when_something_in_it_is_taken_back_in()
    {
        folder.Write(".dockerignore", ".dockerignore\nout\n!out/**/keep\n");
        folder.Write("out/a/keep", "");
        folder.Write("out/a/drop", "");
        folder.Write("out/b/drop", "");
        folder.Write("out/c/d/e/keep", "");

        Assert.Equal(
            ["Dockerfile", "out/", "out/a/", "out/a/keep", "out/c/", "out/c/d/", "out/c/d/e/", "out/c/d/e/keep"],
            await NamesAsync());
    }

    [Fact]
    public async Task Does_not_look_into_ignored_folders()
    {
        folder.Write(".dockerignore", "closed\n!other/x\n");
        folder.Write("closed/a", "");
        // following a link cycle would be an error
        File.CreateSymbolicLink(folder.File("closed/loop"), "loop");

        Assert.Equal([".dockerignore", "Dockerfile"], await NamesAsync());
    }

    [Fact]
    public async Task Prefers_the_rules_of_the_Dockerfile()
    {
        folder.Write(".dockerignore", "a\n");
        folder.Write("docker/test.Dockerfile", "FROM scratch\n");
        folder.Write("docker/test.Dockerfile.dockerignore", "b\ndocker/test.Dockerfile\n");
        folder.Write("a", "");
        folder.Write("b", "");

        var context = BuildContext.Open(folder.Path, folder.File("docker/test.Dockerfile"), isClassic: false);

        Assert.Equal("docker/test.Dockerfile", context.DockerfileName);
        Assert.Equal(
            [".dockerignore", "Dockerfile", "a", "docker/", "docker/test.Dockerfile", "docker/test.Dockerfile.dockerignore"],
            await NamesAsync(context));
    }

    [Fact]
    public async Task Adds_a_Dockerfile_from_elsewhere_under_a_name_of_its_own()
    {
        string dockerfile = elsewhere.Write("Dockerfile", "FROM scratch AS elsewhere\n");

        var context = BuildContext.Open(folder.Path, dockerfile, isClassic: false);
        var entries = await SendAsync(context);

        Assert.StartsWith(".dockerfile.", context.DockerfileName, StringComparison.Ordinal);
        Assert.Equal("FROM scratch AS elsewhere\n", entries.Single(entry => entry.Name == context.DockerfileName).Text);
        Assert.Equal("FROM scratch\n", entries.Single(entry => entry.Name == "Dockerfile").Text);
        Assert.Equal(context.DockerfileName, BuildContext.Open(folder.Path, dockerfile, isClassic: false).DockerfileName);
        Assert.DoesNotContain(entries, entry => entry.Name == ".dockerignore");
    }

    [Fact]
    public async Task Tells_the_classic_builder_to_hide_a_Dockerfile_from_elsewhere()
    {
        folder.Write(".dockerignore", "a\n");
        string dockerfile = elsewhere.Write("Dockerfile", "FROM scratch\n");

        var context = BuildContext.Open(folder.Path, dockerfile, isClassic: true);

        Assert.Equal($"a\n\n{context.DockerfileName}\n", (await SendAsync(context)).Single(entry => entry.Name == ".dockerignore").Text);
    }

    [Fact]
    public void Knows_where_a_Dockerfile_behind_links_lies()
    {
        File.CreateSymbolicLink(folder.File("to-outside"), elsewhere.Write("Dockerfile", ""));
        File.CreateSymbolicLink(folder.File("to-inside"), "Dockerfile");
        File.CreateSymbolicLink(elsewhere.File("context"), folder.Path);

        Assert.True(BuildContext.Open(folder.Path, folder.File("to-outside"), isClassic: false).AddsDockerfile);
        Assert.Equal("Dockerfile", BuildContext.Open(folder.Path, folder.File("to-inside"), isClassic: false).DockerfileName);
        Assert.Equal(
            "Dockerfile",
            BuildContext.Open(elsewhere.File("context"), folder.File("Dockerfile"), isClassic: false).DockerfileName);
        Assert.Equal("Dockerfile", BuildContext.Open(elsewhere.File("context"), null, isClassic: false).DockerfileName);
    }

    [Fact]
    public void Takes_a_dockerfile_in_lower_case_when_there_is_no_other()
    {
        File.Move(folder.File("Dockerfile"), folder.File("dockerfile"));

        Assert.Equal("dockerfile", BuildContext.Open(folder.Path, null, isClassic: false).DockerfileName);
    }

    [Fact]
    public void Says_what_is_not_there()
    {
        File.Delete(folder.File("Dockerfile"));
        folder.Write("test.Dockerfile", "");

        var noFolder = Assert.Throws<EngineException>(() => BuildContext.Open(folder.File("none"), null, isClassic: false));
        var noFile = Assert.Throws<EngineException>(() => BuildContext.Open(folder.Path, null, isClassic: false));
        var wrongPlace = Assert.Throws<EngineException>(
            () => BuildContext.Open(folder.Path, elsewhere.File("test.Dockerfile"), isClassic: false));
        var aFile = Assert.Throws<EngineException>(() => BuildContext.Open(folder.File("test.Dockerfile"), null, isClassic: false));

        Assert.Equal(("BuildContext", EngineError.NotFound), (noFolder.Subject.Kind, noFolder.Error));
        Assert.Equal(("Dockerfile", EngineError.NotFound), (noFile.Subject.Kind, noFile.Error));
        Assert.Equal(
            (EngineCause.DockerfileInContext, folder.File("test.Dockerfile")),
            (wrongPlace.Cause, Assert.Single(wrongPlace.Involved)));
        Assert.Equal(("BuildContext", EngineError.Invalid), (aFile.Subject.Kind, aFile.Error));
    }

    [Theory]
    [InlineData(3_000_000, "longer than 2500000 bytes")]
    [InlineData(1_000_000, "shorter than 2500000 bytes")]
    public async Task Refuses_a_file_that_changes_its_size_meanwhile(int newSize, string says)
    {
        string path = folder.Write("changing", new string('x', 2_500_000));
        var context = BuildContext.Open(folder.Path, null, isClassic: false);
        bool hasChanged = false;
        using var upload = new BuildContextUpload(context, new Progress(_ =>
        {
            // reported after the first block of the file, and before the next is read
            if (!hasChanged)
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(newSize);
            }
            hasChanged = true;
        }), null);

        var error = await Assert.ThrowsAsync<EngineException>(() => upload.CopyToAsync(new MemoryStream()));

        Assert.Equal(("BuildContext", EngineError.Invalid), (error.Subject.Kind, error.Error));
        Assert.Contains($"'changing' in the build context became {says}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_the_holes_of_a_file_as_zeros()
    {
        using (var file = File.OpenWrite(folder.File("holes")))
        {
            file.SetLength(5_000_000);
            file.Seek(3_000_000, SeekOrigin.Begin);
            file.WriteByte((byte)'x');
        }

        string text = (await SendAsync()).Single(entry => entry.Name == "holes").Text;

        Assert.Equal((5_000_000, 3_000_000), (text.Length, text.IndexOf('x', StringComparison.Ordinal)));
        Assert.Equal(4_999_999, text.Count(static c => c == '\0'));
    }

    [Fact]
    public async Task Takes_a_Dockerfile_that_is_in_no_file()
    {
        folder.Write(".dockerignore", "a\n");
        folder.Write("a", "");
        var context = BuildContext.Open(folder.Path, null, isClassic: false, "FROM scratch AS text\n");

        var entries = await SendAsync(context);

        Assert.Equal("FROM scratch AS text\n", entries.Single(entry => entry.Name == context.DockerfileName).Text);
        Assert.DoesNotContain(entries, static entry => entry.Name == "a");
    }

    [Fact]
    public async Task Tells_the_bytes_that_it_has_sent()
    {
        folder.Write("large", new string('x', 3_000_000));
        var told = new List<long>();
        using var upload = new BuildContextUpload(
            BuildContext.Open(folder.Path, null, isClassic: false),
            new Progress(status => told.Add(status.Current!.Value)),
            null);
        var stream = new MemoryStream();

        await upload.CopyToAsync(stream);

        Assert.Equal(told.Order(), told);
        Assert.Equal(stream.Length, told[^1]);
        Assert.InRange(told.Count, 3, 5);
    }

    [Fact]
    public async Task Sends_names_that_are_not_UTF8()
    {
        folder.Run(
            """
            d=$(printf 'd\351')
            mkdir "$d"
            printf raw > "$d/$(printf 'a\377')"
            ln -s "$d" link
            mkfifo "$(printf 'p\200')"
            printf no > "$(printf 'secret\351')"
            printf 'secret\351\n' > .dockerignore
            """);
        using var received = new TemporaryFolder();
        var extractor = new SafeTarExtractor(received.Path, null);

        await foreach (var (entry, name, link, _) in ReceivedTar.ReadAsync(await ReadAsync(), true, null, null, static _ => { }, default))
            await extractor.ExtractAsync(entry, name, link, default);

        Assert.Equal(
            [".dockerignore", "Dockerfile", "d\uDCE9", "link", "p\uDC80"],
            NativeFile.ReadFolder(received.Path).Order(StringComparer.Ordinal));
        Assert.Equal("d\uDCE9", NativeFile.ReadLink(received.File("link")));
        Assert.Equal(FileStatus.Pipe, FileStatus.Read(received.File("p\uDC80"))?.Kind);
        using var file = new StreamReader(LocalFile.OpenRead(received.File("d\uDCE9/a\uDCFF")));
        Assert.Equal("raw", await file.ReadToEndAsync());
    }

    public void Dispose()
    {
        folder.Dispose();
        elsewhere.Dispose();
    }

    async Task<MemoryStream> ReadAsync(BuildContext? context = null)
    {
        using var upload = new BuildContextUpload(context ?? BuildContext.Open(folder.Path, null, isClassic: false), null, skipped.Add);
        var stream = new MemoryStream();
        await upload.CopyToAsync(stream);
        stream.Position = 0;
        return stream;
    }

    async Task<List<Entry>> SendAsync(BuildContext? context = null)
    {
        var entries = new List<Entry>();
        using var reader = new TarReader(await ReadAsync(context));
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
            entries.Add(new Entry(Assert.IsType<GnuTarEntry>(entry)));
        return entries;
    }

    async Task<IEnumerable<string>> NamesAsync(BuildContext context) => (await SendAsync(context)).Select(entry => entry.Name);

    Task<IEnumerable<string>> NamesAsync(bool isClassic = false) => NamesAsync(BuildContext.Open(folder.Path, null, isClassic));

    sealed record Entry(GnuTarEntry Head)
    {
        public string Name => Head.Name;

        public string Text => Head.DataStream is null ? "" : new StreamReader(Head.DataStream).ReadToEnd();
    }
}
