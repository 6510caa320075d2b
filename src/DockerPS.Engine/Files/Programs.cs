namespace DockerPS.Engine;

/// <summary>
/// Finds the programs of other people that this module starts. The runtime would look for a bare name in the current folder before PATH,
/// where anybody may have put one: in a repository that was cloned, say.
/// </summary>
static class Programs
{
    const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // a batch file is none of them: cmd.exe would read its arguments anew, by rules of its own
    static readonly string[] Extensions = OperatingSystem.IsWindows() ? [".exe", ".com"] : [""];

    /// <summary>The whole path of a program, from the absolute folders of PATH alone; null when none of them has it.</summary>
    /// <param name="name">The name without an extension; one that is more than the name of a file is never found.</param>
    public static string? Find(string name)
    {
        if (!IsFileName(name))
            return null;
        foreach (string entry in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            // Windows lets a folder stand in quotes
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

    /// <summary>Whether a text is the name of a file and nothing more on any system: no path, no drive, no stream of a file.</summary>
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
