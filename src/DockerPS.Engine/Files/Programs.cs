namespace DockerPS.Engine;

/// <summary>
/// Finds the programs that this module starts. .NET would search the current folder before PATH, where anyone may have put a program: in a
/// cloned repository, for example.
/// </summary>
static class Programs
{
    const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // batch files are excluded: cmd.exe would parse their arguments again, by its own rules
    static readonly string[] Extensions = OperatingSystem.IsWindows() ? [".exe", ".com"] : [""];

    /// <summary>The full path of a program in one of the absolute folders of PATH; null if there is none.</summary>
    /// <param name="name">The name without an extension; anything but the name of a file is never found.</param>
    public static string? Find(string name)
    {
        if (!IsFileName(name))
            return null;
        foreach (string entry in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            // Windows allows quotes around a folder
            string folder = OperatingSystem.IsWindows() ? entry.Trim('"') : entry;
            if (!Path.IsPathFullyQualified(folder))
                continue;
            foreach (string extension in Extensions)
            {
                if (Path.Combine(folder, name + extension) is var path && IsExecutable(path))
                    return path;
            }
        }
        return null;
    }

    /// <summary>Whether a text is only the name of a file on every system: not a path, a drive or a stream of a file.</summary>
    public static bool IsFileName(string name) => name.Length > 0 && name.IndexOfAny(['/', '\\', ':', '\0']) < 0;

    static bool IsExecutable(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
