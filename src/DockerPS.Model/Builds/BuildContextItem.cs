namespace DockerPS;

/// <summary>A file, folder or link of a build context, and what happens to it.</summary>
public sealed record BuildContextItem
{
    /// <summary>The path in the context, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The path on this machine; null if there is no file.</summary>
    public string? FullName { get; init; }

    /// <summary>The kind of item.</summary>
    public required BuildContextItemKind Kind { get; init; }

    /// <summary>The size in bytes; null for items without a size, and for those that are not sent as a whole.</summary>
    public long? Length { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTime? Modified { get; init; }

    /// <summary>The target of a link; otherwise null.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Whether it is ignored. Nothing in an ignored folder is sent, except items that are included again.</summary>
    public required bool IsIgnored { get; init; }

    /// <summary>
    /// The pattern that decided it, which is the last one that matches; null if none matches, or if the builder needs the file whatever the
    /// patterns say.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The file that contains the pattern.</summary>
    public string? PatternFile { get; init; }

    /// <summary>The line of the pattern in that file, starting at 1.</summary>
    public int? PatternLine { get; init; }

    /// <summary>The path in the context.</summary>
    public override string ToString() => Path;
}

/// <summary>The kinds of items in a build context.</summary>
public enum BuildContextItemKind : long
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, which is sent as such.</summary>
    Link,

    /// <summary>A pipe or device.</summary>
    Special,

    /// <summary>A socket, which cannot be part of a build context: it is skipped with a warning.</summary>
    Socket,
}
