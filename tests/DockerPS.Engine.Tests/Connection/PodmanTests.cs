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

    [Fact]
    public async Task It_runs_a_container_and_gives_its_log()
    {
        using var client = Engines.Connect(podman.Address);
        using var folder = new TemporaryFolder();
        string tar = folder.File("root.tar");
        using (var file = File.Create(tar))
        using (var writer = new System.Formats.Tar.TarWriter(file, System.Formats.Tar.TarEntryFormat.Gnu))
        {
            writer.WriteEntry("/usr/bin/busybox", "bin/busybox");
            writer.WriteEntry(new System.Formats.Tar.GnuTarEntry(System.Formats.Tar.TarEntryType.SymbolicLink, "bin/sh") { LinkName = "busybox" });
        }
        string image = await client.Images.ImportAsync(tar, new ImportOptions(), null, CancellationToken.None);
        var specification = new ContainerSpecification
        {
            Image = image,
            Name = "podman-run",
            Command = ["sh", "-c", "echo out; echo err >&2; exit 3"],
            Networks = [new NetworkAttachment("none")],
            // podman's own limits are higher than a sandbox may set
            Ulimits = new Dictionary<string, string> { ["nofile"] = "1024:1024", ["nproc"] = "1024:1024" },
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
            container = Assert.Single(await client.Containers.ListAsync(null, CancellationToken.None));
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
