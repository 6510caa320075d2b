namespace DockerPS.Engine.Tests;

/// <summary>Lists and removals of images as engines of any age tell them.</summary>
public sealed class ImageServiceTests : IDisposable
{
    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public ImageServiceTests() => client = Engines.Connect(engine.Address);

    [Fact]
    public async Task An_image_comes_once_for_each_of_its_names()
    {
        engine.On("GET", "/images/json", FakeAnswer.Json("""
            [
              { "Id": "sha256:a", "RepoTags": ["app:1", "r.example.com:5000/app:2"], "RepoDigests": ["r.example.com:5000/app@sha256:d"], "Created": 1700000000, "Size": 5, "Labels": { "a": "b" }, "ParentId": "sha256:p" },
              { "Id": "sha256:b", "RepoTags": null, "RepoDigests": ["pulled@sha256:e"], "Created": 0, "Size": 6, "Labels": null, "ParentId": "" },
              { "Id": "sha256:c", "RepoTags": ["<none>:<none>"], "RepoDigests": ["<none>@<none>"], "Created": 1, "Size": 7 }
            ]
            """));

        var images = await client.Images.ListAsync(null, CancellationToken.None);

        Assert.Equal(
            [
                ("app:1", "app", "1", null),
                ("r.example.com:5000/app:2", "r.example.com:5000/app", "2", "sha256:d"),
                ("pulled@sha256:e", "pulled", null, "sha256:e"),
                ("sha256:c", null, null, (string?)null),
            ],
            images.Select(image => (image.Name, image.Repository, image.Tag, image.Digest)));
        Assert.Equal([false, false, false, true], images.Select(image => image.IsDangling));
        Assert.Equal((DateTimeOffset.FromUnixTimeSeconds(1700000000), "sha256:p", "b"), (images[0].Created, images[0].ParentId, images[0].Labels["a"]));
        Assert.Equal((null, null), (images[2].Created, images[2].ParentId));
        Assert.All(images, image => Assert.Equal(engine.Address, image.Engine));
    }

    [Theory]
    [InlineData("app:2", "app:2")]
    [InlineData("docker.io/library/app", "app:latest")]
    [InlineData("sha256:a", "app:2")]
    public async Task An_image_bears_the_name_that_it_was_asked_for_by(string asked, string expected)
    {
        engine.On("GET", "/images/{name*}/json", FakeAnswer.Json("""{ "Id": "sha256:a", "RepoTags": ["app:2", "app:latest"] }"""));

        Assert.Equal(expected, (await client.Images.GetAsync(asked, CancellationToken.None)).Name);
    }

    [Fact]
    public async Task A_detail_has_values_for_what_the_engine_writes_as_text()
    {
        engine.On("GET", "/images/{name*}/json", FakeAnswer.Json("""
            {
              "Id": "sha256:a", "Created": "2026-01-02T03:04:05.1234567Z", "Size": 5, "Os": "linux", "Architecture": "arm64", "Variant": "v8",
              "Config": {
                "Env": ["A=B"], "Cmd": ["c"], "Entrypoint": null, "ExposedPorts": { "80/tcp": {}, "443/tcp": {} }, "Volumes": { "/data": {} },
                "Healthcheck": { "Test": ["CMD", "true"], "Interval": 1500000000, "Retries": 3 }
              },
              "RootFS": { "Type": "layers", "Layers": ["sha256:l"] }, "Metadata": { "LastTagTime": "0001-01-01T00:00:00Z" }
            }
            """));

        var image = await client.Images.InspectAsync("sha256:a", CancellationToken.None);

        Assert.Equal("linux/arm64/v8", image.Platform);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567), image.Created);
        Assert.Equal(["443/tcp", "80/tcp"], image.ExposedPorts);
        Assert.Equal(["/data"], image.Volumes);
        Assert.Empty(image.Entrypoint);
        Assert.Equal((TimeSpan.FromSeconds(1.5), null, 3, "CMD true"), (image.HealthCheck!.Interval, image.HealthCheck.Timeout, image.HealthCheck.Retries, image.HealthCheck.ToString()));
        Assert.Null(image.LastTagged);
    }

    [Fact]
    public async Task A_removal_tells_what_it_did()
    {
        engine.On("DELETE", "/images/{name*}", FakeAnswer.Json("""[{ "Untagged": "app:1" }, { "Deleted": "sha256:a" }]"""));

        var removed = await client.Images.RemoveAsync("team/app:1", force: true, prune: false, [], CancellationToken.None);

        Assert.Equal([(ImageRemoval.Untagged, "app:1"), (ImageRemoval.Deleted, "sha256:a")], removed.Select(item => (item.Action, item.Reference)));
        Assert.Equal(("/images/team/app:1", "1", "1"), (engine.Calls[0].Path, engine.Calls[0]["force"], engine.Calls[0]["noprune"]));
    }

    [Theory]
    [InlineData("conflict: unable to remove repository reference \"app\" (must force) - container aa is using its referenced image bb", "-Force")]
    [InlineData("conflict: unable to delete bb (cannot be forced) - image is being used by running container aa", "Stop and remove")]
    public async Task A_removal_that_is_refused_names_the_containers(string message, string advice)
    {
        engine.On("DELETE", "/images/{name*}", FakeAnswer.Error(409, message));
        engine.On("GET", "/containers/json", FakeAnswer.Json("""[{ "Id": "aa", "Names": ["/web"] }, { "Id": "cc", "Names": ["/db"] }]"""));

        var error = await Assert.ThrowsAsync<EngineException>(() => client.Images.RemoveAsync("app", force: false, prune: true, [], CancellationToken.None));

        Assert.Equal((EngineError.Conflict, 409), (error.Error, error.StatusCode));
        Assert.Equal($"{message}. Containers that use it: db, web.", error.Message);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }
}
