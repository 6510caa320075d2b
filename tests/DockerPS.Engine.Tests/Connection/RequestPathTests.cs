namespace DockerPS.Engine.Tests;

/// <summary>A name from the user stays a name: it never changes what a request is about.</summary>
public sealed class RequestPathTests : IDisposable
{
    static readonly Dictionary<string, Func<EngineClient, string, Task>> Operations = new()
    {
        ["Container start"] = static (client, name) => client.Containers.StartAsync(name, default),
        ["Container stop"] = static (client, name) => client.Containers.StopAsync(name, null, null, default),
        ["Container remove"] = static (client, name) => client.Containers.RemoveAsync(name, force: true, volumes: true, default),
        ["Container inspect"] = static (client, name) => client.Containers.InspectAsync(name, default),
        ["Container top"] = static (client, name) => client.Containers.GetProcessesAsync(name, "c", null, default),
        ["Container changes"] = static (client, name) => client.Containers.GetChangesAsync(name, "c", default),
        ["Container stats"] = static async (client, name) => await client.Containers.MeasureAsync(name, once: true, default)
            .GetAsyncEnumerator()
            .MoveNextAsync(),
        ["Container exec"] = static (client, name) => client.Containers.ExecuteAsync(
            name,
            new CommandSpecification { Arguments = ["true"] },
            default),
        ["Container attach"] = static (client, name) => client.Containers.AttachAsync(
            name,
            terminal: false,
            standardInput: false,
            null,
            static _ => Task.FromResult(0),
            default),
        ["Container wait"] = static (client, name) => client.Containers.WaitAsync(name, WaitCondition.NotRunning, default),
        ["Container export"] = static (client, name) => client.Containers.ExportAsync(
            name,
            Path.Combine(Path.GetTempPath(), "dps-never.tar"),
            null,
            default),
        ["Image inspect"] = static (client, name) => client.Images.GetAsync(name, default),
        ["Image history"] = static (client, name) => client.Images.GetHistoryAsync(name, null, default),
        ["Image tag"] = static (client, name) => client.Images.TagAsync(name, ImageName.Parse("new"), default),
        ["Image remove"] = static (client, name) => client.Images.RemoveAsync(name, force: true, prune: true, [], default),
        ["Network inspect"] = static (client, name) => client.Networks.InspectAsync(name, default),
        ["Network remove"] = static (client, name) => client.Networks.RemoveAsync(name, default),
        ["Network connect"] = static (client, name) => client.Networks.ConnectAsync(new NetworkAttachment { Name = name }, "c", default),
        ["Network disconnect"] = static (client, name) => client.Networks.DisconnectAsync(name, "c", force: false, default),
        ["Volume remove"] = static (client, name) => client.Volumes.RemoveAsync(name, force: true, default),
    };

    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public RequestPathTests()
    {
        client = Engines.Connect(engine.Address);
        engine.On("*", "/{kind}/{rest*}", FakeAnswer.Json("{}"));
    }

    public static TheoryData<string, string> Refused()
    {
        var data = new TheoryData<string, string>();
        foreach (string operation in Operations.Keys)
        {
            foreach (string name in (string[])["../images/x", "../../_ping", "..", ".", "", "/x", "x/", "x//y", "x/./y", "x/.."])
                data.Add(operation, name);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_name_that_leads_elsewhere_is_the_name_of_nothing(string operation, string name)
    {
        string kind = operation.Split(' ')[0];

        var error = await Assert.ThrowsAsync<EngineException>(() => Operations[operation](client, name));

        Assert.Equal((EngineError.NotFound, kind, name), (error.Error, error.Subject.Kind, error.Subject.Name));
        Assert.Equal($"{kind} {name} does not exist.", error.Message);
        // the version request is allowed
        Assert.Empty(engine.Calls);
    }

    [Theory]
    [InlineData("Container remove", "a/b", "/containers/a%2Fb")]
    [InlineData("Container stop", "a/kill", "/containers/a%2Fkill/stop")]
    [InlineData("Network remove", "a/b?c#d", "/networks/a%2Fb%3Fc%23d")]
    [InlineData("Volume remove", "%2e%2e/x", "/volumes/%252e%252e%2Fx")]
    [InlineData("Volume remove", "..\\x\r\n", "/volumes/..%5Cx%0D%0A")]
    [InlineData("Image remove", "r.example.com:5000/a/b@c", "/images/r.example.com%3A5000/a/b%40c")]
    public async Task Only_the_name_of_an_image_has_folders(string operation, string name, string path)
    {
        var entries = new List<RequestLogEntry>();
        RequestLog.Observe(entries.Add);
        // the response does not matter here
        await Record.ExceptionAsync(() => Operations[operation](client, name));
        RequestLog.Observe(null);

        Assert.Equal("/v1.51" + path, entries.First(static entry => entry.Path != "/_ping").Path);
    }

    [Fact]
    public async Task The_id_that_an_engine_tells_stays_an_id()
    {
        engine.On("POST", "/containers/web/exec", FakeAnswer.Json("""{"Id":"../containers/other/kill?x="}"""));

        var error = await Assert.ThrowsAsync<EngineException>(
            () =>
                client.Containers.ExecuteDetachedAsync("web", new CommandSpecification { Arguments = ["true"], Detached = true }, default));

        Assert.Equal(EngineError.NotFound, error.Error);
        Assert.Equal(["POST /containers/web/exec"], engine.Calls.Select(call => call.ToString()));
    }

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }
}
