using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Builds on engines that serve BuildKit's own interface at their API address, and on engines that only appear to.</summary>
public sealed class BuildKitControlTests : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    readonly FakeEngine engine = FakeEngine.Start();
    readonly TemporaryFolder folder = new();
    readonly FakeBuildKit buildKit;
    readonly EngineClient client;

    public BuildKitControlTests()
    {
        engine.ApiVersion = new Version(1, 55);
        engine.On(
            "POST",
            "/session",
            FakeAnswer.Upgrade(static async (stream, token) => await stream.CopyToAsync(Stream.Null, token), "h2c"));
        engine.On("POST", "/build", FakeAnswer.Lines("{\"aux\":{\"ID\":\"sha256:bb\"}}"));
        buildKit = new FakeBuildKit(engine);
        client = new EngineClient(new EngineEndpoint(engine.Address, Engines.Source) { Timeout = TimeSpan.FromSeconds(5) }, buildKit);
        folder.Write("Dockerfile", "FROM busybox\nRUN true\n");
    }

    [Fact]
    public async Task BuildKit_is_asked_for_all_that_was_said()
    {
        buildKit.Labels["org.mobyproject.buildkit.worker.moby.host-gateway-ip"] = "172.17.0.1";

        var told = await BuildAsync(new BuildOptions
        {
            Source = new FolderSource(folder.Path),
            Tags = [ImageName.Parse("app"), ImageName.Parse("r.example.com:5000/app:1")],
            Arguments = new Dictionary<string, string?> { ["A"] = "x \"y\"", ["B"] = null },
            Labels = new Dictionary<string, string> { ["l"] = "v" },
            Target = "stage",
            Platform = "linux/arm64",
            Network = "host",
            NoCache = true,
            Pull = true,
            ShmSize = 5,
            Ulimits = [Ulimit.Parse("nofile=1:2")],
            CacheFrom = ["a:1", "type=registry,ref=b:2"],
            CacheTo = ["type=inline"],
            AddHost = [HostEntry.Parse("h=1.2.3.4"), HostEntry.Parse("gate:host-gateway")],
        });

        Assert.Equal("sha256:aa", Assert.IsType<BuildFinished>(told[^1]).ImageId);
        Assert.Empty(engine.Calls);
        Assert.Equal(
            ("moby", "app:latest,r.example.com:5000/app:1"),
            (buildKit.Asked.Find(static one => one.Field == 3).Value, buildKit[4, "name"]));
        Assert.Equal(
            ("x \"y\"", null, "v", "stage", "linux/arm64"),
            (buildKit[7, "build-arg:A"], buildKit[7, "build-arg:B"], buildKit[7, "label:l"], buildKit[7, "target"], buildKit[7, "platform"]));
        Assert.Equal(
            ("", "pull", "5", "nofile=1:2", "a:1,b:2"),
            (buildKit[7, "no-cache"], buildKit[7, "image-resolve-mode"], buildKit[7, "shm-size"], buildKit[7, "ulimit"], buildKit[7, "cache-from"]));
        Assert.Equal(("h=1.2.3.4,gate=172.17.0.1", "host"), (buildKit[7, "add-hosts"], buildKit[7, "force-network-mode"]));
        Assert.Contains((9, "network.host"), buildKit.Asked);
        Assert.Contains(
            "inline",
            Encoding.UTF8.GetString(Convert.FromHexString(buildKit.Asked.Find(static one => one.Field == 8).Value)),
            StringComparison.Ordinal);
        Assert.Contains((5, buildKit.SessionId!), buildKit.Asked);
        Assert.Contains(FileSyncService.DiffCopy, buildKit.Methods);
        Assert.Null(buildKit[7, "context"]);
    }

    [Fact]
    public async Task What_was_not_said_is_not_asked_for()
    {
        await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) });

        Assert.Equal(
            ["filename=Dockerfile", "image-resolve-mode=default"],
            buildKit.Asked.Where(static one => one.Field == 7).Select(static one => one.Value).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(buildKit.Asked, static one => one.Field is 4 or 8 or 9);
    }

    [Theory]
    [InlineData("one", "one,two,stage-2,five,")]
    [InlineData("TWO", "two,stage-2,")]
    [InlineData("three", "three,stage-4,")]
    [InlineData("stage-2", "stage-2,")]
    [InlineData("five", "five")]
    public async Task A_stage_that_is_to_run_anew_has_those_run_anew_that_need_it(string stage, string expected)
    {
        folder.Write("Dockerfile", """
            FROM busybox AS one
            FROM one AS two
            FROM busybox
            COPY --from=1 /a /
            FROM busybox AS three
            FROM three
            COPY b /
            FROM busybox AS five
            RUN --mount=type=bind,from=One,target=/one true
            """);

        await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), NoCacheStages = [stage] });

        Assert.Equal(expected, buildKit[7, "no-cache"]);
    }

    [Fact]
    public async Task A_text_is_fetched_from_the_session()
    {
        byte[] fetched = [];
        buildKit.Solve = async _ =>
        {
            fetched = await FakeBuildKit.FetchAsync(await buildKit.Session, buildKit[7, "context"]!);
            return "sha256:aa";
        };

        await BuildAsync(new BuildOptions { Source = new TextSource("FROM scratch\nLABEL a=ä\n") });

        Assert.Contains("FROM scratch\nLABEL a=ä\n", Encoding.UTF8.GetString(fetched), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_the_error_of_the_build()
    {
        buildKit.Status =
        [
            new ProtobufWriter().Message(
                1,
                new ProtobufWriter()
                    .Text(1, "a")
                    .Text(3, "[2/2] RUN true")
                    .Text(7, "process \"true\" did not complete successfully: exit code: 7")),
        ];
        buildKit.Solve = static _ => throw new GrpcException(GrpcStatus.Unknown, "failed to solve: process \"true\" did not complete successfully: exit code: 7");

        var error = await Assert.ThrowsAsync<EngineException>(
            () => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) }));

        Assert.Equal(
            ("BuildFailed", "[2/2] RUN true", 7),
            (error.ErrorId, ((BuildFailure)error.Detail!).Step, ((BuildFailure)error.Detail).ExitCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_build_that_nobody_wants_any_more_is_stopped_in_the_engine(bool isCancelled)
    {
        var stopped = new TaskCompletionSource();
        buildKit.Status =
        [
            new ProtobufWriter().Message(
                1,
                new ProtobufWriter().Text(1, "a").Text(3, "[2/2] RUN true").Message(5, new ProtobufWriter().Number(1, 1))),
        ];
        buildKit.Solve = async token =>
        {
            using var registration = token.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, token);
            return null;
        };
        using var stop = new CancellationTokenSource();

        try
        {
            await foreach (var change in client.Builds.BuildAsync(
                new BuildOptions { Source = new FolderSource(folder.Path) },
                null,
                stop.Token))
            {
                if (!isCancelled)
                    break;
                await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (isCancelled)
        {
            // as required
        }

        await stopped.Task.WaitAsync(Limit);
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public async Task An_engine_that_does_not_serve_it_builds_over_its_API_and_is_not_asked_again()
    {
        buildKit.IsServed = false;

        for (int i = 0; i < 2; i++)
        {
            var told = await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) });
            Assert.Equal("sha256:bb", Assert.IsType<BuildFinished>(told[^1]).ImageId);
        }

        Assert.Equal(1, buildKit.Dialled);
        Assert.Equal(["POST /session", "POST /build", "POST /session", "POST /build"], engine.Calls.Select(static call => call.ToString()));
    }

    [Theory]
    [InlineData("1.51", "one")]
    [InlineData("1.55", "one,two")]
    public async Task Single_stages_are_built_over_a_connection_that_the_engine_gives_up_where_it_serves_nothing(
        string version,
        string expected)
    {
        engine.ApiVersion = Version.Parse(version);
        buildKit.IsServed = false;
        engine.On("POST", "/grpc", FakeAnswer.Upgrade((stream, token) => GrpcServer.RunAsync(stream, buildKit.Handlers(), token), "h2c"));
        folder.Write("Dockerfile", "FROM busybox AS one\nFROM one AS two\n");

        var told = await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), NoCacheStages = ["one"] });

        Assert.Equal("sha256:aa", Assert.IsType<BuildFinished>(told[^1]).ImageId);
        Assert.Equal(expected, buildKit[7, "no-cache"]);
        Assert.Equal(["POST /grpc", "POST /session"], engine.Calls.Select(static call => call.ToString()));
    }

    [Theory]
    [InlineData("1.52", "linux", null)]
    [InlineData("1.55", "linux", ImageBuilder.Classic)]
    [InlineData("1.55", "windows", null)]
    public async Task Nobody_else_is_asked_for_it(string version, string system, ImageBuilder? builder)
    {
        engine.ApiVersion = Version.Parse(version);
        engine.OperatingSystem = system;

        await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), Builder = builder });

        Assert.Equal(0, buildKit.Dialled);
        Assert.Contains(engine.Calls, static call => call.Path == "/build");
    }

    [Fact]
    public async Task A_host_gateway_that_the_engine_does_not_tell_is_refused()
    {
        var error = await Assert.ThrowsAsync<EngineException>(
            () =>
                BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), AddHost = [HostEntry.Parse("gate:host-gateway")] }));

        Assert.Equal((EngineError.Invalid, "AddHost"), (error.Error, error.Subject.Kind));
    }

    public void Dispose()
    {
        client.Dispose();
        buildKit.Dispose();
        engine.Dispose();
        folder.Dispose();
    }

    async Task<List<BuildEvent>> BuildAsync(BuildOptions options)
    {
        var told = new List<BuildEvent>();
        using var limit = new CancellationTokenSource(Limit);
        await foreach (var change in client.Builds.BuildAsync(options, null, limit.Token))
            told.Add(change);
        return told;
    }
}
