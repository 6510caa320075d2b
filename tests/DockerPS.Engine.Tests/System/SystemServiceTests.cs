namespace DockerPS.Engine.Tests;

/// <summary>Version and information: from a real engine, and from engines that report less.</summary>
public sealed class SystemServiceTests
{
    [Fact]
    public async Task A_real_engine_tells_its_version_as_docker_shows_it()
    {
        using var client = Engines.Connect(Engines.Real);

        var version = await client.System.GetVersionAsync(CancellationToken.None);

        string docker = Command.Run("docker", new Dictionary<string, string> { ["DOCKER_HOST"] = Engines.Real }, "version", "--format", "{{with .Server}}{{.Version}} {{.APIVersion}} {{.MinAPIVersion}} {{.Os}} {{.Arch}} {{.GitCommit}} {{.GoVersion}}{{end}}");
        Assert.Equal(docker.Trim(), $"{version.FullVersion} {version.ApiVersion} {version.MinimumApiVersion} {version.OperatingSystem} {version.Architecture} {version.GitCommit} {version.GoVersion}");
        Assert.StartsWith(version.Version!.ToString(), version.FullVersion, StringComparison.Ordinal);
        Assert.Equal(client.Endpoint.Address, version.Engine);
        Assert.Contains(version.Components, part => part.Name == "Engine");
        Assert.True(version.Built > new DateTime(2020, 1, 1));
    }

    [Fact]
    public async Task A_real_engine_tells_of_its_machine_as_docker_shows_it()
    {
        using var client = Engines.Connect(Engines.Real);

        var info = await client.System.GetInfoAsync(CancellationToken.None);

        string docker = Command.Run(
            "docker",
            new Dictionary<string, string> { ["DOCKER_HOST"] = Engines.Real },
            "info",
            "--format",
            "{{.ID}}|{{.Name}}|{{.ServerVersion}}|{{.OperatingSystem}}|{{.OSType}}|{{.Architecture}}|{{.KernelVersion}}|{{.NCPU}}|{{.MemTotal}}|{{.Driver}}|{{.DockerRootDir}}|{{.CgroupDriver}}|{{.CgroupVersion}}|{{.DefaultRuntime}}|{{.LoggingDriver}}|{{.IndexServerAddress}}");
        Assert.Equal(
            docker.Trim(),
            $"{info.Id}|{info.Name}|{info.ServerVersion}|{info.OperatingSystem}|{info.OperatingSystemType}|{info.Architecture}|{info.KernelVersion}|{info.ProcessorCount}|{info.Memory}|{info.StorageDriver}|{info.RootDirectory}|{info.CgroupDriver}|{info.CgroupVersion}|{info.DefaultRuntime}|{info.LoggingDriver}|{info.IndexServer}");
        Assert.Contains("bridge", info.NetworkDrivers);
        Assert.Contains("runc", info.Runtimes);
        Assert.Contains("127.0.0.0/8", info.InsecureRegistries);
        Assert.Equal(DockerSwarmState.Inactive, info.SwarmState);
        Assert.True(info.MemoryLimit);
        Assert.InRange(info.SystemTime!.Value, DateTime.Now.AddMinutes(-5), DateTime.Now.AddMinutes(5));
    }

    [Fact]
    public async Task An_engine_that_says_nothing_is_no_error()
    {
        using var engine = FakeEngine.Start().On("GET", "/{what}", FakeAnswer.Json("{}"));
        using var client = Engines.Connect(engine.Address);

        var version = await client.System.GetVersionAsync(CancellationToken.None);
        var info = await client.System.GetInfoAsync(CancellationToken.None);

        Assert.Equal(("", null, null), (version.FullVersion, version.Version, version.Built));
        Assert.Equal(("", DockerSwarmState.Inactive), (info.Name, info.SwarmState));
    }

    [Fact]
    public async Task Odd_values_are_understood()
    {
        using var engine = FakeEngine.Start()
            .On("GET", "/version", FakeAnswer.Json("""{"Version":"28.0.0-rc.1","ApiVersion":"1.48","BuildTime":"1970-01-01T00:00:00Z","Components":[{"Name":"runc","Version":"runc version 1.1\ncommit: x"}]}"""))
            .On("GET", "/info", FakeAnswer.Json("""{"HttpProxy":"http://me:secret@proxy:80","Labels":["a=b=c","d"],"SecurityOptions":["apparmor","name=seccomp,profile=builtin","name=rootless"],"Swarm":{"LocalNodeState":"locked"},"DriverStatus":[["a","b"],["c"]],"RegistryConfig":{"Mirrors":["https://m/"],"IndexConfigs":{"x:5000":{"Name":"x:5000","Secure":false}},"InsecureRegistryCIDRs":["::1/128"]}}"""));
        using var client = Engines.Connect(engine.Address);

        var version = await client.System.GetVersionAsync(CancellationToken.None);
        var info = await client.System.GetInfoAsync(CancellationToken.None);

        Assert.Equal(("28.0.0", null, "runc runc version 1.1"), (version.Version, version.Built, version.Components[0].ToString()));
        Assert.Equal("http://***@proxy:80", info.HttpProxy);
        Assert.Equal(["b=c", ""], info.Labels.Values);
        Assert.Equal(["apparmor", "seccomp (profile=builtin)", "rootless"], info.SecurityOptions.Select(option => option.ToString()));
        Assert.True(info.IsRootless);
        Assert.Equal(DockerSwarmState.Locked, info.SwarmState);
        Assert.Equal("b", info.StorageStatus["a"]);
        Assert.Equal([new Uri("https://m/")], info.RegistryMirrors);
        Assert.Equal(["x:5000", "::1/128"], info.InsecureRegistries);
    }
}
