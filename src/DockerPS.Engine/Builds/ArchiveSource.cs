using System.Text;

namespace DockerPS.Engine;

/// <summary>A tar with the files of a build, plain or compressed, or the text of a Dockerfile, depending on its first bytes.</summary>
/// <param name="Archive">The bytes, which are read once, while they are sent.</param>
public sealed record ArchiveSource(Stream Archive) : BuildSource
{
    /// <summary>Larger than any Dockerfile.</summary>
    const int LongestText = 4 * 1024 * 1024;

    /// <summary>The path of the Dockerfile in the tar; null for <c>Dockerfile</c>.</summary>
    public string? DockerfileName { get; init; }

    /// <inheritdoc />
    public override string Name => "pipeline input";

    internal override async Task<BuildInput> OpenAsync(ImageBuilder builder, CancellationToken cancellationToken)
    {
        byte[] head = new byte[ArchiveHead.Length];
        int count = await Archive.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var whole = new RejoinedStream(head.AsMemory(0, count), Archive);
        switch (ArchiveHead.Recognize(head.AsSpan(0, count)))
        {
            case ArchiveKind.Tar:
                return ToInput(whole, asGzip: false);
            case ArchiveKind.ExtendedTar:
                // BuildKit mistakes such a tar for a Dockerfile, unless it is compressed
                return ToInput(whole, asGzip: true);
            case ArchiveKind.Unsupported:
                throw Invalid(
                    "is compressed in a format that builders do not support: expected a plain tar, or one compressed with gzip, bzip2 or "
                    + "xz");
            default:
                if (count == 0)
                    throw Invalid("is empty: expected a tar, or the text of a Dockerfile");
                return await OpenTextAsync(whole, builder, cancellationToken).ConfigureAwait(false);
        }
    }

    BuildInput ToInput(Stream archive, bool asGzip) => new()
    {
        Dockerfile = DockerfileName ?? BuildContext.DefaultDockerfile,
        DockerfileName = DockerfileName ?? BuildContext.DefaultDockerfile,
        MakeBody = (progress, _) => new FileUpload(archive, "Sending", progress, asGzip: asGzip),
    };

    static async Task<BuildInput> OpenTextAsync(Stream stream, ImageBuilder builder, CancellationToken cancellationToken)
    {
        byte[] text = new byte[LongestText];
        int count = await stream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(new MemoryStream(text, 0, count), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        string dockerfile = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        if (count == text.Length || dockerfile.Contains('\0', StringComparison.Ordinal))
            throw Invalid("is neither a tar nor a Dockerfile");
        return await new TextSource(dockerfile).OpenAsync(builder, cancellationToken).ConfigureAwait(false);
    }

    static EngineException Invalid(string problem) =>
        new(EngineError.Invalid, new Subject("BuildContext"), $"The pipeline input {problem}.");
}

/// <summary>What the first bytes of a stream indicate.</summary>
enum ArchiveKind
{
    /// <summary>Not a format that builders unpack.</summary>
    None,

    /// <summary>A tar, plain or compressed in a way that builders support.</summary>
    Tar,

    /// <summary>A tar that begins with a PAX header.</summary>
    ExtendedTar,

    /// <summary>Compressed in a way that builders do not support.</summary>
    Unsupported,
}

/// <summary>Recognizes archives by their first bytes.</summary>
static class ArchiveHead
{
    /// <summary>The number of bytes needed: the first header of a tar.</summary>
    public const int Length = 512;

    const int Checksum = 148;
    const int ChecksumLength = 8;
    const int Type = 156;

    static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b, 0x08];

    static ReadOnlySpan<byte> Bzip2 => "BZh"u8;

    static ReadOnlySpan<byte> Xz => [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

    static ReadOnlySpan<byte> Zstandard => [0x28, 0xb5, 0x2f, 0xfd];

    static ReadOnlySpan<byte> Zip => "PK\u0003\u0004"u8;

    /// <summary>The format that begins with these bytes.</summary>
    public static ArchiveKind Recognize(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Gzip) || head.StartsWith(Bzip2) || head.StartsWith(Xz))
            return ArchiveKind.Tar;
        if (head.StartsWith(Zstandard) || head.StartsWith(Zip))
            return ArchiveKind.Unsupported;
        if (head.Length < Length || !HasChecksum(head))
            return ArchiveKind.None;
        return head[Type] is (byte)'x' or (byte)'g' ? ArchiveKind.ExtendedTar : ArchiveKind.Tar;
    }

    /// <summary>Every header of a tar contains the sum of its own bytes, in which the sum itself counts as spaces.</summary>
    static bool HasChecksum(ReadOnlySpan<byte> head)
    {
        int sum = 0;
        for (int i = 0; i < Length; i++)
            sum += i is >= Checksum and < Checksum + ChecksumLength ? ' ' : head[i];
        int told = 0;
        foreach (byte digit in head.Slice(Checksum, ChecksumLength).Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return false;
            told = (told * 8) + digit - '0';
        }
        return sum == told;
    }
}
