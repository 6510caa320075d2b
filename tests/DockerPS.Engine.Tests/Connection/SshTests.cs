using System.Diagnostics;
using System.Security.Cryptography;

namespace DockerPS.Engine.Tests;

/// <summary>Real ssh: a server on the loopback address, and the docker command behind it.</summary>
public sealed class SshTests(SshServer server) : IClassFixture<SshServer>
{
    [Theory]
    [InlineData("ssh://host", "-o ConnectTimeout=30 -T -o BatchMode=yes -- host docker system dial-stdio")]
    [InlineData("ssh://me@host:22", "-l me -p 22 -o ConnectTimeout=30 -T -o BatchMode=yes -- host docker system dial-stdio")]
    [InlineData("ssh://host/run/my.sock", "-o ConnectTimeout=30 -T -o BatchMode=yes -- host docker --host=unix:///run/my.sock system dial-stdio")]
    [InlineData("ssh://host/it's;touch x", "-o ConnectTimeout=30 -T -o BatchMode=yes -- host docker '--host=unix:///it'\\''s;touch x' system dial-stdio")]
    [InlineData("ssh://a%20b@[::1]", "-l a b -o ConnectTimeout=30 -T -o BatchMode=yes -- ::1 docker system dial-stdio")]
    public void It_is_called_as_docker_calls_it(string address, string expected) =>
        Assert.Equal(expected, string.Join(' ', SshDialer.ArgumentsFor(EngineAddress.Parse(address, tls: false, "a test"))));

