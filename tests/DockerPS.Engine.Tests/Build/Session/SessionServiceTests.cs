using System.Net.Sockets;
using System.Security;

namespace DockerPS.Engine.Tests;

/// <summary>What a builder may request from a session besides files.</summary>
public sealed class SessionServiceTests : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

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
            using var service = await OpenAsync(
                new BuildSecret($"id=file,src={folder.Write("secret", "of a file")}"),
                new BuildSecret($"id=variable,env={Variable}"),
                new BuildSecret("memory", ToSecure("of memory, ö")));

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
        using var service = await OpenAsync(new BuildSecret("id=a,env=PATH"));
        var error = await Assert.ThrowsAsync<GrpcException>(() => AskSecretAsync(service, "b"));
        Assert.Equal((GrpcStatus.NotFound, "secret b not found"), (error.Status, error.Message));
    }

    [Fact]
    public async Task A_secret_that_can_not_be_read_is_told_before_a_build()
    {
        Directory.CreateDirectory(folder.File("folder"));
        File.CreateSymbolicLink(folder.File("circle"), "circle");
        File.WriteAllBytes(folder.File("large"), new byte[500 * 1024 + 1]);

        await RefusesAsync(
            new BuildSecret("a", folder.File("hunter2")),
            EngineError.NotFound,
            "The file of the secret 'a' does not exist.");
        await RefusesAsync(new BuildSecret("a", folder.File("folder")), EngineError.Invalid, "The file of the secret 'a' is a folder.");
        await RefusesAsync(new BuildSecret("a", folder.File("circle")), EngineError.Failed, "The file of the secret 'a' cannot be read.");
        await RefusesAsync(new BuildSecret("a", folder.File("large")), EngineError.Invalid, "The secret 'a' is larger than 500 kB, the limit for a build secret.");
        await RefusesAsync(new BuildSecret("a", "/dev/zero"), EngineError.Invalid, "The secret 'a' is larger than 500 kB, the limit for a build secret.");
        await RefusesAsync(new BuildSecret("id=a,env=DOCKERPS_TEST_NOT_SET"), EngineError.NotFound, "The environment variable DOCKERPS_TEST_NOT_SET for the secret 'a' is not set.");

        static async Task RefusesAsync(BuildSecret secret, EngineError expected, string message)
        {
            var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync(secret));
            Assert.Equal((expected, message), (error.Error, error.Message));
        }
    }

    [Fact]
    public async Task A_secret_of_a_pipe_is_read_once_and_given_as_often_as_it_is_asked_for()
    {
        string pipe = MakePipe();
        var opening = OpenAsync(new BuildSecret("a", pipe), new BuildSecret("b", "/dev/null"));
        await File.WriteAllTextAsync(pipe, "of a pipe");
        using var service = await opening.WaitAsync(Limit);

        Assert.Equal(
            ["of a pipe", "of a pipe", ""],
            [await AskSecretAsync(service, "a"), await AskSecretAsync(service, "a"), await AskSecretAsync(service, "b")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_that_nobody_writes_to_keeps_nobody_who_stops(bool throughLink)
    {
        string pipe = MakePipe();
        if (throughLink)
            File.CreateSymbolicLink(folder.File("link"), pipe);
        using var stop = new CancellationTokenSource();
        var opening = SecretService.OpenAsync([new BuildSecret("a", throughLink ? folder.File("link") : pipe)], stop.Token);
        Assert.False(opening.IsCompleted);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Limit));

        // what is written now is for the next reader
        var again = OpenAsync(new BuildSecret("a", pipe));
        await File.WriteAllTextAsync(pipe, "of a pipe");
        using var service = await again.WaitAsync(Limit);
        Assert.Equal("of a pipe", await AskSecretAsync(service, "a"));
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
        var service = new AuthService(
            new RegistryCredentials(
                new DockerEnvironment(name => name == "DOCKER_CONFIG" ? folder.Path : null, folder.Path, isWindows: false)));

        Assert.Equal(
            new ProtobufWriter().Text(1, "bob").Text(2, "pw").ToArray(),
            await AskAsync(service.CredentialsAsync, new ProtobufWriter().Text(1, "r.example.com:5000")));
        Assert.Equal(
            new ProtobufWriter().Text(2, "token").ToArray(),
            await AskAsync(service.CredentialsAsync, new ProtobufWriter().Text(1, "registry-1.docker.io")));
        Assert.Empty(await AskAsync(service.CredentialsAsync, new ProtobufWriter().Text(1, "other.example.com")));
    }

    [Fact]
    public async Task Tokens_are_those_of_the_configuration_and_no_helper_is_asked_for_them()
    {
        folder.Write("config.json", """{ "auths": { "r.example.com": { "registrytoken": "token" }, "u.example.com": { "auth": "Ym9iOnB3" } }, "credHelpers": { "h.example.com": "of-nobody" } }""");
        var service = new AuthService(
            new RegistryCredentials(
                new DockerEnvironment(name => name == "DOCKER_CONFIG" ? folder.Path : null, folder.Path, isWindows: false)));

        Assert.Equal(
            32,
            GrpcMessages.FindBytes(await AskAsync(service.GetTokenAuthorityAsync, new ProtobufWriter().Text(1, "r.example.com"))).Length);
        Assert.Equal(
            new ProtobufWriter().Text(1, "token").ToArray(),
            await AskAsync(service.FetchTokenAsync, new ProtobufWriter().Text(1, "buildkit-client").Text(2, "r.example.com")));
        foreach (string host in (string[])["u.example.com", "h.example.com", "other.example.com"])
        {
            var error = await Assert.ThrowsAsync<GrpcException>(
                () => AskAsync(service.GetTokenAuthorityAsync, new ProtobufWriter().Text(1, host)));
            Assert.Equal(GrpcStatus.Unimplemented, error.Status);
        }
    }

    [Fact]
    public async Task Steps_talk_with_an_agent_both_ways()
    {
        using var agent = Listen(out string path);
        var service = new SshService([BuildSsh.Parse($"default={path}")]);
        Assert.Empty(await AskAsync(service.CheckAgentAsync, new ProtobufWriter()));
        var call = new FakeCall();
        var running = call.RunAsync(service.ForwardAgentAsync);

        // requests and responses may arrive in parts
        call.Send(GrpcMessages.FromBytes([0, 0]));
        call.Send(GrpcMessages.FromBytes([0, 1, 11]));
        using var socket = await agent.AcceptAsync();
        byte[] buffer = new byte[100];
        int count = await socket.ReceiveAsync(buffer);
        Assert.Equal([0, 0, 0, 1, 11], buffer[..count]);
        await socket.SendAsync((byte[])[0, 0, 0]);
        await socket.SendAsync((byte[])[2, 12, 0]);
        Assert.Equal([0, 0, 0, 2, 12, 0], GrpcMessages.FindBytes((await call.ReceiveAsync())!.Value).ToArray());
        call.SendEnd();

        await running;
        Assert.Null(await call.ReceiveAsync());
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(22)]
    [InlineData(27)]
    public async Task Steps_may_not_change_an_agent(byte type)
    {
        using var agent = Listen(out string path);
        var call = new FakeCall();
        var running = call.RunAsync(new SshService([BuildSsh.Parse($"default={path}")]).ForwardAgentAsync);
        using var socket = await agent.AcceptAsync();

        call.Send(GrpcMessages.FromBytes([0, 0, 0, 1, type]));
        Assert.Equal([0, 0, 0, 1, 5], GrpcMessages.FindBytes((await call.ReceiveAsync())!.Value).ToArray());
        call.SendEnd();
        await running;

        Assert.Equal(0, await socket.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task An_agent_that_goes_away_ends_the_call()
    {
        using var agent = Listen(out string path);
        var call = new FakeCall();
        var running = call.RunAsync(new SshService([BuildSsh.Parse($"default={path}")]).ForwardAgentAsync);
        (await agent.AcceptAsync()).Dispose();

        call.Send(GrpcMessages.FromBytes([0, 0, 0, 1, 11]));

        await running;
        Assert.Null(await call.ReceiveAsync());
    }

    [Theory]
    [InlineData("7fffffff00")]
    [InlineData("ffffffff00")]
    public async Task A_question_that_is_too_large_is_refused(string question)
    {
        using var agent = Listen(out string path);
        var call = new FakeCall();
        call.Send(GrpcMessages.FromBytes(Convert.FromHexString(question)));

        var error = await Assert.ThrowsAsync<GrpcException>(
            () => call.RunAsync(new SshService([BuildSsh.Parse($"default={path}")]).ForwardAgentAsync));

        Assert.Equal(GrpcStatus.ResourceExhausted, error.Status);
    }

    [Fact]
    public async Task An_agent_that_nobody_gave_is_not_found()
    {
        var error = await Assert.ThrowsAsync<GrpcException>(
            () => AskAsync(new SshService([]).CheckAgentAsync, new ProtobufWriter().Text(1, "work")));
        Assert.Equal((GrpcStatus.NotFound, "unset ssh forward key work"), (error.Status, error.Message));
    }

    [Fact]
    public async Task A_key_is_no_agent()
    {
        string key = folder.Write("id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----");
        var error = await Assert.ThrowsAsync<EngineException>(
            () => SshAgentSocket.CheckAsync([BuildSsh.Parse($"default={key}")], CancellationToken.None));
        Assert.Equal("InvalidSshAgent", $"{error.Error}{error.Subject.Kind}");
        Assert.Equal(EngineCause.SshAgentIsFile, error.Cause);
        Assert.Equal([key], error.Involved);
    }

    [Theory]
    [InlineData("out", BuildExportType.Local, "out")]
    [InlineData("type=local,dest=out", BuildExportType.Local, "out")]
    [InlineData("type=tar,dest=out.tar", BuildExportType.Tar, "out.tar")]
    [InlineData("type=image", BuildExportType.Image, null)]
    [InlineData("type=docker", BuildExportType.Image, null)]
    public void Outputs_are_written_as_docker_has_it(string text, BuildExportType type, string? path)
    {
        var export = BuildExport.Parse(text);
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
    public void What_is_no_output_is_refused(string text) => Assert.Throws<FormatException>(() => BuildExport.Parse(text));

    public void Dispose() => folder.Dispose();

    Socket Listen(out string path)
    {
        path = folder.File("agent");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return socket;
    }

    string MakePipe()
    {
        string path = folder.File("pipe");
        Command.Run("mkfifo", new Dictionary<string, string>(), path);
        return path;
    }

    static Task<SecretService> OpenAsync(params BuildSecret[] secrets) => SecretService.OpenAsync(secrets, CancellationToken.None);

    static async Task<string> AskSecretAsync(SecretService service, string id) =>
        System.Text.Encoding.UTF8.GetString(
            GrpcMessages.FindBytes(await AskAsync(service.GetSecretAsync, new ProtobufWriter().Text(1, id))).Span);

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
