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