    [Fact]
    public async Task The_engine_over_there_answers()
    {
        using var client = Connect(server.AddressOf());

        Assert.NotNull(await client.Containers.ListAsync(null, CancellationToken.None));
        Assert.NotNull(await client.Containers.ListAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task Another_socket_over_there_answers()
    {
        using var engine = FakeEngine.Start().On("GET", "/containers/json", FakeAnswer.Json("[]"));
        using var client = Connect(server.AddressOf(new Uri(engine.Address).AbsolutePath));

        Assert.Empty(await client.Containers.ListAsync(null, CancellationToken.None));
        int connections = engine.ConnectionCount;
        Assert.Empty(await client.Containers.ListAsync(null, CancellationToken.None));
        Assert.Equal(connections, engine.ConnectionCount);
    }

    [Fact]
    public async Task A_two_way_stream_closes_one_half_at_a_time()
    {
        using var engine = FakeEngine.Start().On("POST", "/echo", FakeAnswer.Upgrade(EchoAsync));
        using var http = NewHttp(server.AddressOf(new Uri(engine.Address).AbsolutePath));
        await using var connection = await http.UpgradeAsync(EngineRequest.Post("/echo", Subject.Engine), "tcp", CancellationToken.None);
        byte[] sent = RandomNumberGenerator.GetBytes(3_000_000);
        using var received = new MemoryStream();

        var reading = connection.Stream.CopyToAsync(received);
        await connection.WriteAsync(sent, CancellationToken.None);
        await connection.CloseWriteAsync(CancellationToken.None);
        await reading.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([.. sent, .. "end"u8], received.ToArray());
    }

    [Fact]
    public async Task Blocking_reads_work()
    {
        using var engine = FakeEngine.Start().On("GET", "/big", FakeAnswer.Text(new string('x', 1_000_000)));
        using var http = NewHttp(server.AddressOf(new Uri(engine.Address).AbsolutePath));
        var version = await http.GetVersionAsync(CancellationToken.None);

        string text = await Task.Run(() =>
        {
            using var response = http.SendBlocking(EngineRequest.Get("/big", Subject.Engine), version, CancellationToken.None);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            return reader.ReadToEnd();
        });

        Assert.Equal(1_000_000, text.Length);
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_refused_and_no_password_is_asked_for()
    {
        var watch = Stopwatch.StartNew();

        var error = await Engines.AssertUnavailableAsync(
            Connect(server.AddressOf(), server.MakeProgramOfStranger()),
            "Permission denied (publickey");

        Assert.Contains("exited with code 255", error.Message, StringComparison.Ordinal);
        Assert.Contains("docker version", error.Advice, StringComparison.Ordinal);
        Assert.True(watch.Elapsed.TotalSeconds < 20, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_server_that_is_not_known_is_refused() =>
        await Engines.AssertUnavailableAsync(
            Connect(server.AddressOf(), server.MakeProgramThatKnowsNobody()),
            "Host key verification failed");

    [Fact]
    public async Task A_port_where_nothing_listens() =>
        await Engines.AssertUnavailableAsync(Connect("ssh://me@127.0.0.1:1"), "Connection refused");

    [Fact]
    public async Task No_engine_over_there() =>
        await Engines.AssertUnavailableAsync(Connect(server.AddressOf("/nowhere/docker.sock")), "/nowhere/docker.sock");

    [Fact]
    public async Task No_ssh_over_here() =>
        await Engines.AssertUnavailableAsync(Connect(server.AddressOf(), "/nowhere/ssh"), "ssh cannot be started");

    [Fact]
    public async Task Processes_end_with_the_client()
    {
        var before = server.FindProcesses();
        using (var client = Connect(server.AddressOf()))
        {
            await client.PingAsync(CancellationToken.None);
            Assert.NotEmpty(server.FindProcesses().Except(before));
        }

        await AssertGoneAsync(before);
    }

    [Fact]
    public async Task Stopping_ends_the_process_at_once()
    {
        using var engine = FakeEngine.Start().On("GET", "/containers/json", FakeAnswer.Never());
        using var client = Connect(server.AddressOf(new Uri(engine.Address).AbsolutePath));
        await client.PingAsync(CancellationToken.None);
        var before = server.FindProcesses();
        using var stop = new CancellationTokenSource();
        var running = client.Containers.ListAsync(null, stop.Token);
        await engine.WaitForRequestsAsync(2, TimeSpan.FromSeconds(20));
        var watch = Stopwatch.StartNew();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(watch.Elapsed.TotalSeconds < 1, $"It took {watch.Elapsed}.");
        await AssertGoneAsync(server.FindProcesses().Except(before).ToList());
    }

    [Fact]
    public async Task A_process_that_was_killed_is_not_noticed_by_the_next_call()
    {
        using var engine = FakeEngine.Start().On("GET", "/containers/json", FakeAnswer.Json("[]"));
        var before = server.FindProcesses();
        using var client = Connect(server.AddressOf(new Uri(engine.Address).AbsolutePath));
        await client.Containers.ListAsync(null, CancellationToken.None);
        foreach (int id in server.FindProcesses().Except(before))
            Process.GetProcessById(id).Kill();

        Assert.Empty(await client.Containers.ListAsync(null, CancellationToken.None));
    }

    EngineClient Connect(string address, string? program = null)
    {
        var endpoint = new EngineEndpoint(address, Engines.Source) { Timeout = TimeSpan.FromSeconds(30) };
        return new EngineClient(endpoint, NewDialer(address, program));
    }

    EngineHttp NewHttp(string address) => new(new EngineEndpoint(address, Engines.Source), NewDialer(address, null));

    SshDialer NewDialer(string address, string? program) =>
        new(EngineAddress.Parse(address, tls: false, Engines.Source), program ?? server.Program);

    async Task AssertGoneAsync(IReadOnlyList<int> before)
    {
        var watch = Stopwatch.StartNew();
        while (server.FindProcesses().Except(before).Any())
        {
            Assert.True(watch.Elapsed.TotalSeconds < 5, "The ssh process lives on.");
            await Task.Delay(20);
        }
    }

    static async Task EchoAsync(Stream stream, CancellationToken token)
    {
        byte[] buffer = new byte[65536];
        int count;
        while ((count = await stream.ReadAsync(buffer, token)) > 0)
            await stream.WriteAsync(buffer.AsMemory(0, count), token);
        await stream.WriteAsync("end"u8.ToArray(), token);
    }
}
