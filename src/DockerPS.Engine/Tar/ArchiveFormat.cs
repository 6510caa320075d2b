using System.IO.Compression;

namespace DockerPS.Engine;

/// <summary>The compression of archives: by name, by first bytes, and the streams for it.</summary>
public static class ArchiveFormat
{
    const string ZstdType = "System.IO.Compression.ZstandardStream, System.IO.Compression";

    // the first bytes of everything that zstd writes
    static ReadOnlySpan<byte> ZstdMagic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>
    /// The compression that a file name implies: gzip for <c>.gz</c> and <c>.tgz</c>, Zstandard for <c>.zst</c> and <c>.tzst</c>.
    /// </summary>
    public static ArchiveCompression OfName(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".GZ" or ".TGZ" => ArchiveCompression.Gzip,
        ".ZST" or ".TZST" => ArchiveCompression.Zstd,
        _ => ArchiveCompression.None,
    };

    /// <summary>The extension of an archive: <c>.tar</c>, <c>.tar.gz</c> or <c>.tar.zst</c>.</summary>
    public static string ExtensionOf(ArchiveCompression compression) => compression switch
    {
        ArchiveCompression.Gzip => ".tar.gz",
        ArchiveCompression.Zstd => ".tar.zst",
        _ => ".tar",
    };

    /// <summary>Checks that this version of .NET supports a compression.</summary>
    /// <exception cref="EngineException">It is Zstandard, and .NET is older than 11.</exception>
    public static void Require(ArchiveCompression compression)
    {
        if (compression == ArchiveCompression.Zstd && FindZstd() is null)
        {
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Compression", nameof(ArchiveCompression.Zstd)),
                $"This PowerShell runs on .NET {Environment.Version}, which has no zstd: it is available from .NET 11 on.")
            {
                Advice = "Use gzip (.tar.gz), or a PowerShell that runs on .NET 11.",
            };
        }
    }

    /// <summary>A stream that compresses what is written to it.</summary>
    internal static Stream Compress(Stream target, ArchiveCompression compression, CompressionLevel level) => compression switch
    {
        ArchiveCompression.Gzip => new GZipStream(target, level, leaveOpen: true),
        ArchiveCompression.Zstd => (Stream)Activator.CreateInstance(FindZstd()!, target, level, true)!,
        _ => target,
    };

    /// <summary>Whether a file is compressed by Zstandard.</summary>
    internal static bool IsZstd(FileStream file)
    {
        if (!file.CanSeek)
            return false;
        Span<byte> first = stackalloc byte[4];
        int count = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return first[..count].SequenceEqual(ZstdMagic);
    }

    /// <summary>A stream that decompresses Zstandard; null if this version of .NET has none.</summary>
    internal static Stream? DecompressZstd(Stream source) =>
        FindZstd() is { } type ? (Stream)Activator.CreateInstance(type, source, CompressionMode.Decompress, true)! : null;

    /// <summary>The type is found by name, because this module is built for the oldest supported version of .NET.</summary>
    static Type? FindZstd() => Type.GetType(ZstdType, throwOnError: false);
}
