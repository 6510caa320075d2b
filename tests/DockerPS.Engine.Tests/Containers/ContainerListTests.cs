namespace DockerPS.Engine.Tests.Containers;

public sealed class ContainerListTests : IDisposable
{
    const string Full = """
        [{"Id":"abc","Names":["/web","/other/link"],"Image":"nginx","ImageID":"sha256:1","Command":"nginx -g","Created":1700000000,
          "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},{"PrivatePort":53,"Type":"udp","New":{"a":[1,2]}}],
          "Labels":{"app":"web","empty":""},"State":"running","Status":"Up 5 minutes (healthy)","HostConfig":{"NetworkMode":"default"},
          "NetworkSettings":{"Unknown":[{}],"Networks":{"bridge":{"IPAMConfig":null,"Aliases":["a","b"],"NetworkID":"n1","Gateway":"172.17.0.1","IPAddress":"172.17.0.2","IPPrefixLen":16,"GlobalIPv6Address":"fd00::2","MacAddress":"02:42:ac:11:00:02"},"none":null}},
          "Mounts":[{"Type":"volume","Name":"data","Source":"/var/x","Destination":"/data","Driver":"local","Mode":"z","RW":true},{"Type":"bind","Source":"/a","Destination":"/b","RW":false}],
          "SizeRw":12,"SizeRootFs":3456,"SomethingNew":{"deep":{"er":[true,null]}}},
         {"Id":"def","Names":null,"Ports":null,"Labels":null,"NetworkSettings":{"Networks":null},"Mounts":null,"State":"exited","Status":"Exited (137) 2 hours ago","Created":1}]
        """;

    readonly FakeEngine engine = FakeEngine.Start();
    readonly EngineClient client;

    public ContainerListTests() => client = new EngineClient(EndpointResolver.Resolve(engine.Address));

    public void Dispose()
    {
        client.Dispose();
        engine.Dispose();
    }

    [Fact]
    public async Task Everything_is_read_and_what_is_not_known_is_passed_over()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json(Full));

        var containers = await client.Containers.ListAsync(null, CancellationToken.None);

        var web = containers[0];
        Assert.Equal(("abc", "web", "nginx", "sha256:1", "nginx -g"), (web.Id, web.Name, web.Image, web.ImageId, web.Command));
        Assert.Equal((ContainerState.Running, ContainerHealth.Healthy, (int?)null), (web.State, web.Health, web.ExitCode));
        Assert.Equal((DateTimeOffset.FromUnixTimeSeconds(1700000000).LocalDateTime, DateTimeKind.Local), (web.Created, web.Created?.Kind));
        Assert.Equal(["53/udp", "0.0.0.0:8080->80/tcp"], web.Ports.Select(static port => port.ToString()));
        Assert.Equal("web", web.Labels["app"]);
        Assert.Equal(["bridge", "none"], web.Networks.Select(static network => network.Name));
        Assert.Equal(
            ("172.17.0.2", "fd00::2", "172.17.0.1"),
            (web.Networks[0].IPAddress?.ToString(), web.Networks[0].IPv6Address?.ToString(), web.Networks[0].Gateway?.ToString()));
        Assert.Equal(["a", "b"], web.Networks[0].Aliases);
        Assert.Equal(["data:/data", "/a:/b:ro"], web.Mounts.Select(static mount => mount.ToString()));
        Assert.Equal((12, 3456), (web.Size, web.RootFileSystemSize));
        var other = containers[1];
        Assert.Equal(("def", ContainerState.Exited, (int?)137, (long?)null), (other.Name, other.State, other.ExitCode, other.Size));
    }

    [Fact]
    public async Task A_size_of_nothing_is_0_where_sizes_were_asked_for()
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json("""[{"Id":"abc","SizeRootFs":3456},{"Id":"def"}]"""));

        var sized = await client.Containers.ListAsync(new ContainerQuery { Size = true }, CancellationToken.None);
        var plain = await client.Containers.ListAsync(null, CancellationToken.None);

        Assert.Equal([(0, 3456), (0, 0)], sized.Select(static one => (one.Size!.Value, one.RootFileSystemSize!.Value)));
        Assert.All(plain.Skip(1), static one => Assert.Equal((null, null), (one.Size, one.RootFileSystemSize)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"Id":5}]""")]
    [InlineData("""[{"Created":"yesterday"}]""")]
    [InlineData("""[{"Id":"abc"}""")]
    [InlineData("")]
    public async Task What_is_no_list_is_said_to_be_none(string json)
    {
        engine.On("GET", "/containers/json", FakeAnswer.Json(json));

        var exception = await Assert.ThrowsAsync<EngineException>(() => client.Containers.ListAsync(null, CancellationToken.None));

        Assert.Equal(EngineError.Failed, exception.Error);
        Assert.Contains("not the expected JSON", exception.Message, StringComparison.Ordinal);
    }
}
