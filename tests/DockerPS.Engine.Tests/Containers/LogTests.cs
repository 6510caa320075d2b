namespace DockerPS.Engine.Tests.Containers;

public sealed class LogTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public LogTests()
    {
        client = new EngineClient(EndpointResolver.Resolve(engine.Address));
        Inspect(terminal: false);
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    void Inspect(bool terminal) => engine.On(
        "GET",
        "/containers/web/json",
        FakeAnswer.Json($$$"""{"Id":"abc","Name":"/web","State":{"Status":"running"},"Config":{"Tty":{{{(terminal ? "true" : "false")}}}}}"""));

    async Task<List<string>> ReadAsync(LogQuery query, CancellationToken cancellationToken = default)
    {
        var lines = new List<string>();
        await foreach (var batch in client.Containers.ReadLogAsync("web", query, cancellationToken))
            lines.AddRange(batch.Select(static line => line.Text));
        return lines;
    }

    [Fact]
    public async Task Lines_come_while_the_log_goes_on()
    {
        var goOn = new TaskCompletionSource();
        engine.On("GET", "/containers/abc/logs", FakeAnswer.Stream(async body =>
        {
            await body.WriteFrameAsync(1, "first\n"u8.ToArray());
            await goOn.Task;
            await body.WriteFrameAsync(1, "second\n"u8.ToArray());
        }));
        var seen = new List<string>();

        await foreach (var batch in client.Containers.ReadLogAsync(
            "web",
            new LogQuery { Follow = true, Timestamps = false },
            CancellationToken.None))
        {
            seen.AddRange(batch.Select(static line => line.Text));
            goOn.TrySetResult();
        }

        Assert.Equal(["first", "second"], seen);
    }

    [Fact]
    public async Task A_log_that_is_cut_gives_its_lines_and_then_an_error()
    {
        engine.On("GET", "/containers/abc/logs", FakeAnswer.Stream(async static body =>
        {
            await body.WriteFrameAsync(1, "first\n"u8.ToArray());
            FakeBody.Cut();
        }));
        var seen = new List<string>();

        var exception = await Assert.ThrowsAsync<EngineException>(async () =>
        {
            await foreach (var batch in client.Containers.ReadLogAsync("web", new LogQuery { Timestamps = false }, CancellationToken.None))
                seen.AddRange(batch.Select(static line => line.Text));
        });

        Assert.Equal("EngineConnectionLost", exception.ErrorId);
        Assert.Equal(["first"], seen);
    }

    [Fact]
    public async Task A_log_that_ends_inside_a_frame_is_an_error()
    {
        engine.On(
            "GET",
            "/containers/abc/logs",
            FakeAnswer.Stream(static body => body.WriteAsync(FakeBody.Frame(1, "whole line\n"u8).AsMemory(0, 12))));

        await Assert.ThrowsAsync<EngineException>(() => ReadAsync(new LogQuery { Timestamps = false }));
    }

    [Fact]
    public async Task Cancelling_ends_a_read_that_waits()
    {
        engine.On("GET", "/containers/abc/logs", FakeAnswer.Stream(static body => body.WaitAsync(Timeout.InfiniteTimeSpan)));
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(new LogQuery { Follow = true }, cancel.Token));

        Assert.InRange(clock.ElapsedMilliseconds, 0, 3000);
    }

    [Fact]
    public async Task Breaking_off_closes_the_connection()
    {
        engine.On("GET", "/containers/abc/logs", FakeAnswer.Stream(static async body =>
        {
            while (true)
            {
                await body.WriteFrameAsync(1, "tick\n"u8.ToArray());
                await body.WaitAsync(TimeSpan.FromMilliseconds(5));
            }
        }));

        await foreach (var _ in client.Containers.ReadLogAsync(
            "web",
            new LogQuery { Follow = true, Timestamps = false },
            CancellationToken.None))
            break;

        for (int i = 0; i < 100 && engine.OpenConnections > 1; i++)
            await Task.Delay(20);
        Assert.InRange(engine.OpenConnections, 0, 1);
    }

    [Fact]
    public async Task A_container_with_a_terminal_is_read_without_frames_and_times()
    {
        Inspect(terminal: true);
        engine.On("GET", "/containers/abc/logs", FakeAnswer.Stream(static body => body.WriteAsync("one\r\ntwo\r\n")));

        Assert.Equal(["one", "two"], await ReadAsync(new LogQuery()));
        Assert.DoesNotContain(engine.Calls, static call => call.Query.ContainsKey("timestamps"));
    }

    [Fact]
    public async Task The_query_says_which_part()
    {
        engine.On("GET", "/containers/abc/logs", FakeAnswer.Stream(static _ => Task.CompletedTask));

        await ReadAsync(
            new LogQuery
            {
                Tail = 5,
                Stream = ContainerStream.StandardError,
                Since = DateTimeOffset.FromUnixTimeMilliseconds(1500),
                Follow = true,
            });

        var call = engine.Calls[^1];
        Assert.Equal(("5", "1", "1", "1.5000000", "1"), (call["tail"], call["stderr"], call["follow"], call["since"], call["timestamps"]));
        Assert.Null(call["stdout"]);
    }
}
