using System.Text;

namespace DockerPS.Engine.Tests;

/// <summary>How the client handles responses that a real engine does not give on demand.</summary>
public sealed class EngineHttpTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public EngineHttpTests() => client = Engines.Connect(engine.Address);

    [Theory]
    [InlineData("1.41", "1.41")]
    [InlineData("1.24", "1.24")]
    [InlineData("1.99", "1.55")]
    public async Task Speaks_the_newest_version_of_both(string engineSpeaks, string expected)
    {
        engine.ApiVersion = Version.Parse(engineSpeaks);
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));

        Assert.Empty(await ListAsync());
        Assert.Empty(await ListAsync());

        Assert.All(engine.Calls, call => Assert.Equal(Version.Parse(expected), call.Version));
        Assert.Equal(
            ["HEAD /_ping", "GET /containers/json", "GET /containers/json"],
            engine.Requests.Select(request => request.ToString()));
        Assert.Equal(1, engine.ConnectionCount);
        Assert.Equal(Version.Parse(expected), await client.GetApiVersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_engine_that_refuses_old_versions_is_spoken_to_in_a_new_one()
    {
        engine.ApiVersion = new Version(1, 52);
        engine.MinimumApiVersion = new Version(1, 44);
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task An_engine_too_new_for_this_module_says_so_itself()
    {
        engine.ApiVersion = engine.MinimumApiVersion = new Version(1, 99);

        var error = await Assert.ThrowsAsync<EngineException>(ListAsync);

        Assert.Equal(EngineError.ApiVersionTooLow, error.Error);
        Assert.Contains("Minimum supported API version is 1.99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_knows_no_HEAD_is_asked_with_GET()
    {
        engine.On("HEAD", "/_ping", FakeAnswer.Error(405, "method not allowed"));
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Another_version_at_the_same_address_is_found_out()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));
        await ListAsync();
        engine.ApiVersion = new Version(1, 41);

        await Assert.ThrowsAsync<EngineException>(ListAsync);

        Assert.Empty(await ListAsync());
        Assert.Equal(new Version(1, 41), engine.Calls[^1].Version);
    }

    [Fact]
    public async Task Many_callers_at_once_ask_for_the_version_once()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ListAsync()));

        Assert.Single(engine.Requests, request => request.Path == "/_ping");
    }

    [Fact]
    public async Task A_call_that_needs_a_newer_engine_is_refused_before_it_is_sent()
    {
        engine.ApiVersion = new Version(1, 41);
        using var http = NewHttp();

        var error = await Assert.ThrowsAsync<EngineException>(
            () => http.RunAsync(EngineRequest.Get("/new", Subject.Engine).Needs(new Version(1, 45)), CancellationToken.None));

        Assert.Equal(EngineError.ApiVersionTooLow, error.Error);
        Assert.Contains("1.45", error.Message, StringComparison.Ordinal);
        Assert.Contains("1.41", error.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public async Task An_engine_that_restarted_is_not_noticed()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));
        for (int i = 0; i < 20; i++)
        {
            Assert.Empty(await ListAsync());
            engine.CloseConnections();
        }
        Assert.Equal(20, engine.ConnectionCount);
    }

    [Fact]
    public async Task A_body_reaches_an_engine_that_restarted()
    {
        engine.On("POST", "/things", FakeAnswer.Json("{}"));
        using var http = NewHttp();
        for (int i = 0; i < 20; i++)
        {
            var request = EngineRequest.Post("/things", Subject.Engine).WithBody(new ByteArrayContent(Encoding.UTF8.GetBytes("{}")));
            await http.RunAsync(request, CancellationToken.None);
            engine.CloseConnections();
            // the end of a connection takes a moment to arrive
            await Task.Delay(5);
        }
        Assert.All(engine.Calls, call => Assert.Equal("{}", call.Text));
    }

    [Fact]
    public async Task A_connection_that_ends_while_the_answer_is_awaited_is_tried_again_for_a_read()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"), FakeAnswer.Close(), FakeAnswer.Json("[]"));
        Assert.Empty(await ListAsync());

        Assert.Empty(await ListAsync());

        Assert.Equal(3, engine.Calls.Count);
    }

    [Fact]
    public async Task A_cut_answer_is_an_error_and_not_a_short_list()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]").CutAt(1));

        var error = await Assert.ThrowsAsync<EngineException>(ListAsync);

        Assert.Equal((EngineError.Failed, "EngineConnectionLost"), (error.Error, error.ErrorId));
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_an_error()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Text("<html>"));

        Assert.Equal(EngineError.Failed, (await Assert.ThrowsAsync<EngineException>(ListAsync)).Error);
    }

    [Theory]
    [InlineData(404, "{\"message\":\"No such container: web\"}", EngineError.NotFound, "Container web does not exist.")]
    [InlineData(404, "{\"cause\":\"c\",\"message\":\"no container with name or ID \\\"web\\\" found\"}", EngineError.NotFound, "Container web does not exist.")]
    [InlineData(409, "{\"message\":\"in use\"}", EngineError.Conflict, "in use")]
    [InlineData(400, "{\"message\":\"bad\"}", EngineError.Invalid, "bad")]
    [InlineData(403, "denied by plugin", EngineError.AccessDenied, "denied by plugin")]
    [InlineData(500, "{\"message\":\"broken\"}", EngineError.Failed, "broken")]
    [InlineData(500, "{\"message\":\"Multiple IDs found with provided prefix: ab\"}", EngineError.Ambiguous, "Multiple IDs found with provided prefix: ab")]
    [InlineData(504, "", EngineError.Timeout, "The engine answered 504 (GatewayTimeout).")]
    [InlineData(500, "{\"other\":1}", EngineError.Failed, "The engine answered 500 (InternalServerError).")]
    [InlineData(502, "<html>gateway</html>", EngineError.Failed, "The engine answered 502 (BadGateway).")]
    public async Task An_error_is_the_engines_own_sentence_or_a_better_one(int status, string body, EngineError expected, string message)
    {
        engine.On("GET", "/containers/json", FakeAnswer.Text(body, status));

        var error = await Assert.ThrowsAsync<EngineException>(ListAsync);

        Assert.Equal((expected, message, status), (error.Error, error.Message, error.StatusCode));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(304)]
    [InlineData(307)]
    [InlineData(308)]
    [InlineData(399)]
    public async Task An_answer_that_points_elsewhere_is_an_error(int status)
    {
        engine.On("*", "/{kind}/{rest*}", FakeAnswer.Empty(status).With("Location", "https://user:secret@gate.example.com/x"));
        using var http = NewHttp();
        Func<Task>[] operations =
        [
            ListAsync,
            () => client.Containers.RemoveAsync("web", force: true, volumes: false, CancellationToken.None),
            () => client.Containers.RestartAsync("web", null, null, CancellationToken.None),
            MakeVolumeAsync,
            () => client.Containers.ExportAsync("web", Path.Combine(Path.GetTempPath(), "dps-never.tar"), null, CancellationToken.None),
            () => http.UpgradeAsync(EngineRequest.Post("/x/echo", Subject.Engine), "tcp", CancellationToken.None),
            () =>
                Task.Run(() => http.SendBlocking(EngineRequest.Get("/x/logs", Subject.Engine), new Version(1, 41), CancellationToken.None)),
        ];
        foreach (var operation in operations)
        {
            var error = await Assert.ThrowsAsync<EngineException>(operation);

            Assert.Equal(("EngineRedirected", status), (error.ErrorId, error.StatusCode));
            Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
            Assert.Contains("points to https://***@gate.example.com/x", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_runs_already_need_not_be_started_and_what_stopped_not_stopped()
    {
        engine.On("POST", "/containers/web/{action}", FakeAnswer.Empty(304));

        await client.Containers.StartAsync("web", CancellationToken.None);
        await client.Containers.StopAsync("web", null, null, CancellationToken.None);

        Assert.Equal(
            ["/start", "/stop"],
            engine.Calls.Where(static call => call.Method == "POST").Select(static call => call.Path[call.Path.LastIndexOf('/')..]));
    }

    [Fact]
    public async Task A_gateway_that_sends_everybody_elsewhere_is_no_engine_and_says_where()
    {
        engine.On("*", "/_ping", FakeAnswer.Empty(308).With("Location", "https://gate.example.com/_ping"));

        await Engines.AssertUnavailableAsync(Engines.Connect(engine.Address), "something answers there (308, which points to https://gate.example.com/_ping), but it is not a Docker engine");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task An_error_that_is_cut_is_a_lost_connection(int status)
    {
        engine.On("*", "/{kind}/{rest*}", FakeAnswer.Error(status, "it broke because of").CutAt(12));

        foreach (var operation in (Func<Task>[])[ListAsync, MakeVolumeAsync])
            Assert.Equal("EngineConnectionLost", (await Assert.ThrowsAsync<EngineException>(operation)).ErrorId);
    }

    [Fact]
    public async Task Of_an_error_without_end_the_beginning_is_read()
    {
        int written = 0;
        engine.On("*", "/{kind}/{rest*}", _ => FakeAnswer.Stream(async body =>
        {
            await body.WriteAsync("{\"message\":\"");
            while (true)
            {
                await body.WriteAsync(new string('x', 16 * 1024));
                written++;
            }
        }).WithStatus(500));

        foreach (var operation in (Func<Task>[])[ListAsync, MakeVolumeAsync])
        {
            var error = await Assert.ThrowsAsync<EngineException>(operation);

            Assert.Equal("The engine answered 500 (InternalServerError).", error.Message);
        }
        // as much as the sockets can hold, and no more
        Assert.InRange(written, 8, 1000);
    }

    [Fact]
    public async Task Each_request_is_told_to_who_wants_to_know()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));
        var entries = new List<RequestLogEntry>();
        RequestLog.Observe(entries.Add);
        await ListAsync();
        RequestLog.Observe(null);
        await ListAsync();

        Assert.Equal(
            ["HEAD /_ping 200", "GET /v1.51/containers/json 200"],
            entries.Select(entry => $"{entry.Method} {entry.Path} {entry.Status}"));
        Assert.Equal("?all=1", entries[1].Query);
    }

    [Fact]
    public async Task A_gateway_in_front_of_the_engine_keeps_its_path()
    {
        using var server = FakeEngine.StartTcp()
            .On("HEAD", "/gate/way/_ping", FakeAnswer.Empty(200).With("Api-Version", "1.41"))
            .On("GET", "/gate/way/v1.41/containers/json", FakeAnswer.Json("[]"));
        using var behind = Engines.Connect(server.Address + "/gate/way");

        Assert.Empty(await behind.Containers.ListAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task An_upgraded_connection_goes_both_ways_and_closes_one_at_a_time()
    {
        engine.On("POST", "/echo", FakeAnswer.Upgrade(async (stream, token) =>
        {
            byte[] buffer = new byte[4096];
            int count;
            while ((count = await stream.ReadAsync(buffer, token)) > 0)
                await stream.WriteAsync(buffer.AsMemory(0, count), token);
            await stream.WriteAsync("end"u8.ToArray(), token);
        }));
        using var http = NewHttp();
        await using var connection = await http.UpgradeAsync(EngineRequest.Post("/echo", Subject.Engine), "tcp", CancellationToken.None);

        await connection.WriteAsync("hello "u8.ToArray(), CancellationToken.None);
        await connection.CloseWriteAsync(CancellationToken.None);

        using var reader = new StreamReader(connection.Stream);
        Assert.Equal("hello end", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task An_upgrade_that_is_refused_is_an_error()
    {
        engine.On("POST", "/echo", FakeAnswer.Error(409, "it does not run"));
        using var http = NewHttp();

        var error = await Assert.ThrowsAsync<EngineException>(
            () => http.UpgradeAsync(EngineRequest.Post("/echo", Subject.Engine), "tcp", CancellationToken.None));

        Assert.Equal((EngineError.Conflict, "it does not run"), (error.Error, error.Message));
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    Task<Volume> MakeVolumeAsync() =>
        client.Volumes.CreateAsync(
            "data",
            null,
            new Dictionary<string,
            string>(),
            new Dictionary<string,
            string>(),
            CancellationToken.None);

    Task<IReadOnlyList<Container>> ListAsync() => client.Containers.ListAsync(null, CancellationToken.None);

    EngineHttp NewHttp()
    {
        var endpoint = new EngineEndpoint(engine.Address, Engines.Source);
        return new EngineHttp(endpoint, DialerFactory.Create(endpoint));
    }
}
