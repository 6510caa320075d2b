using System.Net.Sockets;

namespace DockerPS.TestEngine;

/// <summary>Podman's service, which speaks the Engine API too, with the base image in it.</summary>
static class Podman
{
    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it may keep its files.</param>
    /// <returns>Its address.</returns>
    public static async Task<string> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        string socket = Path.Combine(folder, "podman.sock");
        string settings = Path.Combine(folder, "containers.conf");
        string registries = Path.Combine(folder, "registries.conf");
        // its own limits are higher than a sandbox may set
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
        using var api = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://podman"),
        };
        await Child.ServeAsync(
            "podman",
            ["system", "service", "--time=0", "unix://" + socket],
            Path.Combine(folder, "log"),
            async () => (await api.GetAsync("/_ping")).IsSuccessStatusCode);
        await BaseImage.ImportAsync(api);
        return "unix://" + socket;
    }
}
