namespace DockerPS.TestEngine;

/// <summary>
/// A command with an engine that nothing else can see. It runs in its own network, process and mount namespaces: the engine has the default
/// socket there, does not disturb any other engine or firewall, and never conflicts over ports. When the command has ended, or was killed,
/// the kernel ends and unmounts everything that is left.
/// </summary>
static class PrivateWorld
{
    /// <summary>The option with which this program calls itself inside.</summary>
    public const string InsideOption = "--inside";

    /// <summary>Whether a private world is possible here.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>Sets up the world and runs a command in it.</summary>
    /// <returns>The command's exit code.</returns>
    public static int Run(World world, string command, string[] arguments)
    {
        Prepare(world);
        using var folder = new PrivateFolder();
        using var watch = ParentWatch.Start();
        string[] self = [Environment.ProcessPath!, .. Environment.GetCommandLineArgs().Take(IsHostedByDotnet ? 1 : 0)];
        // the kernel ends the world when this process ends, however it ends
        return Child.Run(
            "setpriv",
            ["--pdeathsig", "KILL", "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "tini", "--", .. self, InsideOption, folder.FullPath, world.Name, command, .. arguments]);
    }

    /// <summary>Installs what a world needs.</summary>
    public static void Prepare(World world)
    {
        if (!IsPossible)
        {
            throw new SetupException(
                "A private engine needs Linux and root. Run this as root, or set an engine that may be used for tests in "
                + "DOCKERPS_TEST_ENGINE (and what else tests/TestEngine sets).");
        }
        Tool.Require(world.Tools);
        if (world.UsesTree)
            DebianTree.Make();
    }

    /// <summary>
    /// Starts everything that the command needs, and runs it. Nothing is stopped afterwards, since it all ends with this process.
    /// </summary>
    /// <param name="folder">The files of the world.</param>
    /// <param name="world">The world.</param>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<int> RunInsideAsync(string folder, World world, string command, string[] arguments)
    {
        HideMachine(folder);
        Child.Read("busybox", "ip", "link", "set", "lo", "up");
        Console.WriteLine($"Starting a private engine: {world.Name}");
        var engine = await world.Start(folder);
        var open = await Registry.StartAsync(Path.Combine(folder, "registry"), secured: false);
        var secure = await Registry.StartAsync(Path.Combine(folder, "secure-registry"), secured: true);
        var environment = new Dictionary<string, string?>
        {
            ["DOCKERPS_TEST_WORLD"] = world.Name,
            ["DOCKERPS_TEST_ENGINE"] = engine.Address,
            ["DOCKERPS_TEST_ENGINE_LOG"] = engine.Log,
            ["DOCKERPS_TEST_IMAGE"] = BaseImage.Name,
            ["DOCKERPS_TEST_REGISTRY"] = open.Address,
            ["DOCKERPS_TEST_SECURE_REGISTRY"] = secure.Address,
            ["DOCKERPS_TEST_SECURE_REGISTRY_USER"] = Registry.User,
            ["DOCKERPS_TEST_SECURE_REGISTRY_PASSWORD"] = Registry.Password,
            ["DOCKER_CONFIG"] = Directory.CreateDirectory(Path.Combine(folder, "config")).FullName,
            ["DOCKER_HOST"] = null,
            ["DOCKER_CONTEXT"] = null,
            ["DOCKER_TLS_VERIFY"] = null,
            ["DOCKER_CERT_PATH"] = null,
            ["DOCKER_API_VERSION"] = null,
        };
        if (engine.Programs is not null)
            environment["PATH"] = engine.Programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        return Child.Run(command, arguments, environment);
    }

    static bool IsHostedByDotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    /// <summary>Mounts empty folders over those with the sockets and state of the machine's own engines.</summary>
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
}
