namespace DockerPS.Engine;

/// <summary>The environment of a process: its variables, the user's home folder, the platform.</summary>
internal sealed class DockerEnvironment(Func<string, string?> readVariable, string home, bool isWindows)
{
    /// <summary>
    /// The environment of this process. Variables are read when needed, so that changes through <c>$env:</c> take effect at once.
    /// </summary>
    public static DockerEnvironment Process { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows());

    /// <summary>The user's home folder.</summary>
    public string Home => home;

    /// <summary>Whether the platform has named pipes, and the engine's default address is one.</summary>
    public bool IsWindows => isWindows;

    /// <summary>Whether a file or a socket exists.</summary>
    public Func<string, bool> Exists { get; init; } = File.Exists;

    /// <summary>
    /// The folder of the docker command's own files: <c>DOCKER_CONFIG</c>, or else <c>.docker</c> in the user's home folder.
    /// </summary>
    public string ConfigFolder => this["DOCKER_CONFIG"] ?? Path.Combine(home, ".docker");

    /// <summary>A variable; null if it is not set or empty, which docker treats the same.</summary>
    public string? this[string variable] => readVariable(variable) is { Length: > 0 } value ? value : null;
}
