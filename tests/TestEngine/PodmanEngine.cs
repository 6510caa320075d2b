namespace DockerPS.TestEngine;

/// <summary>Podman's service, which also speaks the Engine API, with the base image.</summary>
static class PodmanEngine
{
    /// <summary>Starts the server.</summary>
    /// <param name="folder">The folder for its files.</param>
    /// <param name="tree">The Debian tree whose programs it uses; null for the machine's own.</param>
    public static async Task<StartedEngine> StartAsync(string folder, DebianTree? tree)
    {
        // at the address of docker's own socket, so that it is the default engine
        const string socket = "/var/run/docker.sock";
        string settings = Path.Combine(folder, "containers.conf");
        string registries = Path.Combine(folder, "registries.conf");
        // its default limits are higher than a sandbox allows
        await File.WriteAllTextAsync(settings, """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            """);
        await File.WriteAllTextAsync(registries, """
            [[registry]]
            location = "127.0.0.1"
            insecure = true
            """);
        Environment.SetEnvironmentVariable("CONTAINERS_CONF", settings);
        Environment.SetEnvironmentVariable("CONTAINERS_REGISTRIES_CONF", registries);
        string[] command = ["podman", "--root", Path.Combine(folder, "engine"), "system", "service", "--time=0", "unix://" + socket];
        if (tree is not null)
            command = tree.Enter(command);
        string log = Path.Combine(folder, "engine.log");
        using var api = EngineApi.Open(socket);
        var process = await Child.ServeAsync(command[0], command[1..], log, async () => (await api.GetAsync("/_ping")).IsSuccessStatusCode);
        await BaseImage.ImportAsync(api);
        return new StartedEngine("unix://" + socket, log, tree?.WritePrograms(process.Id, "docker", "podman", "skopeo"));
    }
}
