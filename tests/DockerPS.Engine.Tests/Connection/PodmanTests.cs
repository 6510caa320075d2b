namespace DockerPS.Engine.Tests;

/// <summary>Another engine that speaks the same API.</summary>
public sealed class PodmanTests(PodmanService podman) : IClassFixture<PodmanService>
{
    [Fact]
    public async Task It_is_reached_and_lists_its_containers()
    {
        using var client = Engines.Connect(podman.Address);

        var ping = await client.PingAsync(CancellationToken.None);

        Assert.Equal("linux", ping.OperatingSystem);
        Assert.Equal(ping.ApiVersion, await client.GetApiVersionAsync(CancellationToken.None));
        Assert.Empty(await client.Containers.ListAsync(null, CancellationToken.None));
        Assert.Equal("Podman Engine", (await client.System.GetVersionAsync(CancellationToken.None)).Components[0].Name);
        Assert.Equal("overlay", (await client.System.GetInfoAsync(CancellationToken.None)).StorageDriver);
    }
}
