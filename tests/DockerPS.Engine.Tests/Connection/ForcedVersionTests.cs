namespace DockerPS.Engine.Tests;

/// <summary>Tests that change variables of the process, so that no other test may run at the same time.</summary>
[CollectionDefinition(nameof(ProcessVariables), DisableParallelization = true)]
public sealed class ProcessVariables;

/// <summary>DOCKER_API_VERSION takes precedence.</summary>
[Collection(nameof(ProcessVariables))]
public sealed class ForcedVersionTests : IDisposable
{
    const string Variable = "DOCKER_API_VERSION";

    readonly string? before = Environment.GetEnvironmentVariable(Variable);
    readonly FakeEngine engine = FakeEngine.Start().On("GET", "/containers/json", FakeAnswer.Json("[]"));

    [Theory]
    [InlineData("1.30")]
    [InlineData("v1.30")]
    public async Task It_is_used_without_asking_the_engine(string value)
    {
        Environment.SetEnvironmentVariable(Variable, value);
        using var client = Engines.Connect(engine.Address);

        await client.Containers.ListAsync(null, CancellationToken.None);

        Assert.Equal(new Version(1, 30), Assert.Single(engine.Requests).Version);
    }

    [Fact]
    public async Task It_counts_as_soon_as_it_is_set_and_until_it_is_not()
    {
        using var client = Engines.Connect(engine.Address);
        foreach (string? value in (string?[])[null, "1.30", ""])
        {
            Environment.SetEnvironmentVariable(Variable, value);
            await client.Containers.ListAsync(null, CancellationToken.None);
        }

        Assert.Equal(["1.51", "1.30", "1.51"], engine.Calls.Select(call => call.Version!.ToString()));
    }

    [Fact]
    public async Task What_is_no_version_is_refused()
    {
        Environment.SetEnvironmentVariable(Variable, "newest");
        using var client = Engines.Connect(engine.Address);

        var error = await Assert.ThrowsAsync<EngineException>(() => client.Containers.ListAsync(null, CancellationToken.None));

        Assert.Equal((EngineError.Invalid, "ApiVersion"), (error.Error, error.Subject.Kind));
        Assert.Contains("DOCKER_API_VERSION", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, before);
        engine.Dispose();
    }
}
