namespace DockerPS.TestEngine;

/// <summary>An engine that tests can ask for by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tools">The programs that the machine must have for it.</param>
/// <param name="UsesTree">Whether it uses the programs of the <see cref="DebianTree" />.</param>
/// <param name="Start">Starts it with a folder for its files, and returns how to connect to it.</param>
sealed record World(string Name, IReadOnlyList<Tool> Tools, bool UsesTree, Func<string, Task<StartedEngine>> Start)
{
    static readonly IReadOnlyList<World> All =
    [
        new("docker", Tool.ForTests, UsesTree: false, static folder => DockerEngine.StartAsync(folder, tree: null)),
        new("docker-sid", Tool.ForTests, UsesTree: true, static folder => DockerEngine.StartAsync(folder, new DebianTree(folder))),
        new(
            "podman",
            [.. Tool.ForTests, new("podman", "podman")],
            UsesTree: false,
            static folder => PodmanEngine.StartAsync(folder, tree: null)),
        new("podman-sid", Tool.ForTests, UsesTree: true, static folder => PodmanEngine.StartAsync(folder, new DebianTree(folder))),
    ];

    /// <summary>The engine for a demo: the machine's own docker, with fewer tools.</summary>
    public static World ForDemo => All[0] with { Tools = Tool.ForDemo };

    /// <summary>Finds a world by name, or creates one for the path of a dockerd, which then runs with the programs of the tree.</summary>
    /// <exception cref="SetupException">There is none.</exception>
    public static World Find(string name)
    {
        if (All.FirstOrDefault(world => world.Name == name) is { } found)
            return found;
        if (Path.IsPathFullyQualified(name) && File.Exists(name))
            return new World(name, Tool.ForTests, UsesTree: true, folder => DockerEngine.StartAsync(folder, new DebianTree(folder), name));
        throw new SetupException(
            $"There is no test engine '{name}': expected one of {string.Join(", ", All.Select(static world => world.Name))}, or the full path of a dockerd.");
    }
}

/// <summary>A running engine.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Log">A file that it writes, without secrets.</param>
/// <param name="Programs">A folder with the programs that belong to it, such as its docker command; null if they are already on the
/// path.</param>
sealed record StartedEngine(string Address, string Log, string? Programs);
