namespace DockerPS.Engine;

/// <summary>What the surroundings of a process tell about docker: its variables, the user's home, the platform.</summary>
internal sealed class DockerEnvironment(Func<string, string?> readVariable, string home, bool isWindows)
{
    /// <summary>The surroundings of this process. Variables are read when they are asked for, so that <c>$env:</c> works at once.</summary>
    public static DockerEnvironment Process { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows());

    /// <summary>The user's home folder.</summary>
    public string Home => home;

    /// <summary>Whether the platform has named pipes, and the engine's default address is one.</summary>
    public bool IsWindows => isWindows;

    /// <summary>Whether a file, or a socket, is there.</summary>
    public Func<string, bool> Exists { get; init; } = File.Exists;

    /// <summary>The folder of the docker command's own files: <c>DOCKER_CONFIG</c>, else <c>.docker</c> in the user's home.</summary>
    public string ConfigFolder => this["DOCKER_CONFIG"] ?? Path.Combine(home, ".docker");

    /// <summary>A variable; null when it is not set or empty, which means the same to docker.</summary>
    public string? this[string variable] => readVariable(variable) is { Length: > 0 } value ? value : null;
}
