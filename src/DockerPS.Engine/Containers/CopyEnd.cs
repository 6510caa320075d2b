namespace DockerPS.Engine;

/// <summary>The source or the destination of a copy.</summary>
/// <param name="Container">The container; null for this machine.</param>
/// <param name="Path">The path in the container, or the full path on this machine.</param>
public sealed record CopyEnd(string? Container, string Path)
{
    /// <summary>Whether it must be a folder, because it was written with a slash at its end.</summary>
    public bool MustBeFolder { get; init; }

    /// <summary>Whether the content of the folder is meant, because it was written with <c>/.</c> at its end.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>Selects items of the folder by name; null for the folder itself.</summary>
    public Func<string, bool>? Wanted { get; init; }

    /// <summary>A path on this machine.</summary>
    /// <param name="written">The path as the user wrote it: its end says whether a folder or its content is meant.</param>
    /// <param name="path">The full path.</param>
    public static CopyEnd OnThisMachine(string written, string path) => new(null, path)
    {
        MustBeFolder = written.EndsWith('/') || written.EndsWith('\\'),
        ContentOnly = written is "." or ".."
            || written.EndsWith("/.", StringComparison.Ordinal)
            || written.EndsWith("\\.", StringComparison.Ordinal),
    };

    /// <summary>A path in a container that is not known yet.</summary>
    /// <param name="inside">The path as the user wrote it. As in docker, a relative path starts at the root.</param>
    public static CopyEnd InContainer(string inside)
    {
        string path = inside.StartsWith('/') ? inside : "/" + inside;
        bool contentOnly = path.EndsWith("/.", StringComparison.Ordinal);
        if (contentOnly)
            path = path[..^1];
        string trimmed = path.TrimEnd('/');
        return new CopyEnd(null, trimmed.Length == 0 ? "/" : trimmed) { MustBeFolder = path.EndsWith('/'), ContentOnly = contentOnly };
    }

    /// <summary>Finds the files in a folder of this machine whose names are not UTF-8, so that PowerShell does not list them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isWanted">Selects items by name.</param>
    public static IEnumerable<CopyEnd> FindUnlisted(string folder, Func<string, bool> isWanted) =>
        from name in AnyFile.FindRaw(folder)
        where !name.StartsWith('.') && isWanted(name)
        select new CopyEnd(null, System.IO.Path.Join(folder, name));

    /// <summary>The end as the user would write it.</summary>
    public override string ToString() => Container is null ? RawName.Show(Path) : $"{Container}:{RawName.Show(Path)}";
}
