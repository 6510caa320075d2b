namespace DockerPS.Engine.Tests;

/// <summary>Another engine that speaks the same API.</summary>
[Trait("Engine", "Podman")]
public sealed class PodmanTests
{
    static string Address => TokenRegistry.Variable("DOCKERPS_TEST_ENGINE");

    [Fact]
    public async Task It_is_reached_and_lists_its_containers()
    {
        using var client = Engines.Connect(Address);

        var ping = await client.PingAsync(CancellationToken.None);

        Assert.Equal("linux", ping.OperatingSystem);
        Assert.Equal(ping.ApiVersion, await client.GetApiVersionAsync(CancellationToken.None));
        Assert.DoesNotContain(
            await client.Containers.ListAsync(null, CancellationToken.None),
            static container => container.Name == "podman-run");
        Assert.Equal("Podman Engine", (await client.System.GetVersionAsync(CancellationToken.None)).Components[0].Name);
        Assert.Equal("overlay", (await client.System.GetInfoAsync(CancellationToken.None)).StorageDriver);
    }

    [Fact]
    public async Task It_runs_a_container_and_gives_its_log()
    {
        using var client = Engines.Connect(Address);
        var specification = new ContainerSpecification
        {
            Image = "dockerps-test/busybox",
            Name = "podman-run",
            Command = ["sh", "-c", "echo out; echo err >&2; exit 3"],
        };

        string id = (await client.Containers.CreateAsync(specification, CancellationToken.None)).Id;
        var lines = new List<OutputLine>();
        Container container;
        int code;
        try
        {
            await client.Containers.StartAsync(id, CancellationToken.None);
            code = await client.Containers.WaitAsync(id, WaitCondition.NotRunning, CancellationToken.None);
            await foreach (var batch in client.Containers.ReadLogAsync(id, new LogQuery(), CancellationToken.None))
                lines.AddRange(batch);
            container = await client.Containers.GetAsync(id, CancellationToken.None);
        }
        finally
        {
            await client.Containers.RemoveAsync(id, force: true, volumes: true, CancellationToken.None);
        }

        Assert.Equal(3, code);
        Assert.Equal("out", Assert.Single(lines, static line => line.Stream == ContainerStream.StandardOutput).Text);
        Assert.Equal("err", Assert.Single(lines, static line => line.Stream == ContainerStream.StandardError).Text);
        Assert.Equal(("podman-run", ContainerState.Exited), (container.Name, container.State));
    }
}
