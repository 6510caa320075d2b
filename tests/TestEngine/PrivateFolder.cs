namespace DockerPS.TestEngine;

/// <summary>
/// The files of one private world. A lock file beside the folder is locked as long as the process lives, so that the next run recognizes
/// and removes the folders of killed ones.
/// </summary>
sealed class PrivateFolder : IDisposable
{
    /// <summary>The folder of all of them, and of the <see cref="DebianTree" />.</summary>
    public const string Root = "/var/lib/dockerps-tests";
    const string ControlGroups = "/sys/fs/cgroup";

    readonly FileStream claim;

    public PrivateFolder()
    {
        const UnixFileMode onlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(Root, onlyOwner);
        RemoveAbandoned();
        FullPath = Path.Combine(Root, Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        claim = Claim(FullPath);
        Directory.CreateDirectory(FullPath, onlyOwner);
    }

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    /// <summary>The control group for a world's containers.</summary>
    public static string ControlGroupOf(string folder) => "dockerps-tests-" + Path.GetFileName(folder);

    public void Dispose()
    {
        Remove(FullPath);
        claim.Dispose();
    }

    static FileStream Claim(string folder) =>
        new(folder + ".claim", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    static void RemoveAbandoned()
    {
        // the tree belongs to nobody: its name is not a number
        foreach (string folder in Directory.EnumerateDirectories(Root).Where(static path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                using (Claim(folder))
                    Remove(folder);
            }
            catch (IOException)
            {
                // another process is using it
            }
        }
    }

    static void Remove(string folder)
    {
        foreach (string group in FindControlGroups(ControlGroupOf(folder)).OrderByDescending(path => path.Length).ToList())
        {
            try
            {
                Directory.Delete(group);
            }
            catch (IOException)
            {
                // its last process has not quite gone; an empty group costs nothing
            }
        }
        // an engine may contain names that are not UTF-8, which .NET cannot remove
        if (Child.Run("rm", ["-rf", "--", folder]) != 0)
            throw new IOException($"{folder} cannot be removed.");
    }

    static IEnumerable<string> FindControlGroups(string name)
    {
        if (!Directory.Exists(ControlGroups))
            return [];
        // there is one hierarchy, or one for each controller
        return Directory.EnumerateDirectories(ControlGroups)
            .Append(ControlGroups)
            .Select(hierarchy => Path.Combine(hierarchy, name))
            .Where(Directory.Exists)
            .SelectMany(top => Directory.EnumerateDirectories(top, "*", SearchOption.AllDirectories).Append(top));
    }
}
