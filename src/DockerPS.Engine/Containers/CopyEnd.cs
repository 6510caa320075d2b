namespace DockerPS.Engine;

/// <summary>The source or destination of a copy.</summary>
/// <param name="Container">The container; null for this machine.</param>
/// <param name="Path">The path there; on this machine a full path.</param>
public sealed record CopyEnd(string? Container, string Path)
{
    /// <summary>Whether it must be a folder, because it was written with a slash at its end.</summary>
    public bool MustBeFolder { get; init; }

    /// <summary>
    /// Whether it means the contents of the folder, not the folder itself, because it was written with <c>/.</c> at its end.
    /// </summary>
    public bool ContentOnly { get; init; }

    /// <summary>Selects items of the folder; null for the folder itself.</summary>
    public Func<string, bool>? Wanted { get; init; }

    /// <summary>A path on this machine.</summary>
    /// <param name="written">The path as written, whose end decides whether it means a folder or its contents.</param>
    /// <param name="path">The full path.</param>
    public static CopyEnd OnThisMachine(string written, string path) => new(null, path)
    {
        MustBeFolder = written.EndsWith('/') || written.EndsWith('\\'),
        ContentOnly = written is "." or ".."
            || written.EndsWith("/.", StringComparison.Ordinal)
            || written.EndsWith("\\.", StringComparison.Ordinal),
    };

    /// <summary>A path in a container that is not yet known.</summary>
    /// <param name="inside">The path as written; as with docker, a relative path begins at the root.</param>
    public static CopyEnd InContainer(string inside)
    {
        string path = inside.StartsWith('/') ? inside : "/" + inside;
        bool contentOnly = path.EndsWith("/.", StringComparison.Ordinal);
        if (contentOnly)
            path = path[..^1];
        string trimmed = path.TrimEnd('/');
        return new CopyEnd(null, trimmed.Length == 0 ? "/" : trimmed) { MustBeFolder = path.EndsWith('/'), ContentOnly = contentOnly };
    }

    /// <summary>The user's notation.</summary>
    public override string ToString() => Container is null ? Path : $"{Container}:{Path}";
}

/// <summary>Options of a copy.</summary>
public sealed record CopyOptions
{
    /// <summary>Whether a source that is a link means its target.</summary>
    public bool FollowLink { get; init; }

    /// <summary>Receives the number of bytes copied.</summary>
    public IProgress<TransferStatus>? Progress { get; init; }

    /// <summary>Called for each item that cannot be copied: sockets and devices.</summary>
    public Action<string>? Skipped { get; init; }
}
