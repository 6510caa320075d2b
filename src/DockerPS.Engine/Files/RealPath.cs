namespace DockerPS.Engine;

/// <summary>Paths without links, which show whether a file is in a folder.</summary>
static class RealPath
{
    /// <summary>Links may form a cycle.</summary>
    const int MostLinks = 40;

    /// <summary>Resolves all links of a path; parts that do not exist are kept.</summary>
    public static string Of(string path) => Of(Path.GetFullPath(path), MostLinks);

    static string Of(string path, int linksLeft)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        string resolved = Path.Combine(Of(parent, linksLeft), Path.GetFileName(path));
        if (linksLeft == 0 || AnyFile.TargetOf(resolved) is not { } target)
            return resolved;
        return Of(Path.GetFullPath(target, Path.GetDirectoryName(resolved)!), linksLeft - 1);
    }
}
