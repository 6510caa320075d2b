namespace DockerPS.Engine.Tests;

/// <summary>The build cache on engines of any version.</summary>
public sealed class BuildCacheTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();

    [Fact]
    public async Task A_new_engine_is_asked_for_it_alone()
    {
        engine.On("GET", "/system/df", FakeAnswer.Json("""
            { "BuildCache": [
              { "ID": "a", "Type": "regular", "Description": "mount / from exec", "InUse": true, "Shared": true, "Size": 5, "CreatedAt": "2026-01-02T03:04:05Z", "LastUsedAt": "2026-01-03T00:00:00Z", "UsageCount": 2, "Parents": ["c", "d"] },
              { "ID": "b", "Type": "exec.cachemount", "InUse": false, "Shared": false, "Size": 7, "CreatedAt": "2026-02-01T00:00:00Z", "LastUsedAt": null, "UsageCount": 0 }
            ] }
            """));

        var entries = await ListAsync();

        Assert.Equal("build-cache", engine.Calls[0]["type"]);
        Assert.Equal(["b", "a"], entries.Select(entry => entry.Id));
        Assert.Equal((null, 0, false, false), (entries[0].LastUsed, entries[0].UseCount, entries[0].IsShared, entries[0].IsInUse));
        Assert.Equal(
            (5L, 2, true, true, "mount / from exec"),
            (entries[1].Size, entries[1].UseCount, entries[1].IsShared, entries[1].IsInUse, entries[1].Description));
        Assert.Equal(["c", "d"], entries[1].Parents);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).LocalDateTime, entries[1].Created);
    }

    [Theory]
    [InlineData("""{ "BuildCache": [{ "ID": "a", "Parent": "c" }] }""", "c")]
    [InlineData("""{ "BuildCache": [{ "ID": "a", "Parent": "c, d" }] }""", "c d")]
    [InlineData("""{ "BuildCache": [{ "ID": "a", "Parent": "" }] }""", "")]
    public async Task An_old_engine_tells_parents_as_one_text(string answer, string parents)
    {
        engine.ApiVersion = new Version(1, 41);
        engine.On("GET", "/system/df", FakeAnswer.Json(answer));

        Assert.Equal(parents, string.Join(' ', Assert.Single(await ListAsync()).Parents));
        Assert.Null(engine.Calls[0]["type"]);
    }

    [Theory]
    [InlineData("1.51", null)]
    [InlineData("1.52", "1")]
    [InlineData("1.55", "1")]
    public async Task An_engine_of_today_lists_it_when_it_is_asked_to(string version, string? verbose)
    {
        engine.ApiVersion = Version.Parse(version);
        engine.On("GET", "/system/df", request => FakeAnswer.Json(request["verbose"] == "1"
            ? """{ "BuildCacheUsage": { "TotalCount": 1, "TotalSize": 5, "Items": [{ "ID": "a", " Parents": ["c", "d"], "Size": 5 }] } }"""
            : """{ "BuildCacheUsage": { "TotalCount": 1 }, "BuildCache": [{ "ID": "a", "Parents": ["c", "d"], "Size": 5 }] }"""));

        var entry = Assert.Single(await ListAsync());

        Assert.Equal((verbose, 5L, "c d"), (engine.Calls[0]["verbose"], entry.Size, string.Join(' ', entry.Parents)));
    }

    [Theory]
    [InlineData("""{ "BuildCacheUsage": { } }""")]
    [InlineData("""{ "BuildCacheUsage": null }""")]
    [InlineData("{ }")]
    public async Task An_engine_of_today_without_one_has_nothing(string answer)
    {
        engine.ApiVersion = new Version(1, 55);
        engine.On("GET", "/system/df", FakeAnswer.Json(answer));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task An_engine_without_one_has_nothing()
    {
        engine.On("GET", "/system/df", FakeAnswer.Json("""{ "BuildCache": null }"""));

        Assert.Empty(await ListAsync());
    }

    public void Dispose() => engine.Dispose();

    async Task<IReadOnlyList<BuildCacheEntry>> ListAsync()
    {
        using var client = Engines.Connect(engine.Address);
        return await client.BuildCache.ListAsync(CancellationToken.None);
    }
}
