using System.IO.Compression;

namespace DockerPS.Engine;

/// <summary>How archives are compressed: what their names say, what their first bytes say, and what packs them.</summary>
public static class ArchiveFormat
{
    const string ZstdType = "System.IO.Compression.ZstandardStream, System.IO.Compression";

    // the first bytes of whatever zstd writes
    static ReadOnlySpan<byte> ZstdMagic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>What the name of a file says: <c>.gz</c> and <c>.tgz</c> are gzip, <c>.zst</c> and <c>.tzst</c> Zstandard.</summary>
    public static ArchiveCompression OfName(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GZ" or ".TGZ" => ArchiveCompression.Gzip,
        ".ZST" or ".TZST" => ArchiveCompression.Zstd,
        _ => ArchiveCompression.None,
    };

    /// <summary>The end of the name of an archive: <c>.tar</c>, <c>.tar.gz</c> or <c>.tar.zst</c>.</summary>
    public static string ExtensionOf(ArchiveCompression compression) => compression switch
    {
        ArchiveCompression.Gzip => ".tar.gz",
        ArchiveCompression.Zstd => ".tar.zst",
        _ => ".tar",
    };

    /// <summary>Refuses what this .NET cannot write.</summary>
    /// <exception cref="EngineException">It is Zstandard, and .NET is older than 11.</exception>
    public static void Require(ArchiveCompression compression)
    {
        if (compression == ArchiveCompression.Zstd && FindZstd() is null)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Compression", nameof(ArchiveCompression.Zstd)),
                $"This PowerShell runs on .NET {Environment.Version}, which has no zstd: .NET 11 is the first that has it.")
            {
                Advice = "Use gzip (.tar.gz), or a PowerShell that runs on .NET 11.",
            };
        }
    }

    /// <summary>A stream that packs what is written to it.</summary>
    internal static Stream Compress(Stream target, ArchiveCompression compression, CompressionLevel level) => compression switch
    {
        ArchiveCompression.Gzip => new GZipStream(target, level, leaveOpen: true),
        ArchiveCompression.Zstd => (Stream)Activator.CreateInstance(FindZstd()!, target, level, true)!,
        _ => target,
    };

    /// <summary>Whether a file is packed by Zstandard.</summary>
    internal static bool IsZstd(FileStream file)
    {
        if (!file.CanSeek)
            return false;
        Span<byte> first = stackalloc byte[4];
        int count = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return first[..count].SequenceEqual(ZstdMagic);
    }

    /// <summary>A stream that unpacks Zstandard; null where this .NET has none.</summary>
    internal static Stream? DecompressZstd(Stream source) =>
        FindZstd() is { } type ? (Stream)Activator.CreateInstance(type, source, CompressionMode.Decompress, true)! : null;

    /// <summary>It is found by name, since this module is built for the oldest .NET that it runs on.</summary>
    static Type? FindZstd() => Type.GetType(ZstdType, throwOnError: false);
}
