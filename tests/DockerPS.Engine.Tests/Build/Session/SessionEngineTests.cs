using System.Collections.Concurrent;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Builds with a session on real engines: over each kind of connection, and with each kind of registry login.</summary>
[Collection(nameof(ProcessVariables))]
public sealed class SessionEngineTests(
    TlsEngine tlsEngine,
    SshServer sshServer) : IClassFixture<TlsEngine>, IClassFixture<SshServer>, IDisposable
{
    const string Image = "dockerps-test/busybox:latest";

    readonly Surroundings place = new();
    readonly TemporaryFolder folder = new();
    readonly string run = Guid.NewGuid().ToString("N")[..8];
    readonly string? path = Environment.GetEnvironmentVariable("PATH");

    [Theory]
    [InlineData("tcp")]
    [InlineData("TLS")]
    [InlineData("ssh")]
    public async Task Over_any_connection_a_step_gets_its_secret_and_the_files(string connection)
    {
        using var relay = new TcpRelay(Engines.Real);
        using var client = connection switch
        {
            "tcp" => Connect(new EngineEndpoint(relay.Address, Engines.Source)),
            "TLS" => Connect(new EngineEndpoint(tlsEngine.Address, Engines.Source) { Tls = tlsEngine.Tls }),
            _ => ConnectOverSsh(),
        };
        folder.Write("secret", "of " + run);
        folder.Write("context/large", new string('x', 3_000_000));
        folder.Write("context/Dockerfile", $"FROM {(connection == "TLS" ? "busybox" : Image)} AS one\nCOPY large /\nRUN --mount=type=secret,id=token cat /run/secrets/token && wc -c /large\n");
        var options = new BuildOptions
        {
            Source = new FolderSource(folder.File("context")),
            Secrets = [new BuildSecret("token", folder.File("secret"))],
            Network = "none",
            NoCache = true,
        };

        var calls = new ConcurrentQueue<string>();
        RequestLog.Observe(entry => calls.Enqueue(entry.Path));
        Assert.Equal($"of {run}3000000 /large", await BuildAsync(client, options));
        Assert.Equal($"of {run}3000000 /large", await BuildAsync(client, options with { NoCache = false, NoCacheStages = ["one"] }));

        // over TLS, an engine 29.7 only offers HTTP/1.1
        bool isServed = (await client.PingAsync(CancellationToken.None)).ApiVersion >= new Version(1, 53)
            && (connection != "TLS" || await OffersHttp2Async());
        Assert.Equal(
            isServed ? [2, 0, 0] : [1, 1, 2],
            ((string[])["/Solve", "/build", "/session"]).Select(
                path => calls.Count(call => call.EndsWith(path, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(ImageBuilder.BuildKit, "identitytoken", TokenRegistry.IdentityToken)]
    [InlineData(ImageBuilder.BuildKit, "registrytoken", TokenRegistry.Token)]
    [InlineData(ImageBuilder.Classic, "identitytoken", TokenRegistry.IdentityToken)]
    [InlineData(ImageBuilder.Classic, "registrytoken", TokenRegistry.Token)]
    public async Task A_base_image_is_pulled_with_a_token(ImageBuilder builder, string kind, string token)
    {
        using var registry = new TokenRegistry();
        using var client = Connect(new EngineEndpoint(Engines.Real, Engines.Source));
        await PublishAsync(client, $"{TokenRegistry.Open}/{run}:1", null);
        string image = $"{registry.Address}/{run}:1";

        var refused = await Assert.ThrowsAsync<EngineException>(() => BuildAsync(client, Of($"FROM {image}", builder)));
        Assert.Equal("BuildFailed", refused.ErrorId);
        Assert.Equal(EngineCause.BuildLoginMissing, refused.Cause);
        Assert.Empty(registry.LetIn);

        place.WriteConfig($$"""{ "auths": { "{{registry.Address}}": { "{{kind}}": "{{token}}" } } }""");
        await BuildAsync(client, Of($"FROM {image}", builder));
        Assert.NotEmpty(registry.LetIn);
        await RemoveAsync(client, $"{TokenRegistry.Open}/{run}:1", image);
    }

    [Fact]
    public async Task A_helper_gives_a_token_too()
    {
        using var registry = new TokenRegistry();
        using var client = Connect(new EngineEndpoint(Engines.Real, Engines.Source));
        await PublishAsync(client, $"{TokenRegistry.Open}/{run}:1", null);
        UseHelper("store", "<token>", TokenRegistry.IdentityToken);
        place.WriteConfig("""{ "credsStore": "store" }""");

        await BuildAsync(client, Of($"FROM {registry.Address}/{run}:1"));

        Assert.NotEmpty(registry.LetIn);
        await RemoveAsync(client, $"{TokenRegistry.Open}/{run}:1");
    }

    [Theory]
    [InlineData("auths")]
    [InlineData("credHelpers")]
    [InlineData("credsStore")]
    public async Task Steps_are_left_in_and_taken_over_from_a_registry_with_a_password(string login)
    {
        string registry = TokenRegistry.Variable("DOCKERPS_TEST_SECURE_REGISTRY");
        string user = TokenRegistry.Variable("DOCKERPS_TEST_SECURE_REGISTRY_USER");
        string password = TokenRegistry.Variable("DOCKERPS_TEST_SECURE_REGISTRY_PASSWORD");
        string name = $"{registry}/{run}-{login.ToLowerInvariant()}:1";
        // a separate engine whose cache may be emptied
        using var client = Connect(new EngineEndpoint(tlsEngine.Address, Engines.Source) { Tls = tlsEngine.Tls });
        var options = Of("FROM busybox\nRUN cat /proc/sys/kernel/random/uuid") with { Network = "none" };
        string first = await BuildAsync(client, options with { CacheTo = ["type=inline"], Tags = [ImageName.Parse(name)], NoCache = true });
        await client.Images.PushAsync(ImageName.Parse(name), null, new RegistryCredential(user, password), null, CancellationToken.None);
        await RemoveAsync(client, name);
        using (var http = tlsEngine.NewHttp())
            await http.RunAsync(EngineRequest.Post("/build/prune", Subject.Engine).With("all", true), CancellationToken.None);
        UseHelper("mine", user, password);
        place.WriteConfig(login switch
        {
            "auths" => $$"""{ "auths": { "{{registry}}": { "auth": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}}" } } }""",
            "credHelpers" => $$"""{ "credHelpers": { "{{registry}}": "mine" } }""",
            _ => """{ "credsStore": "mine" }""",
        });

        var steps = await BuildStepsAsync(client, options with { CacheFrom = [name], Tags = [ImageName.Parse(name)] });

        Assert.Matches("^[0-9a-f-]{36}$", first);
        Assert.True(Assert.Single(steps, static step => step.Name.Contains("RUN cat", StringComparison.Ordinal)).IsCached);
        await RemoveAsync(client, name);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", path);
        place.Dispose();
        folder.Dispose();
    }

    async Task<bool> OffersHttp2Async()
    {
        var stream = await DialerFactory.Create(new EngineEndpoint(tlsEngine.Address, Engines.Source) { Tls = tlsEngine.Tls })
            .DialHttp2Async(CancellationToken.None);
        stream?.Dispose();
        return stream is not null;
    }

    static BuildOptions Of(string dockerfile, ImageBuilder? builder = null) =>
        new() { Source = new TextSource(dockerfile), Builder = builder };

    EngineClient Connect(EngineEndpoint endpoint, Dialer? dialer = null)
    {
        endpoint = endpoint with { Timeout = TimeSpan.FromSeconds(30) };
        return new EngineClient(endpoint, dialer ?? DialerFactory.Create(endpoint), place.Environment);
    }

    EngineClient ConnectOverSsh()
    {
        var endpoint = new EngineEndpoint(sshServer.AddressOf(), Engines.Source);
        return Connect(endpoint, new SshDialer(EngineAddress.Parse(endpoint.Address, tls: false, Engines.Source), sshServer.Program));
    }

    void UseHelper(string name, string user, string secret)
    {
        string program = folder.Write("docker-credential-" + name, $$"""
            #!/bin/sh
            echo '{ "Username": "{{user}}", "Secret": "{{secret}}" }'

            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", $"{folder.Path}:{path}");
    }

    static async Task PublishAsync(EngineClient client, string name, RegistryCredential? credential)
    {
        await client.Images.TagAsync(Image, ImageName.Parse(name), CancellationToken.None);
        await client.Images.PushAsync(ImageName.Parse(name), null, credential, null, CancellationToken.None);
    }

    static async Task RemoveAsync(EngineClient client, params string[] names)
    {
        foreach (string name in names)
        {
            try
            {
                await client.Images.RemoveAsync(name, force: true, prune: true, [], CancellationToken.None);
            }
            catch (EngineException e) when (e.Error == EngineError.NotFound)
            {
                // BuildKit keeps pulled images to itself
            }
        }
    }

    /// <summary>The output of a build's steps.</summary>
    static async Task<string> BuildAsync(EngineClient client, BuildOptions options)
    {
        var written = new StringBuilder();
        await foreach (var change in client.Builds.BuildAsync(options, null, CancellationToken.None))
        {
            if (change is BuildOutput output && output.Line.Step.Contains("RUN", StringComparison.Ordinal))
                written.Append(output.Line.Text);
        }
        return written.ToString();
    }

    static async Task<IReadOnlyList<BuildStep>> BuildStepsAsync(EngineClient client, BuildOptions options)
    {
        IReadOnlyList<BuildStep> steps = [];
        await foreach (var change in client.Builds.BuildAsync(options, null, CancellationToken.None))
        {
            if (change is BuildFinished finished)
                steps = finished.Steps;
        }
        return steps;
    }
}
