using System.IO.Compression;

namespace DockerPS.Engine;

/// <summary>The file that an archive is written to.</summary>
/// <param name="Path">The file. A link stays one; what it points to is replaced.</param>
/// <param name="Compression">How it is compressed.</param>
/// <param name="Level">How much work goes into that.</param>
public sealed record ArchiveTarget(
    string Path,
    ArchiveCompression Compression = ArchiveCompression.None,
    CompressionLevel Level = CompressionLevel.Optimal);
