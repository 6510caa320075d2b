namespace DockerPS.Engine;

/// <summary>Where something is copied from or to.</summary>
/// <param name="Container">The container; null for this machine.</param>
/// <param name="Path">The path there; on this machine a full one.</param>
public sealed record CopyEnd(string? Container, string Path)
{
    /// <summary>Whether it has to be a folder: it was written with a slash at its end.</summary>
    public bool MustBeFolder { get; init; }

    /// <summary>Whether what is in the folder is meant, not the folder itself: it was written with <c>/.</c> at its end.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>Which of the things in the folder are meant; null for the folder itself.</summary>
    public Func<string, bool>? Wanted { get; init; }

    /// <summary>A path on this machine.</summary>
    /// <param name="written">The path as it was written: its end says whether a folder is meant, or what is in it.</param>
    /// <param name="path">The full path that it stands for.</param>
    public static CopyEnd OnThisMachine(string written, string path) => new(null, path)
    {
        MustBeFolder = written.EndsWith('/') || written.EndsWith('\\'),
        ContentOnly = written is "." or ".."
            || written.EndsWith("/.", StringComparison.Ordinal)
            || written.EndsWith("\\.", StringComparison.Ordinal),
    };

    /// <summary>A path in a container that is still to be named.</summary>
    /// <param name="inside">The path as it was written; as for docker, what is relative begins at the root.</param>
    public static CopyEnd InContainer(string inside)
    {
        string path = inside.StartsWith('/') ? inside : "/" + inside;
        bool contentOnly = path.EndsWith("/.", StringComparison.Ordinal);
        if (contentOnly)
            path = path[..^1];
        string trimmed = path.TrimEnd('/');
        return new CopyEnd(null, trimmed.Length == 0 ? "/" : trimmed) { MustBeFolder = path.EndsWith('/'), ContentOnly = contentOnly };
    }

    /// <summary>As the user would write it.</summary>
    public override string ToString() => Container is null ? Path : $"{Container}:{Path}";
}

/// <summary>How to copy.</summary>
public sealed record CopyOptions
{
    /// <summary>Whether a source that is a link stands for what it leads to.</summary>
    public bool FollowLink { get; init; }

    /// <summary>Told of the bytes that are copied.</summary>
    public IProgress<TransferStatus>? Progress { get; init; }

    /// <summary>Told of each thing that cannot be copied: sockets and devices.</summary>
    public Action<string>? Skipped { get; init; }
}
