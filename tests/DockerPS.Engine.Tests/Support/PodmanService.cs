namespace DockerPS.Engine.Tests;

/// <summary>Podman's service, which speaks the Engine API, with a store of its own.</summary>
public sealed class PodmanService : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    GuardedProcess? process;

    /// <summary>Its address.</summary>
    public string Address => "unix://" + folder.File("podman.sock");

    public async Task InitializeAsync()
    {
        string cleanup = $"grep -o '{folder.Path}[^ ]*' /proc/mounts | sort -r | xargs -r umount -l 2>/dev/null; rm -rf '{folder.Path}'";
        process = new GuardedProcess(
            folder.File("log"),
            cleanup,
            "podman",
            "--root", folder.File("store"), "--runroot", folder.File("run"), "--cgroup-manager", "cgroupfs", "--events-backend", "none",
            "system", "service", "--time=0", Address);
        using var client = Engines.Connect(Address);
        await process.WaitUntilAsync(() => Engines.AnswersAsync(client), TimeSpan.FromSeconds(60));
    }

    public Task DisposeAsync()
    {
        process?.Dispose();
        folder.Dispose();
        return Task.CompletedTask;
    }
}
