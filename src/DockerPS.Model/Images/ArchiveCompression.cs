namespace DockerPS;

/// <summary>How an archive is compressed.</summary>
public enum ArchiveCompression
{
    /// <summary>Not compressed: <c>.tar</c>.</summary>
    None,

    /// <summary>With gzip: <c>.tar.gz</c>.</summary>
    Gzip,

    /// <summary>With Zstandard: <c>.tar.zst</c>. Requires .NET 11 or later.</summary>
    Zstd,
}
