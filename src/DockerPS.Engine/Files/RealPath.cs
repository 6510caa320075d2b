namespace DockerPS.Engine;

/// <summary>Paths without links in them, by which one can tell whether a file lies in a folder.</summary>
static class RealPath
{
    /// <summary>Links may point in a circle.</summary>
    const int MostLinks = 40;

    /// <summary>The path with each link on it resolved; what does not exist stays as it is.</summary>
    public static string Of(string path) => Of(Path.GetFullPath(path), MostLinks);

    static string Of(string path, int linksLeft)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        string resolved = Path.Combine(Of(parent, linksLeft), Path.GetFileName(path));
        if (linksLeft == 0 || new FileInfo(resolved).LinkTarget is not { } target)
            return resolved;
        return Of(Path.GetFullPath(target, Path.GetDirectoryName(resolved)!), linksLeft - 1);
    }
}
