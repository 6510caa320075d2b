namespace DockerPS.TestEngine;

/// <summary>
/// A command with an engine that nothing else sees. It runs in network, process and mount namespaces of its own: the engine has the default
/// socket there, no other engine or firewall is disturbed, ports are never taken, and when the command has ended, or was killed, the kernel
/// ends and unmounts all that is left.
/// </summary>
static class PrivateWorld
{
    /// <summary>The option with which this program calls itself inside.</summary>
    public const string InsideOption = "--inside";

    /// <summary>What the engine writes: nothing secret may be in it.</summary>
    const string EngineLog = "engine.log";

    const string EngineAddress = "unix:///var/run/docker.sock";

    /// <summary>Whether there can be one here.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>Sets up the world and runs a command in it.</summary>
    /// <returns>The command's exit code.</returns>
    public static int Run(IReadOnlyList<Tool> tools, string command, string[] arguments)
    {
        if (!IsPossible)
        {
            throw new SetupException(
                "A private Docker engine takes Linux and root. Run this as root, or name an engine that may be used for tests in "
                + "DOCKERPS_TEST_ENGINE (and what else tests/TestEngine sets).");
        }
        Tool.Require(tools);
        using var folder = new PrivateFolder();
        string[] self = [Environment.ProcessPath!, .. Environment.GetCommandLineArgs().Take(IsHostedByDotnet ? 1 : 0)];
        return Child.Run(
            "unshare",
            ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "tini", "--", .. self, InsideOption, folder.FullPath, tools == Tool.ForTests ? "podman" : "", command, .. arguments]);
    }

    /// <summary>Starts what the command needs, and runs it. Nothing is stopped afterwards: it ends with this process.</summary>
    /// <param name="folder">The files of the world.</param>
    /// <param name="other">The other engine to start, beside docker's: <c>podman</c>, or nothing.</param>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<int> RunInsideAsync(string folder, string other, string command, string[] arguments)
    {
        HideMachine(folder);
        Child.Read("busybox", "ip", "link", "set", "lo", "up");
        Console.WriteLine("Starting a private Docker engine");
        await StartEngineAsync(folder);
        await BaseImage.ImportAsync(EngineApi);
        var open = await Registry.StartAsync(Path.Combine(folder, "registry"), secured: false);
        var secure = await Registry.StartAsync(Path.Combine(folder, "secure-registry"), secured: true);
        string? podman = other.Length > 0 ? await Podman.StartAsync(Path.Combine(folder, "podman-service")) : null;
        return Child.Run(
            command,
            arguments,
            new Dictionary<string, string?>
            {
                ["DOCKERPS_TEST_ENGINE"] = EngineAddress,
                ["DOCKERPS_TEST_ENGINE_LOG"] = Path.Combine(folder, EngineLog),
                ["DOCKERPS_TEST_IMAGE"] = BaseImage.Name,
                ["DOCKERPS_TEST_REGISTRY"] = open.Address,
                ["DOCKERPS_TEST_SECURE_REGISTRY"] = secure.Address,
                ["DOCKERPS_TEST_SECURE_REGISTRY_USER"] = Registry.User,
                ["DOCKERPS_TEST_SECURE_REGISTRY_PASSWORD"] = Registry.Password,
                ["DOCKERPS_TEST_PODMAN"] = podman,
                ["DOCKER_CONFIG"] = Directory.CreateDirectory(Path.Combine(folder, "config")).FullName,
                ["DOCKER_HOST"] = null,
                ["DOCKER_CONTEXT"] = null,
                ["DOCKER_TLS_VERIFY"] = null,
                ["DOCKER_CERT_PATH"] = null,
                ["DOCKER_API_VERSION"] = null,
            });
    }

    static bool IsHostedByDotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    static HttpClient EngineApi { get; } = new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
            await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint("/var/run/docker.sock"), cancellationToken);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://docker"),
    };

    /// <summary>Puts empty folders over those in which the machine's own engines have their sockets and their state.</summary>
    static void HideMachine(string folder)
    {
        string resolver = "/etc/resolv.conf";
        byte[] resolverText = File.Exists(resolver) ? File.ReadAllBytes(resolver) : [];
        Child.Read("mount", "-t", "tmpfs", "tmpfs", "/run");
        if (File.ResolveLinkTarget(resolver, returnFinalTarget: true) is { Exists: false } target)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target.FullName)!);
            File.WriteAllBytes(target.FullName, resolverText);
        }
        const string podman = "/var/lib/containers";
        if (Directory.Exists(podman))
            Child.Read("mount", "--bind", Directory.CreateDirectory(Path.Combine(folder, "podman")).FullName, podman);
    }

    static async Task StartEngineAsync(string folder)
    {
        if (!File.ReadAllText("/proc/self/mounts").Contains(" cgroup", StringComparison.Ordinal))
            throw new SetupException("The Linux control groups are not mounted, and containers need them: mount them (the package cgroupfs-mount does).");
        string[] arguments =
        [
            "--data-root", Path.Combine(folder, "engine"),
            "--cgroup-parent", "/" + PrivateFolder.ControlGroupOf(folder),
            "--host", EngineAddress,
        ];
        await Child.ServeAsync("dockerd", arguments, Path.Combine(folder, EngineLog), async () => (await EngineApi.GetAsync("/_ping")).IsSuccessStatusCode);
    }
}
