namespace DockerPS.Engine.Tests;

/// <summary>What the client makes of answers that a real engine does not give on demand.</summary>
public sealed class EngineHttpTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public EngineHttpTests() => client = new EngineClient(new EngineEndpoint(engine.Address, "a test"));

    [Theory]
    [InlineData("1.41", "1.41")]
    [InlineData("1.99", "1.51")]
    public async Task Speaks_the_newest_version_of_both(string engineSpeaks, string expected)
    {
        engine.ApiVersion = Version.Parse(engineSpeaks);
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));

        Assert.Empty(await client.Containers.ListAsync(null, CancellationToken.None));
        Assert.Empty(await client.Containers.ListAsync(null, CancellationToken.None));

        Assert.All(engine.Calls, call => Assert.Equal(Version.Parse(expected), call.Version));
        Assert.Equal(["HEAD /_ping", "GET /containers/json", "GET /containers/json"], engine.Requests.Select(request => request.ToString()));
        Assert.Equal(1, engine.ConnectionCount);
    }

    [Fact]
    public async Task A_cut_answer_is_an_error_and_not_a_short_list()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]").CutAt(1));

        var error = await Assert.ThrowsAsync<EngineException>(() => client.Containers.ListAsync(null, CancellationToken.None));

        Assert.Equal("EngineConnectionLost", error.ErrorId);
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }
}
