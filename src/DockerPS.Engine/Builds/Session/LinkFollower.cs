namespace DockerPS.Engine;

/// <summary>Finds the targets of paths in a folder, following all links within the folder.</summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, followlinks.go.</remarks>
sealed class LinkFollower
{
    readonly string folder;
    readonly SortedSet<string> found = new(StringComparer.Ordinal);

    LinkFollower(string folder) => this.folder = folder;

    /// <summary>The paths and all links along them; null if that is the whole folder.</summary>
    /// <param name="folder">The folder; null if there are no links in it.</param>
    /// <param name="paths">The paths, which may contain wildcards.</param>
    public static IReadOnlyCollection<string>? Follow(string? folder, IEnumerable<string> paths)
    {
        var follower = new LinkFollower(folder ?? "");
        foreach (string path in paths)
        {
            string[] parts = Clean(path);
            if (parts.Length == 0)
                return null;
            if (folder is null)
                follower.found.Add(string.Join('/', parts));
            else if (!follower.Follow(parts))
                return null;
        }
        return follower.found;
    }

    /// <summary>Follows a path; false if it leads to the folder itself.</summary>
    bool Follow(string[] parts)
    {
        string current = "";
        for (int i = 0; i < parts.Length; i++)
        {
            string parent = current;
            current = parent.Length == 0 ? parts[i] : $"{parent}/{parts[i]}";
            var targets = FindTargets(parent, parts[i]);
            if (targets.Count == 0)
                continue;
            // links may form a cycle
            if (!found.Add(current))
                return true;
            foreach (string target in targets)
            {
                string[] next = [.. Clean(target), .. parts[(i + 1)..]];
                if (next.Length == 0 || !Follow(next))
                    return false;
            }
            return true;
        }
        found.Add(current);
        return true;
    }

    /// <summary>The target of a link, or all links that match a name with wildcards.</summary>
    List<string> FindTargets(string parent, string name)
    {
        try
        {
            if (name.AsSpan().IndexOfAny("*?[") < 0)
                return TargetOf(parent, name) is { } target ? [target] : [];
            string prefix = parent.Length == 0 ? "" : parent + "/";
            var pattern = new IgnorePattern(name, isException: false, line: 0);
            return [.. Directory.EnumerateFileSystemEntries(Path.Combine(folder, parent))
                .Select(static path => Path.GetFileName(path))
                .Where(entry => pattern.Matches(entry))
                .Select(entry => TargetOf(parent, entry))
                .OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // the builder reports that there is no such file
            return [];
        }
    }

    string? TargetOf(string parent, string name)
    {
        if (AnyFile.TargetOf(Path.Combine(folder, parent, name)) is not { } target)
            return null;
        target = target.Replace(Path.DirectorySeparatorChar, '/');
        return target.StartsWith('/') ? target : $"{parent}/{target}";
    }

    /// <summary>The parts of a path, which never leaves the folder.</summary>
    static string[] Clean(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }
        return [.. parts];
    }
}
