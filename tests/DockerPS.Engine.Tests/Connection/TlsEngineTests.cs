using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace DockerPS.Engine.Tests;

/// <summary>TLS with a real engine that requires a client certificate.</summary>
public sealed class TlsEngineTests(TlsEngine engine) : IClassFixture<TlsEngine>
{
    [Fact]
    public async Task Whoever_has_the_certificates_is_let_in()
    {
        using var client = Engines.Connect(engine.Address, engine.Tls);

        Assert.NotNull(await client.Containers.ListAsync(null, CancellationToken.None));
        Assert.True((await client.PingAsync(CancellationToken.None)).ApiVersion >= new Version(1, 41));
    }

    [Fact]
    public async Task Variables_lead_there()
    {
        using var place = new Surroundings().With("DOCKER_HOST", engine.Address).With("DOCKER_TLS_VERIFY", "1").With("DOCKER_CERT_PATH", engine.ClientFolder);
        using var client = new EngineClient(place.Resolver.Find(null));

        await client.PingAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_context_leads_there()
    {
        using var place = new Surroundings().WithContext("secure", engine.Address, engine.Tls);
        place.Contexts.Use("secure");
        using var client = new EngineClient(place.Resolver.Find(null));

        await client.PingAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Dockers_own_context_leads_there()
    {
        using var place = new Surroundings();
        var tls = engine.Tls;
        Command.Run(
            "docker",
            new Dictionary<string, string> { ["DOCKER_CONFIG"] = place.ConfigFolder },
            "context", "create", "secure", "--docker", $"host={engine.Address},ca={tls.CaFile},cert={tls.CertificateFile},key={tls.KeyFile}");
        using var client = new EngineClient(place.Resolver.Find("secure"));

        await client.PingAsync(CancellationToken.None);
    }

    [Fact]
    public void Our_context_leads_docker_there()
    {
        using var place = new Surroundings().WithContext("secure", engine.Address, engine.Tls);

        string version = Command.Run("docker", new Dictionary<string, string> { ["DOCKER_CONFIG"] = place.ConfigFolder }, "--context", "secure", "version", "--format", "{{.Server.Version}}");

        Assert.NotEmpty(version.Trim());
    }

    [Fact]
    public async Task Without_a_client_certificate_nobody_is_let_in()
    {
        var error = await Engines.AssertUnavailableAsync(
            Engines.Connect(engine.Address, engine.Tls with { CertificateFile = null, KeyFile = null }),
            "requires one");

        Assert.Equal(EngineCause.TlsEngineDown, error.Cause);
    }

    [Fact]
    public async Task A_client_certificate_of_somebody_else_is_not_accepted()
    {
        using var others = new TestCertificates("other");
        string folder = others.MakeClientFolder();

        await Engines.AssertUnavailableAsync(
            Engines.Connect(engine.Address, engine.Tls with { CertificateFile = folder + "/cert.pem", KeyFile = folder + "/key.pem" }),
            "does not accept the client's certificate");
    }

    [Fact]
    public async Task An_engine_of_another_authority_is_refused()
    {
        using var others = new TestCertificates("other");

        await Engines.AssertUnavailableAsync(
            Engines.Connect(engine.Address, engine.Tls with { CaFile = others.AuthorityFile }),
            "comes from an authority (CN=Authority engine)");
    }

    [Fact]
    public async Task An_engine_of_another_name_is_refused() =>
        await Engines.AssertUnavailableAsync(
            Engines.Connect(engine.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), engine.Tls),
            "is for 127.0.0.1, not for localhost");

    [Fact]
    public async Task Without_TLS_it_says_what_it_needs() =>
        await Engines.AssertUnavailableAsync(Engines.Connect(engine.Address), "the server there speaks TLS only");

    [Fact]
    public async Task Input_ends_where_it_should_and_comes_back_bit_for_bit()
    {
        using var http = engine.NewHttp();
        string container = await TlsEngine.StartContainerAsync(http, "sleep", "600");
        string exec = await TlsEngine.PostAsync(http, $"/containers/{EngineRequest.Escape(container)}/exec", new JsonObject { ["AttachStdin"] = true, ["AttachStdout"] = true, ["Cmd"] = new JsonArray("cat") });
        var start = EngineRequest.Post($"/exec/{EngineRequest.Escape(exec)}/start", Subject.Engine).WithBody(TlsEngine.JsonBody(new JsonObject { ["Tty"] = false }));
        await using var connection = await http.UpgradeAsync(start, "tcp", CancellationToken.None);
        byte[] sent = RandomNumberGenerator.GetBytes(5_000_000);

        var reading = ReadFramesAsync(connection.Stream);
        for (int i = 0; i < sent.Length; i += 100_000)
            await connection.WriteAsync(sent.AsMemory(i, Math.Min(100_000, sent.Length - i)), CancellationToken.None);
        await connection.CloseWriteAsync(CancellationToken.None);

        Assert.Equal(
            Convert.ToHexString(SHA256.HashData(sent)),
            Convert.ToHexString(SHA256.HashData(await reading.WaitAsync(TimeSpan.FromSeconds(30)))));
        await RemoveAsync(http, container);
    }

    [Fact]
    public async Task A_terminal_works()
    {
        using var http = engine.NewHttp();
        string container = await TlsEngine.StartContainerAsync(http, "sleep", "600");
        string exec = await TlsEngine.PostAsync(
            http,
            $"/containers/{EngineRequest.Escape(container)}/exec",
            new JsonObject { ["AttachStdin"] = true, ["AttachStdout"] = true, ["Tty"] = true, ["Cmd"] = new JsonArray("sh") });
        var start = EngineRequest.Post($"/exec/{EngineRequest.Escape(exec)}/start", Subject.Engine).WithBody(TlsEngine.JsonBody(new JsonObject { ["Tty"] = true }));
        await using var connection = await http.UpgradeAsync(start, "tcp", CancellationToken.None);

        await connection.WriteAsync("echo $((6 * 7)); exit\n"u8.ToArray(), CancellationToken.None);

        using var reader = new StreamReader(connection.Stream);
        string output = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("42\r\n", output, StringComparison.Ordinal);
        await RemoveAsync(http, container);
    }

    [Fact]
    public async Task A_long_log_is_read_with_blocking_reads()
    {
        using var http = engine.NewHttp();
        string container = await TlsEngine.StartContainerAsync(http, "seq", "200000");
        var version = await http.GetVersionAsync(CancellationToken.None);

        byte[] log = await Task.Run(() =>
        {
            using var response = http.SendBlocking(
                EngineRequest.Get(
                    $"/containers/{EngineRequest.Escape(container)}/logs",
                    Subject.Engine).With("stdout", true).With("follow", true),
                version,
                CancellationToken.None);
            using var stream = response.Content.ReadAsStream();
            return ReadFrames(stream);
        });

        Assert.Equal(string.Concat(Enumerable.Range(1, 200000).Select(number => number + "\n")), Encoding.UTF8.GetString(log));
        await RemoveAsync(http, container);
    }

    static Task<byte[]> ReadFramesAsync(Stream stream) => Task.Run(() => ReadFrames(stream));

    static byte[] ReadFrames(Stream stream)
    {
        using var result = new MemoryStream();
        byte[] header = new byte[8];
        while (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length)
        {
            byte[] frame = new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))];
            stream.ReadExactly(frame);
            result.Write(frame);
        }
        return result.ToArray();
    }

    static Task<bool> RemoveAsync(EngineHttp http, string container) =>
        http.RunAsync(EngineRequest.Delete($"/containers/{EngineRequest.Escape(container)}", Subject.Container(container)).With("force", true), CancellationToken.None);
}
