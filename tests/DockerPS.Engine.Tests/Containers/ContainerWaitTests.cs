namespace DockerPS.Engine.Tests;

/// <summary>The reported state of containers that have exited, whenever their engine saves it.</summary>
public sealed class ContainerWaitTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public ContainerWaitTests()
    {
        client = Engines.Connect(engine.Address);
        engine.On("POST", "/containers/{id}/wait", FakeAnswer.Json("""{ "StatusCode": 3 }"""));
    }

    [Fact]
    public async Task A_state_that_is_written_after_the_answer_of_the_wait_is_waited_for()
    {
        engine.On("GET", "/containers/{id}/json", Inspected("running"), Inspected("running"), Inspected("running"), Inspected("exited"));
        // the list contains nothing that inspecting does not
        engine.On(
            "GET",
            "/containers/json",
            _ => engine.Calls.Count(static call => call.Path.EndsWith("/c/json", StringComparison.Ordinal)) >= 4
                ? Listed("exited", "Exited (3) 1 second ago")
                : Listed("running", "Up 1 second"));

        var container = await client.Waiter.WaitForExitAsync("c", removed: false, timeout: null, CancellationToken.None);

        Assert.Equal((ContainerState.Exited, 3), (container.State, container.ExitCode));
    }

    [Theory]
    [InlineData("restarting", "Restarting (3) 1 second ago", ContainerState.Restarting, "Restarting (3) 1 second ago")]
    [InlineData("running", "Up 1 second", ContainerState.Exited, "Exited (3), restarted")]
    [InlineData("exited", "Exited (0) 1 second ago", ContainerState.Exited, "Exited (3), restarted")]
    public async Task One_that_is_started_again_has_the_exit_code_that_was_waited_for(
        string state,
        string status,
        ContainerState expected,
        string expectedStatus)
    {
        engine.On("GET", "/containers/{id}/json", Inspected(state, policy: "always"));
        engine.On("GET", "/containers/json", Listed(state, status));

        var container = await client.Waiter.WaitForExitAsync("c", removed: false, timeout: null, CancellationToken.None);

        Assert.Equal((expected, 3, expectedStatus), (container.State, container.ExitCode, container.Status));
    }

    [Fact]
    public async Task A_signal_returns_when_the_engine_has_written_what_became_of_the_container()
    {
        engine.On("POST", "/containers/{id}/kill", FakeAnswer.Empty());
        engine.On("GET", "/containers/{id}/json", Inspected("exited"));

        await client.Containers.SignalAsync("c", signal: null, CancellationToken.None);

        Assert.Equal(["/containers/c/kill", "/containers/c/json"], engine.Calls.Select(static call => call.Path));
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    static FakeAnswer Inspected(string state, string policy = "no") =>
        FakeAnswer.Json($$"""{ "Id": "c", "Name": "/web", "State": { "Status": "{{state}}", "ExitCode": 3 }, "HostConfig": { "RestartPolicy": { "Name": "{{policy}}" } } }""");

    static FakeAnswer Listed(string state, string status) =>
        FakeAnswer.Json($$"""[ { "Id": "c", "Names": ["/web"], "State": "{{state}}", "Status": "{{status}}" } ]""");
}
