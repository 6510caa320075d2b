namespace DockerPS.TestEngine;

/// <summary>A dockerd with the base image, on the default socket.</summary>
static class DockerEngine
{
    const string Socket = "/var/run/docker.sock";

    /// <summary>Starts the server.</summary>
    /// <param name="folder">The folder for its files.</param>
    /// <param name="tree">The Debian tree whose programs it uses; null for the machine's own.</param>
    /// <param name="dockerd">The path of the dockerd; if omitted, the one on the path.</param>
    public static async Task<StartedEngine> StartAsync(string folder, DebianTree? tree, string? dockerd = null)
    {
        if (!File.ReadAllText("/proc/self/mounts").Contains(" cgroup", StringComparison.Ordinal))
            throw new SetupException("The Linux control groups, which containers need, are not mounted: mount them (the package cgroupfs-mount does).");
        // containerd's image store is tested on newer engines; older ones use their own default
        string configuration = Path.Combine(folder, "daemon.json");
        await File.WriteAllTextAsync(configuration, tree is null ? "{}" : """{ "features": { "containerd-snapshotter": true } }""");
        string[] command =
        [
            dockerd is null ? "dockerd" : "/" + DebianTree.Bound,
            "--config-file", configuration,
            "--data-root", Path.Combine(folder, "engine"),
            "--exec-root", Path.Combine(folder, "exec"),
            "--cgroup-parent", "/" + PrivateFolder.ControlGroupOf(folder),
            "--host", "unix://" + Socket,
        ];
        if (tree is not null)
            command = tree.Enter(command, dockerd);
        string log = Path.Combine(folder, "engine.log");
        using var api = EngineApi.Open(Socket);
        var process = await Child.ServeAsync(command[0], command[1..], log, async () => (await api.GetAsync("/_ping")).IsSuccessStatusCode);
        await BaseImage.ImportAsync(api);
        return new StartedEngine("unix://" + Socket, log, tree?.WritePrograms(process.Id, "docker", "skopeo"));
    }
}
