using System.Security;

namespace DockerPS.Engine.Tests;

/// <summary>The session of a build: how it is opened, what it serves, and how it ends.</summary>
public sealed class BuildSessionTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;
    readonly TemporaryFolder folder = new();
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BuildSessionTests()
    {
        client = Engines.Connect(engine.Address);
        folder.Write("Dockerfile", "FROM busybox\n");
        engine.On("POST", "/build/cancel", FakeAnswer.Empty());
        engine.On("POST", "/build", FakeAnswer.Lines("{\"aux\":{\"ID\":\"sha256:aa\"}}"));
        engine.On("POST", "/session", FakeAnswer.Upgrade(WaitAsync, "h2c"));
    }

    FakeRequest SessionCall => Assert.Single(engine.Calls, call => call.Path == "/session");

    [Fact]
    public async Task Each_method_has_a_line_of_its_own()
    {
        await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), Secrets = [new BuildSecret("a", Secure("s"))], Output = new BuildDestination(folder.File("out")) });

        Assert.Equal(
            [
                "/grpc.health.v1.Health/Check",
                "/moby.buildkit.secrets.v1.Secrets/GetSecret",
                "/moby.filesync.v1.Auth/Credentials",
                "/moby.filesync.v1.FileSend/DiffCopy",
                "/moby.filesync.v1.FileSync/DiffCopy",
            ],
            SessionCall.Header("X-Docker-Expose-Session-Grpc-Method")!.Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal("h2c", SessionCall.Header("Upgrade"));
        Assert.Equal("[{\"Type\":\"tar\",\"Attrs\":{}}]", engine.Calls.Single(call => call.Path == "/build")["outputs"]);
    }

    [Fact]
    public async Task What_has_no_files_to_ask_for_serves_none()
    {
        await BuildAsync(new BuildOptions { Source = new TextSource("FROM scratch") });

        Assert.DoesNotContain("FileSync", SessionCall.Header("X-Docker-Expose-Session-Grpc-Method"), StringComparison.Ordinal);
        Assert.Equal("Dockerfile", engine.Calls.Single(call => call.Path == "/build")["dockerfile"]);
    }

    [Fact]
    public async Task The_same_folder_has_the_same_key_and_another_folder_another()
    {
        using var other = new TemporaryFolder();
        other.Write("Dockerfile", "FROM busybox\n");
        foreach (string path in (string[])[folder.Path, folder.Path, other.Path])
            await BuildAsync(new BuildOptions { Source = new FolderSource(path) });

        string[] keys = [.. engine.Calls.Where(call => call.Path == "/session").Select(call => call.Header("X-Docker-Expose-Session-Sharedkey")!)];

        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
    }

    [Fact]
    public async Task A_session_that_is_refused_is_the_engine_s_error()
    {
        engine.On("POST", "/session", FakeAnswer.Error(500, "sessions are out of order"));

        var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) }));

        Assert.Equal("sessions are out of order", error.Message);
        Assert.DoesNotContain(engine.Calls, call => call.Path == "/build");
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n\r\n")]
    [InlineData("")]
    public async Task An_answer_that_is_none_is_an_error(string answer)
    {
        engine.On("POST", "/session", FakeAnswer.Raw(System.Text.Encoding.ASCII.GetBytes(answer)));

        await Assert.ThrowsAsync<EngineException>(() => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) }));
    }

    [Fact]
    public async Task It_ends_with_the_build()
    {
        await BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) });

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task It_ends_with_a_build_that_fails()
    {
        engine.On("POST", "/build", FakeAnswer.Lines("{\"errorDetail\":{\"message\":\"no\"},\"error\":\"no\"}"));

        await Assert.ThrowsAsync<EngineException>(() => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) }));

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("/session")]
    [InlineData("/build")]
    public async Task A_build_that_is_stopped_ends_both_connections(string stage)
    {
        using var stopping = new CancellationTokenSource();
        engine.On("POST", stage, FakeAnswer.Hijack((_, token) => Task.Delay(Timeout.Infinite, token)));
        var building = BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path) }, stopping.Token);
        // the ping, the session and the build
        await engine.WaitForRequestsAsync(stage == "/session" ? 2 : 3, TimeSpan.FromSeconds(20));

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building.WaitAsync(TimeSpan.FromSeconds(20)));
        if (stage == "/build")
            await closed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("twice", "is given twice")]
    [InlineData("variable", "DOCKERPS_NO_SUCH_VARIABLE, which is not set")]
    [InlineData("file", "There is no such file")]
    [InlineData("folder", "comes from a folder")]
    [InlineData("large", "is larger than 500 kB")]
    public async Task A_secret_that_can_not_be_given_is_refused_before_anything_is_sent(string problem, string message)
    {
        await File.WriteAllBytesAsync(folder.File("large"), new byte[SecretSource.MostBytes + 1]);
        BuildSecret[] secrets = problem switch
        {
            "twice" => [new BuildSecret("a", Secure("s")), new BuildSecret("a", Secure("s"))],
            "variable" => [new BuildSecret("id=a,env=DOCKERPS_NO_SUCH_VARIABLE")],
            "file" => [BuildSecret.FromFile("a", folder.File("hunter2"))],
            "folder" => [BuildSecret.FromFile("a", folder.Path)],
            _ => [BuildSecret.FromFile("a", folder.File("large"))],
        };

        var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync(new BuildOptions { Source = new FolderSource(folder.Path), Secrets = secrets }));

        Assert.Equal("Secret", error.Subject.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(engine.Calls);
    }

    [Theory]
    [InlineData(true, false, "Secret")]
    [InlineData(false, true, "Output")]
    public async Task The_classic_builder_is_not_given_what_it_would_ignore(bool secret, bool output, string name)
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => BuildAsync(new BuildOptions
        {
            Source = new FolderSource(folder.Path),
            Builder = ImageBuilder.Classic,
            Secrets = secret ? [new BuildSecret("a", Secure("s"))] : [],
            Output = output ? new BuildDestination("type=tar,dest=x") : null,
        }));

        Assert.StartsWith($"-{name} is known to BuildKit alone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_given_from_where_they_are()
    {
        Environment.SetEnvironmentVariable("DOCKERPS_TEST_SECRET", "from the environment");
        byte[] bytes = [0, 255, 10, 13];
        await File.WriteAllBytesAsync(folder.File("file"), bytes);
        BuildSecret[] secrets = [new BuildSecret("value", Secure("ä s")), BuildSecret.FromFile("file", folder.File("file")), new BuildSecret("id=variable,env=DOCKERPS_TEST_SECRET")];

        foreach (var (secret, expected) in secrets.Zip((byte[][])[[0xc3, 0xa4, (byte)' ', (byte)'s'], bytes, "from the environment"u8.ToArray()]))
            Assert.Equal(expected, await SecretSource.ReadAsync(secret, CancellationToken.None));
    }

    [Fact]
    public async Task A_secret_that_was_not_given_is_not_there()
    {
        await using var peer = await SessionPeer.ConnectAsync(new Dictionary<string, Func<GrpcCall, Task>>(new SecretService(SecretSource.Check([])).Methods));
        await peer.OpenAsync(1, "/moby.buildkit.secrets.v1.Secrets/GetSecret");
        await peer.SendMessageAsync(1, new ProtobufWriter().Text(1, "other").ToArray(), isLast: true);

        Assert.Equal("5", await peer.ReadStatusAsync(1));
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
        folder.Dispose();
    }

    async Task WaitAsync(Stream connection, CancellationToken cancellationToken)
    {
        await connection.CopyToAsync(Stream.Null, cancellationToken);
        closed.TrySetResult();
    }

    async Task BuildAsync(BuildOptions options, CancellationToken cancellationToken = default)
    {
        await foreach (var change in client.Builds.BuildAsync(options, null, cancellationToken)) { }
    }

    static SecureString Secure(string text) => new System.Net.NetworkCredential("", text).SecurePassword;
}
