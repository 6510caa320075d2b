using System.IO.Compression;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Build sources other than folders, as described to the engine.</summary>
public sealed class BuildSourceTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;
    readonly TaskCompletionSource<GrpcChannel> session = new();
    byte[] sent = [];

    public BuildSourceTests()
    {
        client = Engines.Connect(engine.Address);
        engine.On("POST", "/session", FakeAnswer.Upgrade(
            async (stream, token) =>
            {
                await using var channel = new GrpcChannel(stream);
                session.SetResult(channel);
                await Task.Delay(Timeout.Infinite, token);
            },
            "h2c"));
        engine.On("POST", "/build", request => FakeAnswer.Stream(async body =>
        {
            if (request["remote"] is { } address && address.StartsWith("http://buildkit-session/", StringComparison.Ordinal))
                sent = await FakeBuildKit.FetchAsync(await session.Task, address);
            await body.WriteAsync("{\"aux\":{\"ID\":\"sha256:aa\"}}\n");
        }));
    }

    FakeRequest BuildCall => Assert.Single(engine.Calls, static call => call.Path == "/build");

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    [Theory]
    [InlineData("https://example.com/app.git#main:docker", "https://example.com/app.git#main:docker")]
    [InlineData("git://example.com/app.git", "git://example.com/app.git")]
    [InlineData("ssh://git@example.com/app.git", "ssh://example.com/app.git")]
    [InlineData("git@example.com:team/app.git", "git@example.com:team/app.git")]
    [InlineData("github.com/team/app", "github.com/team/app")]
    [InlineData("http://example.com/context.tar.gz", "http://example.com/context.tar.gz")]
    [InlineData("https://user:token@example.com/app.git", "https://example.com/app.git")]
    [InlineData("https://user:token@example.com/app.tar?token=x#y", "https://example.com/app.tar?***#y")]
    public async Task An_address_is_fetched_by_the_engine(string address, string shown)
    {
        var source = new RemoteSource(address) { DockerfileName = "docker/my.Dockerfile" };

        await BuildAsync(source);

        var call = BuildCall;
        Assert.Equal((address, "docker/my.Dockerfile", shown), (call["remote"], call["dockerfile"], source.Name));
        Assert.Empty(call.Body);
    }

    [Theory]
    [InlineData("ftp://example.com/x.tar")]
    [InlineData("/a/folder")]
    [InlineData("file:///x")]
    [InlineData("https://")]
    [InlineData("git@example.com")]
    [InlineData("a folder")]
    public async Task What_no_engine_fetches_is_refused(string address)
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync(new RemoteSource(address)));

        Assert.Equal((EngineError.Invalid, "BuildUri"), (error.Error, error.Subject.Kind));
        Assert.DoesNotContain(engine.Calls, static call => call.Path == "/build");
    }

    [Theory]
    [InlineData("gnu", false)]
    [InlineData("ustar", false)]
    [InlineData("v7", false)]
    [InlineData("pax", true)]
    public async Task A_tar_goes_on_as_it_is_unless_BuildKit_would_not_see_that_it_is_one(string format, bool isWrapped)
    {
        using var folder = new TemporaryFolder();
        folder.Write("files/Dockerfile", "FROM scratch\n");
        Command.Run(
            "tar",
            new Dictionary<string,
            string>(),
            $"--format={format}",
            "-C",
            folder.File("files"),
            "-cf",
            folder.File("x.tar"),
            "Dockerfile");
        byte[] tar = await File.ReadAllBytesAsync(folder.File("x.tar"));

        await BuildAsync(new ArchiveSource(new MemoryStream(tar)) { DockerfileName = "Dockerfile" });

        Assert.Equal(tar, isWrapped ? Unpack(sent) : sent);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    [InlineData("xz")]
    public async Task A_compressed_tar_goes_on_as_it_is(string program)
    {
        using var folder = new TemporaryFolder();
        folder.Write("x", "content");
        Command.Run(program, new Dictionary<string, string>(), folder.File("x"));
        byte[] packed = await File.ReadAllBytesAsync(Directory.GetFiles(folder.Path).Single());

        await BuildAsync(new ArchiveSource(new MemoryStream(packed)));

        Assert.Equal(packed, sent);
    }

    [Fact]
    public async Task The_text_of_a_Dockerfile_is_known_for_one()
    {
        await BuildAsync(
            new ArchiveSource(
                new MemoryStream(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("FROM scratch\nLABEL a=ä\n")).ToArray())));

        Assert.Contains("FROM scratch\nLABEL a=ä\n", Encoding.UTF8.GetString(sent), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { 0x28, 0xb5, 0x2f, 0xfd, 0 }, "compressed")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0 }, "compressed")]
    [InlineData(new byte[] { 1, 2, 0, 4 }, "neither a tar nor a Dockerfile")]
    public async Task What_is_nothing_to_build_is_refused(byte[] bytes, string says)
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync(new ArchiveSource(new MemoryStream(bytes))));

        Assert.Equal((EngineError.Invalid, "BuildContext"), (error.Error, error.Subject.Kind));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(engine.Calls, static call => call.Path == "/build");
    }

    [Fact]
    public async Task What_a_builder_would_ignore_is_refused()
    {
        engine.ApiVersion = new Version(1, 41);
        var source = new TextSource("FROM scratch");

        await RefusesAsync(EngineError.Invalid, new BuildOptions { Source = source, NoCacheStages = ["a"] });
        await RefusesAsync(
            EngineError.Invalid,
            new BuildOptions { Source = source, NoCacheStages = ["a"], Builder = ImageBuilder.Classic });
        await RefusesAsync(
            EngineError.Invalid,
            new BuildOptions { Source = source, Classic = new ClassicBuildOptions { Limits = new ResourceLimits { CpuSet = "0" } } });
        await RefusesAsync(EngineError.ApiVersionTooLow, new BuildOptions { Source = source, ShmSize = 1 });
        await RefusesAsync(EngineError.ApiVersionTooLow, new BuildOptions { Source = source, Ulimits = [Ulimit.Parse("nofile=1")] });

        async Task RefusesAsync(EngineError expected, BuildOptions options) =>
            Assert.Equal(expected, (await Assert.ThrowsAsync<EngineException>(() => BuildAsync(options))).Error);
    }

    [Fact]
    public async Task The_classic_builder_is_told_its_limits()
    {
        await BuildAsync(new BuildOptions
        {
            Source = new TextSource("FROM scratch"),
            Builder = ImageBuilder.Classic,
            ShmSize = 5,
            Ulimits = [Ulimit.Parse("nofile=1:2")],
            CacheFrom = ["a:1", "type=registry,ref=b:2"],
            AddHost = [HostEntry.Parse("h=1.2.3.4"), HostEntry.Parse("six:[::1]")],
            Classic = new ClassicBuildOptions
            {
                Limits = new ResourceLimits
                {
                    Memory = 1,
                    MemorySwap = -1,
                    CpuShare = 2,
                    CpuPeriod = TimeSpan.FromMilliseconds(1),
                    CpuQuota = TimeSpan.FromMilliseconds(2),
                    CpuSet = "0",
                    MemoryNode = "1",
                },
                CgroupParent = "/x",
                Squash = true,
            },
        });

        var call = BuildCall;
        Assert.Equal(
            ("1", "-1", "2", "1000", "2000", "0", "1", "/x", "1"),
            (call["memory"], call["memswap"], call["cpushares"], call["cpuperiod"], call["cpuquota"], call["cpusetcpus"], call["cpusetmems"], call["cgroupparent"], call["squash"]));
        Assert.Equal(
            ("5", """[{"Name":"nofile","Soft":1,"Hard":2}]""", """["a:1","b:2"]"""),
            (call["shmsize"], call["ulimits"], call["cachefrom"]));
        Assert.Equal(["h:1.2.3.4", "six:::1"], call.Query["extrahosts"]);
    }

    static byte[] Unpack(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    Task BuildAsync(BuildSource source) => BuildAsync(new BuildOptions { Source = source });

    async Task BuildAsync(BuildOptions options)
    {
        await foreach (var change in client.Builds.BuildAsync(options, null, CancellationToken.None)) { }
    }
}
