using System.IO.Compression;

namespace DockerPS.Engine;

/// <summary>The file that an archive is written to.</summary>
/// <param name="Path">The file. If it is a link, its target is replaced.</param>
/// <param name="Compression">How it is compressed.</param>
/// <param name="Level">The compression level.</param>
public sealed record ArchiveTarget(
    string Path,
    ArchiveCompression Compression = ArchiveCompression.None,
    CompressionLevel Level = CompressionLevel.Optimal);
