namespace DockerPS.Engine.Tests;

/// <summary>Parsing processes, changes and states, however engines write them.</summary>
public sealed class ContainerObservationTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public ContainerObservationTests() => client = Engines.Connect(engine.Address);

    [Fact]
    public async Task Processes_have_real_times()
    {
        engine.On("GET", "/containers/{id}/top", FakeAnswer.Json("""
            { "Titles": ["UID", "PID", "PPID", "C", "STIME", "ELAPSED", "TTY", "TIME", "CMD"],
              "Processes": [["root", "4194303", "1", "0", "Nov27", "90061", "?", "1-02:03:04", "sleep 61"]] }
            """));
        var before = DateTime.Now;

        var process = Assert.Single(await client.Containers.GetProcessesAsync("c", "web", null, CancellationToken.None));

        Assert.Equal(
            ("web", 4194303, 1, "root", "1.02:03:04", "sleep 61"),
            (process.Container, process.ProcessId, process.ParentProcessId, process.User, process.Time, process.Command));
        Assert.InRange(process.Started!.Value, before.AddSeconds(-90062), DateTime.Now.AddSeconds(-90061));
        Assert.Equal(DateTimeKind.Local, process.Started.Value.Kind);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task A_smaller_ps_is_asked_for_what_it_has(int status)
    {
        engine.On("GET", "/containers/{id}/top", call => call["ps_args"]?.Contains("etimes", StringComparison.Ordinal) == true
            ? status == 200 ? FakeAnswer.Json("""{ "Titles": ["what it does not know"], "Processes": [["x"]] }""") : FakeAnswer.Error(status, "ps: bad -o argument 'etimes'")
            : FakeAnswer.Json("""{ "Titles": ["PID", "TIME", "COMMAND"], "Processes": [["7", "00:01", "sh"]] }"""));

        var process = Assert.Single(await client.Containers.GetProcessesAsync("c", "web", null, CancellationToken.None));

        Assert.Equal((7, null, "00:00:01", "sh"), (process.ProcessId, process.Started, process.Time, process.Command));
    }

    [Theory]
    [InlineData("11:30", "2026-03-05T11:30:00")]
    [InlineData("12:30", "2026-03-04T12:30:00")]
    [InlineData("Mar04", "2026-03-04T00:00:00")]
    [InlineData("Nov27", "2025-11-27T00:00:00")]
    [InlineData("2024", "2024-01-01T00:00:00")]
    [InlineData("?", null)]
    public void A_start_is_read_of_a_clock_a_day_or_a_year(string text, string? expected) =>
        Assert.Equal(expected, ProcessTime.StartOf(null, text, new DateTime(2026, 3, 5, 12, 0, 0, DateTimeKind.Local))?.ToString("s"));

    [Fact]
    public async Task Changes_come_by_their_paths()
    {
        engine.On("GET", "/containers/{id}/changes", FakeAnswer.Json("""[{ "Path": "/z", "Kind": 0 }, { "Path": "/a", "Kind": 1 }, { "Path": "/b", "Kind": 2 }]"""));
        var changes = await client.Containers.GetChangesAsync("c", "web", CancellationToken.None);
        Assert.Equal(
            ["web Added /a", "web Deleted /b", "web Modified /z"],
            changes.Select(static change => $"{change.Container} {change.Kind} {change.Path}"));
    }

    [Theory]
    [InlineData("running", "", "Up 3 minutes")]
    [InlineData("running", "healthy", "Up 3 minutes (healthy)")]
    [InlineData("running", "starting", "Up 3 minutes (health: starting)")]
    [InlineData("paused", "", "Up 3 minutes (Paused)")]
    [InlineData("exited", "", "Exited (3) About an hour ago")]
    [InlineData("restarting", "", "Restarting (3) About an hour ago")]
    [InlineData("created", "", "Created")]
    public async Task The_detail_says_what_the_list_says(string state, string health, string expected)
    {
        string started = DateTimeOffset.UtcNow.AddSeconds(-200).ToString("o");
        string finished = DateTimeOffset.UtcNow.AddSeconds(-4000).ToString("o");
        engine.On("GET", "/containers/{id}/json", FakeAnswer.Json($$"""
            { "Id": "c", "Name": "/web", "Created": "0001-01-01T00:00:00Z", "Path": "sh", "Args": ["-c", "echo a b", "x"],
              "State": { "Status": "{{state}}", "ExitCode": 3, "StartedAt": "{{started}}", "FinishedAt": "{{finished}}", "Health": { "Status": "{{health}}" } },
              "Config": { "Env": ["A=1", "B=two=parts", "UNSET"] },
              "NetworkSettings": { "Ports": { "443/tcp": null, "80/tcp": [{ "HostIp": "::", "HostPort": "8080" }, { "HostIp": "0.0.0.0", "HostPort": "8080" }] } } }
            """));

        var container = await client.Containers.InspectAsync("c", CancellationToken.None);

        Assert.Equal((expected, "sh -c 'echo a b' x", null), (container.Status, container.Command, container.Created));
        Assert.Equal(["[A, 1]", "[B, two=parts]"], container.Environment.Select(static pair => pair.ToString()));
        Assert.Equal(["0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp", "443/tcp"], container.Ports.Select(static port => port.ToString()));
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }
}
