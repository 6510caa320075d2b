namespace DockerPS;

/// <summary>How an archive is compressed.</summary>
public enum ArchiveCompression
{
    /// <summary>Not at all: <c>.tar</c>.</summary>
    None,

    /// <summary>By gzip: <c>.tar.gz</c>.</summary>
    Gzip,

    /// <summary>By Zstandard: <c>.tar.zst</c>. .NET has it since version 11.</summary>
    Zstd,
}
