using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>Every way in which an engine can be unavailable: the address, where it came from, the reason, and what to do.</summary>
public sealed class EngineUnavailableTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string SocketPath => folder.File("docker.sock");

    [Fact]
    public async Task A_socket_that_is_not_there()
    {
        var error = await Engines.AssertUnavailableAsync(Engines.Connect("unix://" + SocketPath), "no such file or directory");

        Assert.Equal(EngineCause.LocalEngineDown, error.Cause);
    }

    [Fact]
    public async Task An_engine_that_is_off()
    {
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(SocketPath));
            // disposing would remove the file; a killed engine leaves it behind
            File.Move(SocketPath, SocketPath + ".left");
        }

        await Engines.AssertUnavailableAsync(Engines.Connect($"unix://{SocketPath}.left"), "connection refused");
    }

    [Fact]
    public async Task A_file_that_is_no_socket() =>
        await Engines.AssertUnavailableAsync(Engines.Connect("unix://" + folder.Write("file", "x")), "connection refused");

    [Fact]
    public async Task A_socket_without_permission()
    {
        using var engine = FakeEngine.Start(SocketPath);
        File.SetUnixFileMode(SocketPath, UnixFileMode.None);
        var client = new EngineClient(new EngineEndpoint(engine.Address, Engines.Source), new OtherUserDialer(SocketPath));

        var error = await Engines.AssertUnavailableAsync(client, "permission denied");

        Assert.Contains("group", error.Advice, StringComparison.Ordinal);
        Assert.Equal(0, engine.ConnectionCount);
    }

    [Fact]
    public void A_path_that_no_socket_can_have()
    {
        var error = Assert.Throws<EngineException>(() => Engines.Connect("unix:///" + new string('x', 200)));

        Assert.Equal((EngineError.Invalid, "EngineAddress"), (error.Error, error.Subject.Kind));
    }

    [Fact]
    public void A_pipe_outside_of_Windows()
    {
        var error = Assert.Throws<EngineException>(() => Engines.Connect("npipe:////./pipe/docker_engine"));

        Assert.Contains("Windows only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nothing_listens() =>
        await Engines.AssertUnavailableAsync(Engines.Connect("tcp://127.0.0.1:1"), "connection refused");

    [Fact]
    public async Task A_host_that_nobody_knows() =>
        await Engines.AssertUnavailableAsync(
            Engines.Connect("tcp://no-such-host.invalid:2375", seconds: 20),
            "the host name cannot be resolved");

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("220 smtp.example ESMTP\r\n250 what\r\n\r\n")]
    [InlineData("\0\u0001\u0002\r\n\r\n")]
    public async Task A_port_that_speaks_no_HTTP(string greeting)
    {
        using var server = FakeEngine.StartTcp().On("*", "/{all*}", FakeAnswer.Raw(Encoding.UTF8.GetBytes(greeting)));

        await Engines.AssertUnavailableAsync(Engines.Connect(server.Address), "does not speak HTTP");
    }

    [Fact]
    public async Task A_port_that_closes_at_once()
    {
        using var server = FakeEngine.StartTcp().On("*", "/{all*}", FakeAnswer.Close());

        await Engines.AssertUnavailableAsync(Engines.Connect(server.Address), "closed without an answer");
    }

    [Theory]
    [InlineData(200, "200")]
    [InlineData(404, "404")]
    [InlineData(301, "301, which points to /elsewhere")]
    [InlineData(500, "500")]
    public async Task An_HTTP_server_that_is_no_Docker(int status, string answer)
    {
        using var server = FakeEngine.StartTcp().On(
            "*",
            "/{all*}",
            FakeAnswer.Text("<html>hello</html>", status).With("Location", "/elsewhere"));

        await Engines.AssertUnavailableAsync(Engines.Connect(server.Address), $"something answers there ({answer}), but it is not a Docker engine");
    }

    [Fact]
    public async Task A_server_that_wants_TLS()
    {
        // how Go's servers answer plain HTTP
        using var server = FakeEngine.StartTcp().On("*", "/{all*}", FakeAnswer.Raw("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"u8.ToArray()));

        var error = await Engines.AssertUnavailableAsync(Engines.Connect(server.Address), "the server there speaks TLS only");

        Assert.Equal(EngineCause.RemoteEngineDown, error.Cause);
    }

    [Fact]
    public async Task A_gateway_that_refuses_the_user()
    {
        using var server = FakeEngine.StartTcp().On("*", "/{all*}", FakeAnswer.Text("who are you", 401));
        using var client = Engines.Connect(server.Address);

        var error = await Assert.ThrowsAsync<EngineException>(() => client.PingAsync(CancellationToken.None));

        Assert.Equal(EngineError.AccessDenied, error.Error);
    }

    [Fact]
    public async Task An_address_that_swallows_connections_is_given_up()
    {
        using var hole = Engines.OpenBlackHole(out int port);
        var watch = Stopwatch.StartNew();

        await Engines.AssertUnavailableAsync(
            Engines.Connect($"tcp://127.0.0.1:{port}", seconds: 0.5),
            "the connection timed out after 0.5 seconds");

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 5);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        using var server = FakeEngine.Start().On("*", "/_ping", FakeAnswer.Never());

        await Engines.AssertUnavailableAsync(Engines.Connect(server.Address, seconds: 0.5), "did not answer within 0.5 seconds");
    }

    [Fact]
    public async Task Only_the_first_answer_has_a_limit()
    {
        using var server = FakeEngine.Start().On("GET", "/containers/json", FakeAnswer.Json("[]").After(TimeSpan.FromSeconds(2.5)));
        using var client = Engines.Connect(server.Address, seconds: 0.5);

        Assert.Empty(await client.Containers.ListAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_for_a_connection_is_stopped_at_once()
    {
        using var hole = Engines.OpenBlackHole(out int port);
        using var client = Engines.Connect($"tcp://127.0.0.1:{port}", seconds: 30);

        await AssertStopsAsync(token => client.PingAsync(token));
    }

    [Fact]
    public async Task Waiting_for_an_answer_is_stopped_at_once()
    {
        using var server = FakeEngine.Start().On("*", "/_ping", FakeAnswer.Never());
        using var client = Engines.Connect(server.Address, seconds: 30);

        await AssertStopsAsync(token => client.PingAsync(token));
    }

    [Fact]
    public async Task A_blocking_connection_is_stopped_at_once()
    {
        using var hole = Engines.OpenBlackHole(out int port);
        var dialer = DialerFactory.Create(new EngineEndpoint($"tcp://127.0.0.1:{port}", Engines.Source));

        await AssertStopsAsync(token => Task.Run(() => dialer.Dial(token), CancellationToken.None));
    }

    [Fact]
    public async Task A_blocking_connection_is_given_up()
    {
        using var hole = Engines.OpenBlackHole(out int port);
        var dialer = DialerFactory.Create(new EngineEndpoint($"tcp://127.0.0.1:{port}", Engines.Source));
        using var transport = new EngineTransport(dialer, TimeSpan.FromSeconds(0.5));
        using var message = new HttpRequestMessage(HttpMethod.Get, transport.MakeUri("/x"));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => Task.Run(() => transport.SendBlocking(message, CancellationToken.None)));

        Assert.Contains("timed out after 0.5 seconds", error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    static async Task AssertStopsAsync(Func<CancellationToken, Task> work)
    {
        using var stop = new CancellationTokenSource();
        var running = work(stop.Token);
        await Task.Delay(200);
        Assert.False(running.IsCompleted);
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(watch.Elapsed.TotalSeconds < 1, $"It took {watch.Elapsed}.");
    }
}
