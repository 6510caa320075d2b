namespace DockerPS;

/// <summary>A file, folder or link of a build context, and what becomes of it.</summary>
public sealed record BuildContextItem
{
    /// <summary>The path in the context, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The path on this machine; null for what no file holds.</summary>
    public string? FullName { get; init; }

    /// <summary>What it is.</summary>
    public required BuildContextItemKind Kind { get; init; }

    /// <summary>Bytes; null for what has none, and for what is not sent as a whole.</summary>
    public long? Length { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTime? Modified { get; init; }

    /// <summary>Where a link leads; null for all else.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Whether it is left out. Of an ignored folder nothing is sent, unless items in it follow that are.</summary>
    public required bool IsIgnored { get; init; }

    /// <summary>
    /// The pattern that decided it: the last one that fits; null when none does, or when the builder needs it whatever the patterns say.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The file that holds the pattern.</summary>
    public string? PatternFile { get; init; }

    /// <summary>The line of the pattern in that file, from 1.</summary>
    public int? PatternLine { get; init; }

    /// <summary>The path in the context.</summary>
    public override string ToString() => Path;
}

/// <summary>What an item of a build context is.</summary>
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

    /// <summary>A socket, which no build context can hold: it is left out with a warning.</summary>
    Socket,
}
