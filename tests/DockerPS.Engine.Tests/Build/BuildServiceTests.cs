namespace DockerPS.Engine.Tests;

/// <summary>Builds on engines of any version, including failing builds.</summary>
public sealed class BuildServiceTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;
    readonly TemporaryFolder folder = new();

    public BuildServiceTests()
    {
        client = Engines.Connect(engine.Address);
        folder.Write("Dockerfile", "FROM busybox\nRUN true\nRUN exit 7\n");
        engine.On(
            "POST",
            "/session",
            FakeAnswer.Upgrade(static async (stream, token) => await stream.CopyToAsync(Stream.Null, token), "h2c"));
    }

    FakeRequest BuildCall => Assert.Single(engine.Calls, call => call.Path == "/build");

    [Fact]
    public async Task BuildKit_is_asked_for_all_that_was_said()
    {
        engine.On("POST", "/build", FakeAnswer.Lines("{\"id\":\"moby.image.id\",\"aux\":{\"ID\":\"sha256:aa\"}}"));

        var told = await BuildAsync(new BuildOptions
        {
            Source = new FolderSource(folder.Path),
            Tags = [ImageName.Parse("app"), ImageName.Parse("r.example.com:5000/app:1")],
            Arguments = new Dictionary<string, string?> { ["A"] = "x \"y\"", ["B"] = null },
            Labels = new Dictionary<string, string> { ["l"] = "v" },
            Target = "stage",
            Platform = "linux/arm64",
            Network = "none",
            NoCache = true,
            Pull = true,
        });

        var call = BuildCall;
        Assert.Equal(["app:latest", "r.example.com:5000/app:1"], call.Query["t"]);
        Assert.Equal(
            ("2", "{\"A\":\"x \\u0022y\\u0022\",\"B\":null}", "{\"l\":\"v\"}", "stage", "linux/arm64", "none"),
            (call["version"], call["buildargs"], call["labels"], call["target"], call["platform"], call["networkmode"]));
        Assert.Equal(("1", "Dockerfile", null), (call["nocache"], call["dockerfile"], call["rm"]));
        Assert.Equal(("client-session", "1"), (call["remote"], call["pull"]));
        Assert.Empty(call.Body);
        Assert.Null(call.Header("X-Registry-Config"));
        var session = Assert.Single(engine.Calls, call => call.Path == "/session");
        Assert.Equal(session.Header("X-Docker-Expose-Session-Uuid"), call["session"]);
        Assert.Equal("sha256:aa", Assert.IsType<BuildFinished>(told[^1]).ImageId);
    }

    [Fact]
    public async Task The_classic_builder_pulls_by_itself()
    {
        folder.Write("Dockerfile", "FROM r.example.com/app:1\n");
        engine.On("POST", "/build", FakeAnswer.Lines("{\"aux\":{\"ID\":\"sha256:aa\"}}"));

        await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), Builder = ImageBuilder.Classic, Pull = true });

        Assert.Equal(["POST /build"], engine.Calls.Select(call => call.ToString()));
        Assert.Equal("1", BuildCall["pull"]);
        Assert.NotNull(BuildCall.Header("X-Registry-Config"));
    }

    [Theory]
    [InlineData("1.30", "linux", null, false)]
    [InlineData("1.38", "linux", null, false)]
    [InlineData("1.39", "linux", null, true)]
    [InlineData("1.51", "linux", null, true)]
    [InlineData("1.51", "windows", null, false)]
    [InlineData("1.51", "linux", ImageBuilder.Classic, false)]
    public async Task The_builder_is_the_best_that_the_engine_has(string version, string system, ImageBuilder? asked, bool isBuildKit)
    {
        engine.ApiVersion = Version.Parse(version);
        engine.OperatingSystem = system;
        engine.On("POST", "/build", FakeAnswer.Lines("{\"aux\":{\"ID\":\"sha256:aa\"}}"));

        await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), Builder = asked });

        var call = BuildCall;
        Assert.Equal(isBuildKit ? ("2", null, null) : (null, "1", "1"), (call["version"], call["rm"], call["forcerm"]));
        Assert.Equal(isBuildKit, call["buildid"] is not null);
    }

    [Theory]
    [InlineData("1.38", "linux", EngineError.ApiVersionTooLow)]
    [InlineData("1.51", "windows", EngineError.Invalid)]
    public async Task BuildKit_is_refused_where_it_is_not(string version, string system, EngineError expected)
    {
        engine.ApiVersion = Version.Parse(version);
        engine.OperatingSystem = system;

        var error = await Assert.ThrowsAsync<EngineException>(
            () => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), Builder = ImageBuilder.BuildKit }));

        Assert.Equal(expected, error.Error);
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public async Task BuildKit_tells_of_its_steps_and_what_they_write()
    {
        engine.On("POST", "/build", FakeAnswer.Lines(
            Trace(new ProtobufWriter()
                .Message(1, Vertex("a", "[1/2] FROM busybox").Number(4, 1).Moment(5, Start).Moment(6, Start))
                .Message(1, Vertex("b", "[2/2] RUN true"))),
            Trace(new ProtobufWriter().Message(1, Vertex("b", "[2/2] RUN true").Moment(5, Start)).Message(3, Log("b", 1, "half a "))),
            Trace(new ProtobufWriter().Message(3, Log("b", 2, "error\n")).Message(3, Log("b", 1, "line\r\nrest"))),
            Trace(new ProtobufWriter().Message(1, Vertex("b", "[2/2] RUN true").Moment(5, Start).Moment(6, Start.AddSeconds(2)))),
            Trace(new ProtobufWriter().Message(4, new ProtobufWriter().Text(3, "warned").Text(5, "https://x"))),
            "{\"id\":\"moby.image.id\",\"aux\":{\"ID\":\"sha256:aa\"}}"));

        var told = await BuildAsync();

        const string Run = "[2/2] RUN true";
        Assert.Equal(
            [
                new BuildStepStarted("[1/2] FROM busybox", 1, 2),
                new BuildStepEnded("[1/2] FROM busybox", true, TimeSpan.Zero),
                new BuildStepStarted(Run, 2, 2),
                new BuildOutput(new BuildLogLine(Run, "error", true)),
                new BuildOutput(new BuildLogLine(Run, "half a line", false)),
                new BuildOutput(new BuildLogLine(Run, "rest", false)),
                new BuildStepEnded(Run, false, TimeSpan.FromSeconds(2)),
                new BuildWarning("warned (https://x)"),
            ],
            told[..^1]);
        var finished = Assert.IsType<BuildFinished>(told[^1]);
        Assert.Equal("sha256:aa", finished.ImageId);
        Assert.Equal(
            [
                new BuildStep(1, "[1/2] FROM busybox", 1, Start.LocalDateTime, "00:00:00", true, null),
                new BuildStep(2, Run, 2, Start.LocalDateTime, "00:00:02", false, null),
            ],
            finished.Steps);
    }

    [Fact]
    public async Task A_failed_step_is_one_error_with_all_that_is_known()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"line {i}\n");
        engine.On("POST", "/build", FakeAnswer.Lines(
            Trace(new ProtobufWriter()
                .Message(1, Vertex("a", "[2/3] RUN true").Text(7, "context canceled"))
                .Message(1, Vertex("b", "[3/3] RUN exit 7").Moment(5, Start))
                .Message(3, Log("b", 1, string.Concat(lines) + "no end"))),
            Trace(
                new ProtobufWriter().Message(
                    1,
                    Vertex("b", "[3/3] RUN exit 7")
                        .Moment(5, Start)
                        .Moment(6, Start)
                        .Text(7, "process \"/bin/sh -c exit 7\" did not complete successfully: exit code: 7"))),
            "{\"errorDetail\":{\"message\":\"failed to solve: process \\\"/bin/sh -c exit 7\\\" did not complete successfully: exit code: 7\"},\"error\":\"x\"}"));

        var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync());
        var failure = Assert.IsType<BuildFailure>(error.Detail);

        Assert.Equal("BuildFailed", error.ErrorId);
        Assert.Equal(("[3/3] RUN exit 7", 3, 7), (failure.Step, failure.Line, failure.ExitCode));
        Assert.Equal([.. Enumerable.Range(12, 19).Select(i => $"line {i}"), "no end"], failure.Output);
        Assert.StartsWith("The build failed at step '[3/3] RUN exit 7' (Dockerfile, line 3): process \"/bin/sh -c exit 7\" did not complete successfully: exit code: 7\n", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("no end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_classic_builder_is_understood_by_what_it_prints()
    {
        engine.ApiVersion = new Version(1, 30);
        engine.On("POST", "/build", FakeAnswer.Lines(
            "{\"stream\":\"Step 1/3 : FROM busybox\"}",
            "{\"stream\":\"\\n\"}",
            "{\"stream\":\" ---\\u003e aa\\n\"}",
            "{\"stream\":\"Step 2/3 : RUN true\\n\"}",
            "{\"stream\":\" ---\\u003e Using cache\\n\"}",
            "{\"stream\":\"Step 3/3 : RUN exit 7\\n ---\\u003e Running in cc\\n\"}",
            "{\"stream\":\"out\\n\"}",
            "{\"stream\":\"\\u001b[91merr\\n\\u001b[0m\"}",
            "{\"stream\":\"Removing intermediate container cc\\n\"}",
            "{\"errorDetail\":{\"code\":7,\"message\":\"The command '/bin/sh -c exit 7' returned a non-zero code: 7\"},\"error\":\"x\"}"));
        var told = new List<BuildEvent>();

        var error = await Assert.ThrowsAsync<EngineException>(
            () => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) }, told));
        var failure = Assert.IsType<BuildFailure>(error.Detail);

        Assert.Equal(("[3/3] RUN exit 7", 3, 7), (failure.Step, failure.Line, failure.ExitCode));
        Assert.Equal(["out", "err"], failure.Output);
        Assert.Contains(new BuildStepStarted("[2/3] RUN true", 2, 3), told);
        Assert.Contains(new BuildStepEnded("[2/3] RUN true", true, TimeSpan.Zero), told);
        Assert.Contains(new BuildOutput(new BuildLogLine("[3/3] RUN exit 7", "err", true)), told);
    }

    [Fact]
    public async Task A_refusal_before_the_first_step_is_the_same_error()
    {
        engine.On("POST", "/build", FakeAnswer.Error(400, "dockerfile parse error line 2: unknown instruction: FOO"));

        var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync());

        Assert.Equal(("BuildFailed", 2), (error.ErrorId, ((BuildFailure)error.Detail!).Line));
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_the_upload_is_the_same_error()
    {
        await File.WriteAllBytesAsync(folder.File("large"), new byte[20_000_000]);
        engine.On("POST", "/build", FakeAnswer.Error(500, "no space left on device").Early());

        var error = await Assert.ThrowsAsync<EngineException>(
            () => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), Builder = ImageBuilder.Classic }));

        Assert.Equal("BuildFailed", error.ErrorId);
        Assert.Contains("no space left on device", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"id\":\"moby.buildkit.trace\",\"aux\":\"not base64!\"}")]
    [InlineData("{\"id\":\"moby.buildkit.trace\",\"aux\":\"CgU=\"}")]
    [InlineData("{\"id\":\"moby.buildkit.trace\",\"aux\":{}}")]
    [InlineData("{\"stream\":\"Successfully built aa\"}")]
    public async Task An_answer_that_makes_no_sense_is_an_error(string line)
    {
        engine.On("POST", "/build", FakeAnswer.Lines(line));

        Assert.Equal("BuildFailed", (await Assert.ThrowsAsync<EngineException>(() => BuildAsync())).ErrorId);
    }

    [Fact]
    public async Task A_cut_stream_is_an_error()
    {
        engine.On("POST", "/build", FakeAnswer.Lines("{\"id\":\"moby.image.id\",\"aux\":{\"ID\":\"sha256:aa\"}}").CutAt(30));

        Assert.Equal("EngineConnectionLost", (await Assert.ThrowsAsync<EngineException>(() => BuildAsync())).ErrorId);
    }

    [Fact]
    public async Task A_build_that_is_stopped_is_stopped_in_the_engine()
    {
        using var stopping = new CancellationTokenSource();
        engine.On("POST", "/build/cancel", FakeAnswer.Empty());
        engine.On("POST", "/build", FakeAnswer.Stream(async body =>
        {
            await body.WriteAsync(Trace(new ProtobufWriter().Message(1, Vertex("a", "[1/1] RUN sleep").Moment(5, Start))));
            await body.WaitAsync(TimeSpan.FromSeconds(30));
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var change in client.Builds.BuildAsync(
                new BuildOptions { Source = new FolderSource(folder.Path) },
                null,
                stopping.Token))
                await stopping.CancelAsync();
        });

        Assert.Equal("POST /build/cancel", engine.Calls[^1].ToString());
        Assert.Equal(BuildCall["buildid"], engine.Calls[^1]["id"]);
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_is_told_and_not_the_connection()
    {
        string path = folder.Write("a", "x");
        folder.Write("Dockerfile", new string('#', 3_000_000));
        engine.On("POST", "/build", FakeAnswer.Lines("{\"aux\":{\"ID\":\"sha256:aa\"}}"));

        // the folder has been listed by the time the first block is sent
        var error = await Assert.ThrowsAsync<EngineException>(async () =>
        {
            await foreach (var change in client.Builds.BuildAsync(
                new BuildOptions { Source = new FolderSource(folder.Path), Builder = ImageBuilder.Classic },
                new Progress(_ => File.Delete(path)),
                CancellationToken.None)) { }
        });

        Assert.Equal(("BuildContext", EngineError.Invalid), (error.Subject.Kind, error.Error));
        Assert.StartsWith("'a' in the build context cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_BuildKit_knows_is_not_lost_on_the_classic_builder()
    {
        var options = new BuildOptions { Source = new FolderSource(folder.Path), Builder = ImageBuilder.Classic };
        foreach (var (name, wrong) in ((string, BuildOptions)[])
        [
            ("Secret", options with { Secrets = [new BuildSecret("id=a,src=x")] }),
            ("Ssh", options with { SshAgents = [BuildSsh.Parse("default")] }),
            ("Output", options with { Export = BuildExport.Parse("out") }),
            ("CacheTo", options with { CacheTo = ["type=inline"] }),
        ])
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync(wrong));
            Assert.Equal(("BuildOption", name), (error.Subject.Kind, error.Subject.Name));
        }
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public async Task A_result_that_goes_elsewhere_is_no_image()
    {
        engine.On("POST", "/build", FakeAnswer.Lines("{\"stream\":\"\"}"));

        var told = await BuildAsync(
            new BuildOptions
            {
                Source = new FolderSource(folder.Path),
                Export = BuildExport.Parse("type=tar,dest=" + folder.File("x.tar")),
                CacheTo = ["type=inline"],
            });

        Assert.Null(Assert.IsType<BuildFinished>(told[^1]).ImageId);
        Assert.Equal(("[{\"Type\":\"tar\"}]", "{\"BUILDKIT_INLINE_CACHE\":\"1\"}"), (BuildCall["outputs"], BuildCall["buildargs"]));
    }

    [Fact]
    public async Task Steps_are_left_nowhere_that_an_engine_does_not_know()
    {
        var error = await Assert.ThrowsAsync<EngineException>(
            () =>
                BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), CacheTo = ["type=registry,ref=r.example.com/cache"] }));
        Assert.Equal("CacheTo", error.Subject.Kind);
        Assert.Contains("type=inline", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
        folder.Dispose();
    }

    Task<List<BuildEvent>> BuildAsync() => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) });

    async Task<List<BuildEvent>> BuildAsync(BuildOptions options, List<BuildEvent>? told = null)
    {
        told ??= [];
        await foreach (var change in client.Builds.BuildAsync(options, null, CancellationToken.None))
            told.Add(change);
        return told;
    }

    static ProtobufWriter Vertex(string digest, string name) => new ProtobufWriter().Text(1, digest).Text(3, name);

    static ProtobufWriter Log(string vertex, ulong stream, string text) =>
        new ProtobufWriter().Text(1, vertex).Number(3, stream).Text(4, text);

    static string Trace(ProtobufWriter message) => $"{{\"id\":\"moby.buildkit.trace\",\"aux\":\"{Convert.ToBase64String(message.ToArray())}\"}}";
}
