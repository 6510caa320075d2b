namespace DockerPS.Engine;

/// <summary>
/// Finds what a builder needs of a folder that asks for some paths of it: those, and where the links lead that are on the way to them. Nothing
/// outside of the folder is looked at.
/// </summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, FollowLinks.</remarks>
sealed class FollowedPaths
{
    /// <summary>Links may point in a circle.</summary>
    const int MostLinks = 40;

    readonly string root;
    readonly HashSet<string> found = new(StringComparer.Ordinal);

    FollowedPaths(string root) => this.root = root;

    /// <summary>The patterns that fit what is needed; null when that is everything.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="paths">The paths in it, which may have wildcards.</param>
    /// <exception cref="FormatException">A path is no pattern.</exception>
    public static IReadOnlyCollection<string>? Resolve(string root, IEnumerable<string> paths)
    {
        var followed = new FollowedPaths(root);
        foreach (string path in paths)
            followed.Add([], Split(path), MostLinks);
        return followed.found.Contains("") ? null : followed.found;
    }

    void Add(string[] above, string[] rest, int linksLeft)
    {
        for (; rest.Length > 0; rest = rest[1..])
        {
            string[] current = [.. above, rest[0]];
            var targets = FindTargets(above, rest[0]);
            if (targets.Count > 0)
            {
                found.Add(string.Join('/', current));
                foreach (string[] target in targets)
                {
                    if (linksLeft > 0)
                        Add([], [.. target, .. rest[1..]], linksLeft - 1);
                }
                // a wildcard fits what is no link as well
                if (!HasWildcard(rest[0]))
                    return;
            }
            above = current;
        }
        found.Add(string.Join('/', above));
    }

    /// <summary>Where the links lead that have this name in a folder.</summary>
    List<string[]> FindTargets(string[] folder, string name)
    {
        string path = Path.Combine([root, .. folder]);
        var targets = new List<string[]>();
        foreach (string candidate in HasWildcard(name) ? FindNames(path, name) : [name])
        {
            if (new FileInfo(Path.Combine(path, candidate)).LinkTarget is { } target)
                targets.Add(Split(target.StartsWith('/') ? target : $"{string.Join('/', folder)}/{target}"));
        }
        return targets;
    }

    static List<string> FindNames(string folder, string wildcard)
    {
        var pattern = new IgnorePattern(wildcard, isException: false, line: 0);
        return Directory.Exists(folder)
            ? Directory.EnumerateFileSystemEntries(folder).Select(static path => Path.GetFileName(path)).Where(name => pattern.Matches(name)).ToList()
            : [];
    }

    static bool HasWildcard(string name) => name.AsSpan().IndexOfAny("*?[") >= 0;

    /// <summary>The parts of a path, which can not lead out of the folder.</summary>
    static string[] Split(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Replace(Path.DirectorySeparatorChar, '/').Split('/'))
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
