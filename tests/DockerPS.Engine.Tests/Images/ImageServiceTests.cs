namespace DockerPS.Engine.Tests;

/// <summary>Lists and removals of images on engines of any version.</summary>
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
        Assert.Equal(
            (DateTimeOffset.FromUnixTimeSeconds(1700000000).LocalDateTime, "sha256:p", "b"),
            (images[0].Created, images[0].ParentId, images[0].Labels["a"]));
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
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567).LocalDateTime, image.Created);
        Assert.Equal(["443/tcp", "80/tcp"], image.ExposedPorts);
        Assert.Equal(["/data"], image.Volumes);
        Assert.Empty(image.Entrypoint);
        Assert.Equal(
            ("00:00:01.5000000", null, 3, "CMD true"),
            (image.HealthCheck!.Interval, image.HealthCheck.Timeout, image.HealthCheck.Retries, image.HealthCheck.ToString()));
        Assert.Null(image.LastTagged);
    }

    [Fact]
    public async Task A_detail_names_the_containers_that_are_made_of_the_image()
    {
        engine.ApiVersion = new Version(1, 41);
        engine.On("GET", "/images/{name*}/json", request => FakeAnswer.Json($$"""{ "Id": "sha256:{{request.Values["name"]}}", "RepoTags": ["{{request.Values["name"]}}:1"] }"""));
        engine.On("GET", "/containers/json", FakeAnswer.Json("""
            [{ "Id": "1", "Names": ["/web"], "ImageID": "sha256:a" }, { "Id": "2", "Names": ["/db"], "ImageID": "sha256:b" }, { "Id": "3", "Names": ["/app"], "ImageID": "sha256:a" }]
            """));

        var images = await ReadAllAsync(["a", "b", "c"], "linux/arm64");

        Assert.Equal(["app web", "db", ""], images.Select(image => string.Join(' ', image.Containers)));
        Assert.Single(engine.Calls, call => call.Path == "/containers/json");
        Assert.All(engine.Calls, call => Assert.Equal((null, null), (call["manifests"], call["platform"])));
    }

    [Fact]
    public async Task A_detail_tells_the_platforms_of_an_engine_that_keeps_several()
    {
        engine.On("GET", "/images/{name*}/json", FakeAnswer.Json("""
            {
              "Id": "sha256:index", "RepoTags": ["app:1"], "Os": "linux", "Architecture": "amd64",
              "Manifests": [
                { "ID": "sha256:amd", "Kind": "image", "Available": true, "Size": { "Total": 7, "Content": 3 }, "ImageData": { "Platform": { "os": "linux", "architecture": "amd64" }, "Containers": ["1"], "Size": { "Unpacked": 4 } } },
                { "ID": "sha256:arm", "Kind": "image", "Available": false, "Descriptor": { "platform": { "os": "linux", "architecture": "arm64", "variant": "v8" } } },
                { "ID": "sha256:sbom", "Kind": "attestation", "Available": true }
              ]
            }
            """));
        engine.On("GET", "/containers/json", FakeAnswer.Json("""[{ "Id": "1", "Names": ["/web"], "ImageID": "sha256:other" }]"""));

        var image = Assert.Single(await ReadAllAsync(["app:1"], null));

        Assert.Equal(["linux/amd64", "linux/arm64/v8"], image.Platforms.Select(platform => platform.Name));
        Assert.Equal(
            ("sha256:amd", true, 7L, "web"),
            (image.Platforms[0].Digest, image.Platforms[0].IsAvailable, image.Platforms[0].Size, image.Platforms[0].Containers[0]));
        Assert.Equal(["web"], image.Containers);
        Assert.Equal((true, false), (image.IsFor("linux/amd64"), image.IsFor("linux/arm64")));
        Assert.Equal("1", engine.Calls.Single(call => call.Path == "/images/app:1/json")["manifests"]);
    }

    [Theory]
    [InlineData("linux/arm64", 49, "{\"os\":\"linux\",\"architecture\":\"arm64\"}", "linux/arm64", 5)]
    [InlineData("arm64", 49, null, "linux/amd64", 12)]
    [InlineData("linux/arm64", 48, null, "linux/amd64", 12)]
    public async Task A_detail_of_one_platform_is_asked_for_where_the_engine_can(
        string platform,
        int minor,
        string? query,
        string expected,
        long size)
    {
        engine.ApiVersion = new Version(1, minor);
        AnswerWithPlatforms("amd64", isAmdAvailable: true);

        var image = Assert.Single(await ReadAllAsync(["app:1"], platform));

        var calls = engine.Calls.Where(static call => call.Path == "/images/app:1/json").ToList();
        Assert.Equal(("1", (string?)null), (calls[0]["manifests"], calls[0]["platform"]));
        Assert.Equal(query, calls.ElementAtOrDefault(1)?["platform"]);
        // the id remains that of the image in the list
        Assert.Equal(
            ("sha256:index", "app:1", expected, size, 2),
            (image.Id, image.Name, image.Platform, image.Size, image.Platforms.Count));
    }

    [Fact]
    public async Task A_detail_is_of_a_platform_that_is_there()
    {
        AnswerWithPlatforms("", isAmdAvailable: false);

        Assert.Equal("linux/arm64", Assert.Single(await ReadAllAsync(["app:1"], null)).Platform);
    }

    [Fact]
    public async Task A_detail_of_an_engine_that_keeps_one_platform_is_asked_for_once()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));
        engine.On("GET", "/images/{name*}/json", FakeAnswer.Json("""{ "Id": "sha256:a", "Size": 5, "Os": "linux", "Architecture": "arm64" }"""));

        Assert.Equal(5, Assert.Single(await ReadAllAsync(["app:1"], "linux/arm64")).Size);

        Assert.Single(engine.Calls, static call => call.Path == "/images/app:1/json");
    }

    [Fact]
    public async Task A_store_whose_ids_are_digests_tells_them_for_one_name_alone()
    {
        engine.On("GET", "/images/json", FakeAnswer.Json("""
            [
              { "Id": "sha256:a", "RepoTags": ["app:1", "r.example.com:5000/app:2", "pulled@sha256:a"], "RepoDigests": ["app@sha256:a"], "Created": 1, "Size": 5 },
              { "Id": "sha256:b", "RepoTags": [], "RepoDigests": ["sha256:b"], "Created": 1, "Size": 5 }
            ]
            """));

        var images = await client.Images.ListAsync(null, CancellationToken.None);

        Assert.Equal(
            [("app:1", "1", "sha256:a"), ("r.example.com:5000/app:2", "2", "sha256:a"), ("pulled@sha256:a", null, "sha256:a"), ("sha256:b", null, (string?)null)],
            images.Select(image => (image.Name, image.Tag, image.Digest)));
        Assert.Equal(["app:1", "r.example.com:5000/app:2"], images[0].Tags);
        Assert.True(images[3].IsDangling);
    }

    [Fact]
    public async Task An_image_that_others_are_built_on_is_not_removed_from_under_them()
    {
        engine.On("DELETE", "/images/{name*}", FakeAnswer.Json("""[{ "Deleted": "sha256:a" }]"""));
        engine.On("GET", "/images/{name*}/json", FakeAnswer.Json("""{ "Id": "sha256:a" }"""));
        engine.On("GET", "/images/json", FakeAnswer.Json("""[{ "Id": "sha256:b", "RepoTags": ["app:1"], "ParentId": "sha256:a" }]"""));

        var error = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.RemoveAsync("sha256:a", force: true, prune: true, [], CancellationToken.None));

        Assert.Equal(EngineError.Conflict, error.Error);
        Assert.Contains("app:1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(engine.Calls, static call => call.Method == "DELETE");
    }

    [Fact]
    public async Task A_history_has_values_for_what_the_engine_writes_as_text()
    {
        engine.On("GET", "/images/{name*}/history", FakeAnswer.Json("""
            [
              { "Id": "sha256:a", "Created": 1700000000, "CreatedBy": "CMD [\"sh\"]", "Tags": ["app:1"], "Size": 0, "Comment": "why" },
              { "Id": "<missing>", "Created": 0, "CreatedBy": "ADD file", "Tags": null, "Size": 5, "Comment": "" }
            ]
            """));

        var history = await client.Images.GetHistoryAsync("team/app:1", "linux/arm/v7", CancellationToken.None);

        Assert.Equal("""{"os":"linux","architecture":"arm","variant":"v7"}""", engine.Calls[0]["platform"]);
        Assert.Equal(
            ("sha256:a", "CMD [\"sh\"]", 0L, "why", "app:1"),
            (history[0].Id, history[0].CreatedBy, history[0].Size, history[0].Comment, history[0].Tags[0]));
        Assert.Equal((null, null, 5L, "team/app:1"), (history[1].Id, history[1].Created, history[1].Size, history[1].Image));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000).LocalDateTime, history[0].Created);
    }

    [Theory]
    [InlineData("linux/arm64/v8", "{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\"}")]
    [InlineData("windows", "{\"os\":\"windows\"}")]
    [InlineData("arm64", "{\"os\":\"linux\",\"architecture\":\"arm64\"}")]
    public void A_platform_is_told_in_the_words_of_the_specification(string platform, string json) =>
        Assert.Equal(json, PlatformQuery.ToJson(platform));

    [Theory]
    [InlineData("a/b/c/d")]
    [InlineData("linux/")]
    [InlineData("")]
    public void What_is_no_platform_is_refused(string platform)
    {
        var error = Assert.Throws<EngineException>(() => PlatformQuery.ToJson(platform));

        Assert.Equal((EngineError.Invalid, "Platform"), (error.Error, error.Subject.Kind));
    }

    [Fact]
    public async Task A_platform_of_a_history_or_a_removal_takes_an_engine_that_knows_it()
    {
        engine.ApiVersion = new Version(1, 47);

        var history = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.GetHistoryAsync("a", "linux/arm64", CancellationToken.None));
        var removal = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.RemoveAsync("a", force: false, prune: true, ["linux/arm64"], CancellationToken.None));

        Assert.Equal((EngineError.ApiVersionTooLow, EngineError.ApiVersionTooLow), (history.Error, removal.Error));
        Assert.Contains("1.48", history.Message, StringComparison.Ordinal);
        Assert.Contains("1.50", removal.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Calls);
    }

    [Fact]
    public async Task A_search_asks_and_tells()
    {
        engine.On("GET", "/images/search", FakeAnswer.Json("""
            [
              { "name": "busybox", "description": "Busybox base image.", "star_count": 3100, "is_official": true, "is_automated": false },
              { "name": "team/app", "description": "", "star_count": 0, "is_official": false }
            ]
            """));
        var filters = new Dictionary<string, IReadOnlyCollection<string>> { ["stars"] = ["3"] };

        var found = await client.Images.SearchAsync("box", 5, filters, new RegistryCredential("bob", "s3cr3t"), CancellationToken.None);

        var call = Assert.Single(engine.Calls);
        Assert.Equal(("box", "5", """{"stars":["3"]}"""), (call["term"], call["limit"], call["filters"]));
        Assert.NotNull(call.Header("X-Registry-Auth"));
        Assert.Equal([("busybox", 3100, true), ("team/app", 0, false)], found.Select(image => (image.Name, image.Stars, image.IsOfficial)));
        Assert.Equal(("busybox", engine.Address), (new ImageReference(found[0]).Text, new ImageReference(found[0]).Engine));
    }

    [Theory]
    [InlineData(500, "Get \"https://index.docker.io/v1/search\": network is unreachable", EngineError.Failed, "ImageSearchFailed")]
    [InlineData(400, "invalid registry endpoint \"http://r/v1/\": connection refused", EngineError.Failed, "ImageSearchFailed")]
    [InlineData(400, "invalid filter 'a'", EngineError.Invalid, null)]
    [InlineData(500, "unauthorized: authentication required", EngineError.AccessDenied, null)]
    public async Task A_search_that_fails_says_what_it_is(int status, string message, EngineError expected, string? id)
    {
        engine.On("GET", "/images/search", FakeAnswer.Error(status, message));

        var error = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.SearchAsync("box", null, null, null, CancellationToken.None));

        Assert.Equal((expected, id), (error.Error, error.ErrorId));
        Assert.Equal(message, (error.InnerException ?? error).Message);
    }

    [Fact]
    public async Task A_removal_tells_what_it_did()
    {
        engine.On("DELETE", "/images/{name*}", FakeAnswer.Json("""[{ "Untagged": "app:1" }, { "Deleted": "sha256:a" }]"""));

        var removed = await client.Images.RemoveAsync("team/app:1", force: true, prune: false, [], CancellationToken.None);

        Assert.Equal(
            [(ImageRemoval.Untagged, "app:1"), (ImageRemoval.Deleted, "sha256:a")],
            removed.Select(item => (item.Action, item.Reference)));
        Assert.Equal(("/images/team/app:1", "1", "1"), (engine.Calls[0].Path, engine.Calls[0]["force"], engine.Calls[0]["noprune"]));
    }

    [Theory]
    [InlineData("conflict: unable to remove repository reference \"app\" (must force) - container aa is using its referenced image bb", EngineCause.ImageInUse)]
    [InlineData("conflict: unable to delete bb (cannot be forced) - image is being used by running container aa", EngineCause.ImageHeld)]
    public async Task A_removal_that_is_refused_names_the_containers(string message, EngineCause cause)
    {
        engine.On("DELETE", "/images/{name*}", FakeAnswer.Error(409, message));
        engine.On("GET", "/containers/json", FakeAnswer.Json("""[{ "Id": "aa", "Names": ["/web"] }, { "Id": "cc", "Names": ["/db"] }]"""));

        var error = await Assert.ThrowsAsync<EngineException>(
            () => client.Images.RemoveAsync("app", force: false, prune: true, [], CancellationToken.None));

        Assert.Equal((EngineError.Conflict, 409), (error.Error, error.StatusCode));
        Assert.Equal("Image app is in use by db, web.", error.Message);
        Assert.Equal(message, error.InnerException?.Message);
        Assert.Equal(cause, error.Cause);
        Assert.Equal(["db", "web"], error.Involved);
    }

    [Fact]
    public async Task A_removal_may_be_of_some_platforms_alone()
    {
        engine.On("DELETE", "/images/{name*}", FakeAnswer.Json("""[{ "Deleted": "sha256:a" }]"""));

        await client.Images.RemoveAsync("app:1", force: false, prune: true, ["linux/arm64", "linux/386"], CancellationToken.None);

        Assert.Equal(
            ["""{"os":"linux","architecture":"arm64"}""", """{"os":"linux","architecture":"386"}"""],
            engine.Calls[0].Query["platforms"]);
    }

    void AnswerWithPlatforms(string ownArchitecture, bool isAmdAvailable)
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("[]"));
        engine.On("GET", "/images/{name*}/json", request => FakeAnswer.Json(request["platform"] is null
            ? $$"""
                {
                  "Id": "sha256:index", "RepoTags": ["app:1"], "Os": "{{(ownArchitecture.Length > 0 ? "linux" : "")}}", "Architecture": "{{ownArchitecture}}", "Size": 3,
                  "Manifests": [
                    { "ID": "sha256:amd", "Kind": "image", "Available": {{(isAmdAvailable ? "true" : "false")}}, "Size": { "Total": 7 }, "ImageData": { "Platform": { "os": "linux", "architecture": "amd64" } } },
                    { "ID": "sha256:arm", "Kind": "image", "Available": true, "Size": { "Total": 5 }, "ImageData": { "Platform": { "os": "linux", "architecture": "arm64" } } }
                  ]
                }
                """
            : """{ "Id": "sha256:arm", "RepoTags": ["app:1"], "Os": "linux", "Architecture": "arm64", "Size": 2 }"""));
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    async Task<List<ImageDetail>> ReadAllAsync(string[] names, string? platform)
    {
        var images = new List<ImageDetail>();
        await foreach (var image in client.Images.InspectAsync(names, platform, CancellationToken.None))
            images.Add(image);
        return images;
    }
}
