using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>How the client handles pulls, pushes and loads that a real engine does not produce on demand.</summary>
public sealed class ImageTransferTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;
    readonly TemporaryFolder folder = new();
    readonly List<TransferStatus> told = [];

    public ImageTransferTests() => client = Engines.Connect(engine.Address);

    [Fact]
    public async Task A_pull_asks_for_what_was_named_and_tells_of_its_layers()
    {
        engine.On("POST", "/images/create", FakeAnswer.Lines(
            "{\"status\":\"Pulling from a/b\",\"id\":\"1\"}",
            "{\"status\":\"Downloading\",\"progressDetail\":{\"current\":5,\"total\":10},\"id\":\"layer\"}",
            "{\"status\":\"Pull complete\",\"progressDetail\":{},\"id\":\"layer\"}"));

        await PullAsync("r.example.com:5000/a/b:1", "linux/arm64");

        var call = Assert.Single(engine.Calls);
        Assert.Equal(("r.example.com:5000/a/b", "1", "linux/arm64"), (call["fromImage"], call["tag"], call["platform"]));
        Assert.Equal([new("1", "Pulling from a/b", null, null), new("layer", "Downloading", 5, 10), new("layer", "Pull complete", null, null)], told);
    }

    [Fact]
    public async Task A_pull_hands_the_user_on_in_a_header_alone()
    {
        engine.On("POST", "/images/create", FakeAnswer.Lines("{\"status\":\"done\"}"));
        var requests = new List<RequestLogEntry>();
        RequestLog.Observe(requests.Add);

        await client.Images.PullAsync(ImageName.Parse("a:1"), null, new RegistryCredential("bob", "s3cr3t"), null, CancellationToken.None);

        string header = engine.Calls[0].Header("X-Registry-Auth")!;
        Assert.Equal("""{"username":"bob","password":"s3cr3t"}""", Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/'))));
        Assert.DoesNotContain(
            requests,
            request => request.ToString().Contains(
                "s3cr3t",
                StringComparison.Ordinal) || request.ToString().Contains(header, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    public async Task A_pull_whose_stream_is_cut_is_an_error(int bytes)
    {
        engine.On("POST", "/images/create", FakeAnswer.Lines(
            "{\"status\":\"Downloading\",\"id\":\"layer\"}",
            "{\"status\":\"Pull complete\",\"id\":\"layer\"}",
            "{\"status\":\"Status: Downloaded newer image\"}").CutAt(bytes));

        var error = await Assert.ThrowsAsync<EngineException>(() => PullAsync("a:1"));

        Assert.Equal("EngineConnectionLost", error.ErrorId);
    }

    [Fact]
    public async Task A_pull_that_fails_in_the_middle_is_an_error()
    {
        engine.On("POST", "/images/create", FakeAnswer.Lines(
            "{\"status\":\"Downloading\",\"id\":\"layer\"}",
            "{\"errorDetail\":{\"message\":\"no space left on device\"},\"error\":\"no space left on device\"}",
            "{\"status\":\"never read\"}"));

        var error = await Assert.ThrowsAsync<EngineException>(() => PullAsync("a:1"));

        Assert.Equal((EngineError.Failed, "PullFailed", "Image a:1 cannot be pulled: no space left on device."), (error.Error, error.ErrorId, error.Message));
    }

    [Theory]
    [InlineData(500, "Get \"https://r/v2/\": dial tcp: connection refused", EngineError.Failed, "PullFailed")]
    [InlineData(404, "manifest for r/a:1 not found: manifest unknown", EngineError.NotFound, null)]
    [InlineData(500, "Head \"https://r/v2/a/manifests/1\": no basic auth credentials", EngineError.AccessDenied, null)]
    [InlineData(500, "unauthorized: authentication required", EngineError.AccessDenied, null)]
    [InlineData(401, "nope", EngineError.AccessDenied, null)]
    [InlineData(500, "denied", EngineError.AccessDenied, null)]
    [InlineData(500, "manifest unknown", EngineError.NotFound, null)]
    [InlineData(500, "no matching manifest for linux/s390x in the manifest list entries", EngineError.NotFound, null)]
    [InlineData(404, "no match for platform in manifest: not found", EngineError.NotFound, null)]
    [InlineData(500, "image app:1 was loaded, but doesn't provide the requested platform ([linux/s390x])", EngineError.NotFound, null)]
    [InlineData(404, "requested platform(s) ([linux/s390x]) not found: image: empty walk", EngineError.NotFound, null)]
    [InlineData(500, "requested platform(s) ([linux/s390x]) not found: image: empty walk", EngineError.NotFound, null)]
    public async Task A_pull_that_is_refused_says_what_it_is(int status, string message, EngineError expected, string? id)
    {
        engine.On("POST", "/images/create", FakeAnswer.Error(status, message));

        var error = await Assert.ThrowsAsync<EngineException>(() => PullAsync("r.example.com/a:1"));

        Assert.Equal((expected, id), (error.Error, error.ErrorId));
        Assert.Equal(message, (error.InnerException ?? error).Message);
    }

    [Fact]
    public async Task A_pull_that_is_stopped_drops_the_connection()
    {
        using var stopping = new CancellationTokenSource();
        var gone = new TaskCompletionSource();
        engine.On("POST", "/images/create", FakeAnswer.Stream(async body =>
        {
            body.ClientGone.Register(gone.SetResult);
            await body.WriteAsync("{\"status\":\"Downloading\",\"id\":\"layer\"}\r\n");
            stopping.Cancel();
            await body.WaitAsync(TimeSpan.FromSeconds(30));
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.Images.PullAsync(ImageName.Parse("a:1"), null, null, null, stopping.Token));

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_platform_takes_an_engine_that_knows_it()
    {
        engine.ApiVersion = new Version(1, 31);

        var error = await Assert.ThrowsAsync<EngineException>(() => PullAsync("a:1", "linux/arm64"));

        Assert.Equal(EngineError.ApiVersionTooLow, error.Error);
        Assert.Contains("1.32", error.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public async Task A_push_returns_what_the_registry_took()
    {
        engine.On("POST", "/images/{name*}/push", FakeAnswer.Lines(
            "{\"status\":\"The push refers to repository [r.example.com/a]\"}",
            "{\"status\":\"1: digest: sha256:aa size: 528\"}",
            "{\"progressDetail\":{},\"aux\":{\"Tag\":\"1\",\"Digest\":\"sha256:aa\",\"Size\":528}}",
            "{\"progressDetail\":{},\"aux\":{\"Tag\":\"2\",\"Digest\":\"sha256:bb\",\"Size\":529}}"));

        var published = await PushAsync("r.example.com/a");

        Assert.Equal("/images/r.example.com/a/push", engine.Calls[0].Path);
        Assert.Null(engine.Calls[0]["tag"]);
        Assert.NotNull(engine.Calls[0].Header("X-Registry-Auth"));
        Assert.Equal(
            [("r.example.com/a:1", "sha256:aa", 528L), ("r.example.com/a:2", "sha256:bb", 529L)],
            published.Select(image => (image.Name, image.Digest, image.Size)));
    }

    [Theory]
    [InlineData("denied: requested access to the resource is denied", EngineError.AccessDenied, null)]
    [InlineData("unauthorized: authentication required", EngineError.AccessDenied, null)]
    [InlineData("denied: permission_denied: write_package", EngineError.AccessDenied, null)]
    [InlineData("tag does not exist: r.example.com/a:1", EngineError.NotFound, null)]
    [InlineData("An image does not exist locally with the tag: r.example.com/a", EngineError.NotFound, null)]
    [InlineData("received unexpected HTTP status: 500 Internal Server Error", EngineError.Failed, "PublishFailed")]
    public async Task A_push_that_answers_200_may_have_failed(string message, EngineError expected, string? id)
    {
        engine.On("POST", "/images/{name*}/push", FakeAnswer.Lines(
            "{\"status\":\"The push refers to repository [r.example.com/a]\"}",
            $"{{\"errorDetail\":{{\"message\":\"{message}\"}},\"error\":\"{message}\"}}"));

        var error = await Assert.ThrowsAsync<EngineException>(() => PushAsync("r.example.com/a:1"));

        Assert.Equal((expected, id), (error.Error, error.ErrorId));
        Assert.Equal(message, (error.InnerException ?? error).Message);
    }

    [Fact]
    public async Task A_push_may_be_of_one_platform()
    {
        engine.On("POST", "/images/{name*}/push", FakeAnswer.Lines("{\"aux\":{\"Tag\":\"1\",\"Digest\":\"sha256:aa\",\"Size\":528}}"));

        await client.Images.PushAsync(ImageName.Parse("a:1"), "linux/arm64", null, null, CancellationToken.None);
        engine.ApiVersion = new Version(1, 45);
        using var old = Engines.Connect(engine.Address);
        var error = await Assert.ThrowsAsync<EngineException>(
            () => old.Images.PushAsync(ImageName.Parse("a:1"), "linux/arm64", null, null, CancellationToken.None));

        Assert.Equal("""{"os":"linux","architecture":"arm64"}""", Assert.Single(engine.Calls)["platform"]);
        Assert.Equal(EngineError.ApiVersionTooLow, error.Error);
    }

    [Fact]
    public async Task A_push_that_ends_without_a_digest_is_an_error()
    {
        engine.On("POST", "/images/{name*}/push", FakeAnswer.Lines("{\"status\":\"Pushed\",\"id\":\"layer\"}"));

        var error = await Assert.ThrowsAsync<EngineException>(() => PushAsync("r.example.com/a:1"));

        Assert.Equal("PublishFailed", error.ErrorId);
        Assert.Contains("without confirmation from r.example.com", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_push_whose_stream_is_cut_is_an_error()
    {
        engine.On("POST", "/images/{name*}/push", FakeAnswer.Lines("{\"status\":\"Pushing\",\"id\":\"layer\"}", "{\"status\":\"Pushed\"}").CutAt(50));

        var error = await Assert.ThrowsAsync<EngineException>(() => PushAsync("r.example.com/a:1"));

        Assert.Equal("EngineConnectionLost", error.ErrorId);
        Assert.Contains("while it pushed r.example.com/a:1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ArchiveCompression.None)]
    [InlineData(ArchiveCompression.Gzip)]
    public async Task A_save_writes_what_the_engine_sends(ArchiveCompression compression)
    {
        byte[] archive = MakeArchive();
        engine.On("GET", "/images/get", FakeAnswer.Bytes(archive, "application/x-tar"));
        folder.Write("images.tar", "what was there before");

        await SaveAsync(compression, "a:1", "r.example.com:5000/b:2");

        using var file = File.OpenRead(folder.File("images.tar"));
        using var content = compression == ArchiveCompression.None ? (Stream)file : new GZipStream(file, CompressionMode.Decompress);
        using var read = new MemoryStream();
        await content.CopyToAsync(read);
        Assert.Equal(archive, read.ToArray());
        Assert.Equal(["a:1", "r.example.com:5000/b:2"], engine.Calls[0].Query["names"]);
        Assert.Contains(new TransferStatus("", "Receiving", archive.Length, null), told);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("{\"errorDetail\":{\"message\":\"layer is gone\"},\"error\":\"layer is gone\"}\r\n", "layer is gone")]
    [InlineData("{\"message\":\"layer is gone\"}\n", "layer is gone")]
    [InlineData("", "it ended in the middle")]
    public async Task A_save_that_fails_in_the_middle_is_an_error_and_leaves_the_file_as_it_was(string last, string says)
    {
        byte[] archive = [.. MakeArchive()[..^1024], .. Encoding.UTF8.GetBytes(last)];
        engine.On("GET", "/images/get", FakeAnswer.Bytes(archive, "application/x-tar"));
        folder.Write("images.tar", "what was there before");

        var error = await Assert.ThrowsAsync<EngineException>(() => SaveAsync(ArchiveCompression.Gzip, "a:1"));

        Assert.Equal((EngineError.Failed, "ExportFailed"), (error.Error, error.ErrorId));
        Assert.EndsWith(says, error.Message, StringComparison.Ordinal);
        AssertUntouched();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task A_save_whose_connection_is_cut_leaves_the_file_as_it_was(int bytes)
    {
        engine.On("GET", "/images/get", FakeAnswer.Bytes(MakeArchive(), "application/x-tar").CutAt(bytes));
        folder.Write("images.tar", "what was there before");

        var error = await Assert.ThrowsAsync<EngineException>(() => SaveAsync(ArchiveCompression.None, "a:1"));

        Assert.Equal("EngineConnectionLost", error.ErrorId);
        AssertUntouched();
    }

    [Fact]
    public async Task A_save_that_is_stopped_drops_the_connection_and_leaves_the_file_as_it_was()
    {
        using var stopping = new CancellationTokenSource();
        var gone = new TaskCompletionSource();
        folder.Write("images.tar", "what was there before");
        engine.On("GET", "/images/get", FakeAnswer.Stream(async body =>
        {
            body.ClientGone.Register(gone.SetResult);
            await body.WriteAsync(new byte[1_000_000]);
            stopping.Cancel();
            await body.WaitAsync(TimeSpan.FromSeconds(30));
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.Images.SaveAsync(["a:1"], new ArchiveTarget(folder.File("images.tar")), null, null, stopping.Token));

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(5));
        AssertUntouched();
    }

    [Fact]
    public async Task A_save_that_is_refused_or_can_not_be_made_leaves_no_file()
    {
        engine.ApiVersion = new Version(1, 47);
        engine.On("GET", "/images/get", FakeAnswer.Error(404, "No such image: a:1"));

        var missing = await Assert.ThrowsAsync<EngineException>(() => SaveAsync(ArchiveCompression.None, "a:1"));
        var old = await Assert.ThrowsAsync<EngineException>(() =>
            client.Images.SaveAsync(["a:1"], new ArchiveTarget(folder.File("images.tar")), "linux/arm64", null, CancellationToken.None));

        Assert.Equal((EngineError.NotFound, EngineError.ApiVersionTooLow), (missing.Error, old.Error));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Zstandard_is_refused_where_neither_side_has_it()
    {
        if (Environment.Version.Major >= 11)
            return;
        await File.WriteAllBytesAsync(folder.File("images.tar.zst"), [0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3]);
        engine.ApiVersion = new Version(1, 41);

        var saving = await Assert.ThrowsAsync<EngineException>(() => SaveAsync(ArchiveCompression.Zstd, "a:1"));
        var loading = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.LoadAsync(folder.File("images.tar.zst"), null, null, CancellationToken.None));

        Assert.Equal((EngineError.Invalid, "Compression"), (saving.Error, saving.Subject.Kind));
        Assert.Contains(".NET 11", saving.Message, StringComparison.Ordinal);
        Assert.Equal(EngineError.ApiVersionTooLow, loading.Error);
        Assert.Contains("zstd -d", loading.Advice, StringComparison.Ordinal);
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public async Task Zstandard_is_sent_as_it_is_to_an_engine_that_has_it()
    {
        byte[] packed = [0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3];
        await File.WriteAllBytesAsync(folder.File("images.tar.zst"), packed);
        engine.On("POST", "/images/load", FakeAnswer.Lines("{\"stream\":\"Loaded image: a:1\\n\"}"));

        await client.Images.LoadAsync(folder.File("images.tar.zst"), "linux/arm64", null, CancellationToken.None);

        Assert.Equal(packed, engine.Calls[0].Body);
        Assert.Equal("""{"os":"linux","architecture":"arm64"}""", engine.Calls[0]["platform"]);
    }

    [Theory]
    [InlineData("a.tar", ArchiveCompression.None)]
    [InlineData("a.tar.gz", ArchiveCompression.Gzip)]
    [InlineData("a.TGZ", ArchiveCompression.Gzip)]
    [InlineData("a.tar.zst", ArchiveCompression.Zstd)]
    [InlineData("a.tzst", ArchiveCompression.Zstd)]
    [InlineData("gz", ArchiveCompression.None)]
    public void The_name_of_an_archive_says_how_it_is_compressed(string name, ArchiveCompression expected) =>
        Assert.Equal(expected, ArchiveFormat.OfName(name));

    [Fact]
    public async Task A_load_returns_names_and_the_ids_of_what_has_none()
    {
        byte[] content = Enumerable.Range(0, 3_000_000).Select(i => (byte)i).ToArray();
        await File.WriteAllBytesAsync(folder.File("images.tar"), content);
        engine.On("POST", "/images/load", FakeAnswer.Lines(
            "{\"status\":\"Loading layer\",\"progressDetail\":{\"current\":1,\"total\":2},\"id\":\"layer\"}",
            "{\"stream\":\"Loaded image: a:1\\n\"}",
            "{\"stream\":\"Loaded image ID: sha256:aa\\n\"}"));

        var loaded = await client.Images.LoadAsync(folder.File("images.tar"), null, new Progress(told.Add), CancellationToken.None);

        Assert.Equal(["a:1", "sha256:aa"], loaded);
        Assert.Equal(content, engine.Calls[0].Body);
        Assert.Contains(new TransferStatus("", "Sending", 3_000_000, 3_000_000), told);
    }

    [Fact]
    public async Task An_import_says_all_that_was_asked_for()
    {
        folder.Write("root.tar", "content");
        engine.On("POST", "/images/create", FakeAnswer.Lines("{\"status\":\"Importing\"}", "{\"status\":\"sha256:aa\"}"));
        var options = new ImportOptions { Name = ImageName.Parse("r.example.com:5000/a"), Message = "why", Platform = "linux/arm64", Changes = ["CMD [\"x\"]", "ENV A=B C"] };

        string id = await client.Images.ImportAsync(folder.File("root.tar"), options, null, CancellationToken.None);

        var call = engine.Calls[0];
        Assert.Equal("sha256:aa", id);
        Assert.Equal(
            ("-", "r.example.com:5000/a", "latest", "why", "linux/arm64"),
            (call["fromSrc"], call["repo"], call["tag"], call["message"], call["platform"]));
        Assert.Equal(["CMD [\"x\"]", "ENV A=B C"], call.Query["changes"]);
    }

    [Fact]
    public async Task An_upload_that_is_refused_in_its_middle_says_why()
    {
        await File.WriteAllBytesAsync(folder.File("large.tar"), new byte[20_000_000]);
        engine.On("POST", "/images/load", FakeAnswer.Error(500, "invalid tar header").Early());

        var error = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.LoadAsync(folder.File("large.tar"), null, null, CancellationToken.None));

        Assert.Equal(("ImportFailed", $"The file {folder.File("large.tar")} is not an image archive.", "invalid tar header"), (error.ErrorId, error.Message, error.InnerException?.Message));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_before_anything_is_sent()
    {
        var missing = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.LoadAsync(folder.File("none"), null, null, CancellationToken.None));
        var wrong = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.LoadAsync(folder.Path, null, null, CancellationToken.None));

        Assert.Equal((EngineError.NotFound, "File"), (missing.Error, missing.Subject.Kind));
        Assert.Equal(EngineError.Invalid, wrong.Error);
        Assert.Empty(engine.Calls);
    }

    public void Dispose()
    {
        RequestLog.Observe(null);
        client.Dispose();
        engine.Dispose();
        folder.Dispose();
    }

    static byte[] MakeArchive()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true))
        {
            tar.WriteEntry(
                new GnuTarEntry(
                    TarEntryType.RegularFile,
                    "manifest.json")
                {
                    DataStream = new MemoryStream(Enumerable.Repeat((byte)1, 3_000_000).ToArray()),
                });
        }
        return stream.ToArray();
    }

    Task SaveAsync(ArchiveCompression compression, params string[] names) =>
        client.Images.SaveAsync(
            names,
            new ArchiveTarget(folder.File("images.tar"), compression),
            null,
            new Progress(told.Add),
            CancellationToken.None);

    void AssertUntouched()
    {
        Assert.Equal(folder.File("images.tar"), Assert.Single(Directory.GetFiles(folder.Path)));
        Assert.Equal("what was there before", File.ReadAllText(folder.File("images.tar")));
    }

    Task PullAsync(string name, string? platform = null) =>
        client.Images.PullAsync(ImageName.Parse(name), platform, null, new Progress(told.Add), CancellationToken.None);

    Task<IReadOnlyList<PublishedImage>> PushAsync(string name) =>
        client.Images.PushAsync(ImageName.Parse(name), null, null, new Progress(told.Add), CancellationToken.None);
}
