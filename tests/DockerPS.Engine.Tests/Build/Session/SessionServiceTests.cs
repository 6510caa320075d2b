using System.Net.Sockets;
using System.Security;

namespace DockerPS.Engine.Tests;

/// <summary>What a builder may ask of a session beside files.</summary>
public sealed class SessionServiceTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_session_is_alive()
    {
        var call = FakeCall.Of(new ProtobufWriter());
        await call.RunAsync(HealthService.CheckAsync);
        Assert.Equal([8, 1], (await call.ReceiveAsync())!.Value.ToArray());
    }

    [Fact]
    public async Task Secrets_come_from_files_variables_and_memory()
    {
        const string Variable = "DOCKERPS_TEST_BUILD_SECRET";
        Environment.SetEnvironmentVariable(Variable, "of a variable");
        try
        {
            var service = new SecretService([
                new BuildSecret($"id=file,src={folder.Write("secret", "of a file")}"),
                new BuildSecret($"id=variable,env={Variable}"),
                new BuildSecret("memory", ToSecure("of memory, ö")),
            ]);

            Assert.Equal(
                ["of a file", "of a variable", "of memory, ö"],
                [await AskSecretAsync(service, "file"), await AskSecretAsync(service, "variable"), await AskSecretAsync(service, "memory")]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public async Task A_secret_that_nobody_gave_is_not_found()
    {
        var error = await Assert.ThrowsAsync<GrpcException>(() => AskSecretAsync(new SecretService([new BuildSecret("id=a,src=x")]), "b"));
        Assert.Equal((GrpcStatus.NotFound, "secret b not found"), (error.Status, error.Message));
    }

    [Fact]
    public void A_secret_that_can_not_be_read_is_told_before_a_build()
    {
        var missing = Assert.Throws<EngineException>(() => SecretValue.Check([new BuildSecret("a", folder.File("hunter2"))]));
        Assert.Equal((EngineError.NotFound, "The file of the secret 'a' does not exist."), (missing.Error, missing.Message));

        File.WriteAllBytes(folder.File("large"), new byte[500 * 1024 + 1]);
        var large = Assert.Throws<EngineException>(() => SecretValue.Check([new BuildSecret("a", folder.File("large"))]));
        Assert.Contains("larger than 500 kB", large.Message, StringComparison.Ordinal);

        var unset = Assert.Throws<EngineException>(() => SecretValue.Check([new BuildSecret("id=a,env=DOCKERPS_TEST_NOT_SET")]));
        Assert.Contains("DOCKERPS_TEST_NOT_SET", unset.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hunter2")]
    [InlineData("id=a,hunter2")]
    [InlineData("id=a,value=hunter2")]
    [InlineData("src=hunter2,env=hunter2")]
    [InlineData("id=a,src=hunter2,env=hunter2")]
    public void What_is_no_secret_is_refused_without_being_repeated(string text) =>
        Assert.DoesNotContain("hunter2", Assert.Throws<FormatException>(() => new BuildSecret(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("id=a,src=x", "x", null)]
    [InlineData("type=file,id=a,source=x", "x", null)]
    [InlineData("id=a,env=X", null, "X")]
    [InlineData("type=env,id=a,src=X", null, "X")]
    [InlineData("type=env,id=a", null, "a")]
    [InlineData("id=a", "a", null)]
    [InlineData("id=PATH", null, "PATH")]
    public void Secrets_are_written_as_docker_has_it(string text, string? path, string? variable)
    {
        var secret = new BuildSecret(text);
        Assert.Equal((path, variable, secret.Id), (secret.Path, secret.EnvironmentVariable, secret.ToString()));
    }

    [Fact]
    public async Task Credentials_are_those_of_the_configuration()
    {
        folder.Write("config.json", """{ "auths": { "r.example.com:5000": { "auth": "Ym9iOnB3" }, "https://index.docker.io/v1/": { "identitytoken": "token" } } }""");
        var service = new AuthService(new RegistryCredentials(new DockerEnvironment(name => name == "DOCKER_CONFIG" ? folder.Path : null, folder.Path, isWindows: false)));

        Assert.Equal(new ProtobufWriter().Text(1, "bob").Text(2, "pw").ToArray(), await AskAsync(service.CredentialsAsync, new ProtobufWriter().Text(1, "r.example.com:5000")));
        Assert.Equal(new ProtobufWriter().Text(2, "token").ToArray(), await AskAsync(service.CredentialsAsync, new ProtobufWriter().Text(1, "registry-1.docker.io")));
        Assert.Empty(await AskAsync(service.CredentialsAsync, new ProtobufWriter().Text(1, "other.example.com")));
    }

    [Fact]
    public async Task Steps_talk_with_an_agent_both_ways()
    {
        using var agent = Listen(out string path);
        var service = new SshService([new BuildSsh($"default={path}")]);
        Assert.Empty(await AskAsync(service.CheckAgentAsync, new ProtobufWriter()));
        var call = new FakeCall();
        var running = call.RunAsync(service.ForwardAgentAsync);

        call.Send(GrpcMessages.FromBytes("question"u8));
        using var socket = await agent.AcceptAsync();
        byte[] buffer = new byte[100];
        int count = await socket.ReceiveAsync(buffer);
        Assert.Equal("question"u8.ToArray(), buffer[..count]);
        await socket.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer"u8.ToArray(), GrpcMessages.FindBytes((await call.ReceiveAsync())!.Value).ToArray());
        socket.Dispose();

        await running;
        Assert.Null(await call.ReceiveAsync());
    }

    [Fact]
    public async Task An_agent_that_nobody_gave_is_not_found()
    {
        var error = await Assert.ThrowsAsync<GrpcException>(() => AskAsync(new SshService([]).CheckAgentAsync, new ProtobufWriter().Text(1, "work")));
        Assert.Equal((GrpcStatus.NotFound, "unset ssh forward key work"), (error.Status, error.Message));
    }

    [Fact]
    public async Task A_key_is_no_agent()
    {
        string key = folder.Write("id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----");
        var error = await Assert.ThrowsAsync<EngineException>(() => SshAgentSocket.CheckAsync([new BuildSsh($"default={key}")], CancellationToken.None));
        Assert.Equal("InvalidSshAgent", $"{error.Error}{error.Subject.Kind}");
        Assert.Contains("ssh-add", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out", BuildExportType.Local, "out")]
    [InlineData("type=local,dest=out", BuildExportType.Local, "out")]
    [InlineData("type=tar,dest=out.tar", BuildExportType.Tar, "out.tar")]
    [InlineData("type=image", BuildExportType.Image, null)]
    [InlineData("type=docker", BuildExportType.Image, null)]
    public void Outputs_are_written_as_docker_has_it(string text, BuildExportType type, string? path)
    {
        var export = new BuildExport(text);
        Assert.Equal((type, path), (export.Type, export.Path));
    }

    [Theory]
    [InlineData("type=local")]
    [InlineData("type=tar,dest=-")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("type=oci,dest=x")]
    [InlineData("type=registry")]
    [InlineData("type=image,dest=x")]
    [InlineData("type=tar,dest=x,speed=1")]
    public void What_is_no_output_is_refused(string text) => Assert.Throws<FormatException>(() => new BuildExport(text));

    public void Dispose() => folder.Dispose();

    Socket Listen(out string path)
    {
        path = folder.File("agent");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return socket;
    }

    static async Task<string> AskSecretAsync(SecretService service, string id) =>
        System.Text.Encoding.UTF8.GetString(GrpcMessages.FindBytes(await AskAsync(service.GetSecretAsync, new ProtobufWriter().Text(1, id))).Span);

    static async Task<byte[]> AskAsync(GrpcHandler handler, ProtobufWriter question)
    {
        var call = FakeCall.Of(question);
        await call.RunAsync(handler);
        return (await call.ReceiveAsync())!.Value.ToArray();
    }

    static SecureString ToSecure(string text)
    {
        var secure = new SecureString();
        foreach (char c in text)
            secure.AppendChar(c);
        return secure;
    }
}
