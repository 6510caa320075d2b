using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// Writes a tar whose names and attributes need not be UTF-8. The writer of .NET would replace such bytes, so they are written in a header
/// before the entry, as other programs do with long names.
/// </summary>
/// <remarks>Source: GNU tar, "Basic Tar Format", and pax, "pax Interchange Format".</remarks>
/// <param name="stream">Receives the tar; it is not closed.</param>
/// <param name="format">The format of the entries: GNU or PAX.</param>
sealed class TarOutput(Stream stream, TarEntryFormat format) : IAsyncDisposable
{
    const int BlockSize = 512;
    const char LongName = 'L';
    const char LongLink = 'K';
    const char Attributes = 'x';
    const string StandIn = "raw";
    const int LargestId = 0x1fffff;

    readonly TarWriter writer = new(stream, format, leaveOpen: true);

    /// <summary>Writes an entry, whose names and attributes may be <see cref="RawName">raw</see>.</summary>
    public async Task WriteEntryAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        bool isRawName = RawName.IsRaw(entry.Name);
        bool isRawLink = RawName.IsRaw(entry.LinkName);
        if (isRawName || isRawLink || (entry as PaxTarEntry)?.ExtendedAttributes.Values.Any(RawName.IsRaw) == true)
        {
            if (format == TarEntryFormat.Pax)
                await WriteHeadAsync(Attributes, MakeAttributes(entry), cancellationToken).ConfigureAwait(false);
            if (format == TarEntryFormat.Gnu && isRawName)
                await WriteHeadAsync(LongName, NativeFile.Terminate(entry.Name), cancellationToken).ConfigureAwait(false);
            if (format == TarEntryFormat.Gnu && isRawLink)
                await WriteHeadAsync(LongLink, NativeFile.Terminate(entry.LinkName), cancellationToken).ConfigureAwait(false);
            entry = WithStandIns(entry, isRawName, isRawLink);
        }
        await writer.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the end of the tar.</summary>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>The entry with other names, in a format in which .NET writes no attributes of its own.</summary>
    TarEntry WithStandIns(TarEntry entry, bool isRawName, bool isRawLink)
    {
        if (isRawName || format == TarEntryFormat.Pax)
            entry.Name = entry.EntryType == TarEntryType.Directory ? StandIn + "/" : StandIn;
        if (isRawLink || (format == TarEntryFormat.Pax && entry.LinkName.Length > 0))
            entry.LinkName = StandIn;
        if (format == TarEntryFormat.Gnu)
            return entry;
        (entry.Uid, entry.Gid) = (Math.Min(entry.Uid, LargestId), Math.Min(entry.Gid, LargestId));
        return new UstarTarEntry(entry);
    }

    static byte[] MakeAttributes(TarEntry entry)
    {
        using var records = new MemoryStream();
        decimal seconds = (decimal)(entry.ModificationTime.UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        Add("path", RawName.Encode(entry.Name));
        if (entry.LinkName.Length > 0)
            Add("linkpath", RawName.Encode(entry.LinkName));
        Add("mtime", Encoding.ASCII.GetBytes(seconds.ToString(CultureInfo.InvariantCulture)));
        Add("uid", Encoding.ASCII.GetBytes(entry.Uid.ToString(CultureInfo.InvariantCulture)));
        Add("gid", Encoding.ASCII.GetBytes(entry.Gid.ToString(CultureInfo.InvariantCulture)));
        foreach (var (name, value) in (entry as PaxTarEntry)?.ExtendedAttributes ?? new Dictionary<string, string>())
        {
            if (name.StartsWith("SCHILY.", StringComparison.Ordinal))
                Add(name, RawName.Encode(value));
        }
        return records.ToArray();

        // a record starts with its own length
        void Add(string name, byte[] value)
        {
            byte[] rest = [.. Encoding.UTF8.GetBytes($" {name}="), .. value, (byte)'\n'];
            int length = rest.Length + 1;
            while (length < rest.Length + Digits(length))
                length++;
            records.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
            records.Write(rest);
        }

        static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
    }

    async Task WriteHeadAsync(char type, byte[] content, CancellationToken cancellationToken)
    {
        byte[] blocks = new byte[BlockSize + ((content.Length + BlockSize - 1) / BlockSize * BlockSize)];
        FillHead(blocks.AsSpan(0, BlockSize), type, content.Length);
        content.CopyTo(blocks, BlockSize);
        await stream.WriteAsync(blocks, cancellationToken).ConfigureAwait(false);
    }

    static void FillHead(Span<byte> head, char type, int length)
    {
        (type == Attributes ? "PaxHeaders/raw"u8 : "././@LongLink"u8).CopyTo(head);
        // mode, user and group
        "0000000\00000000\00000000\0"u8.CopyTo(head[100..]);
        Encoding.ASCII.GetBytes(Convert.ToString(length, toBase: 8).PadLeft(11, '0'), head[124..]);
        "00000000000"u8.CopyTo(head[136..]);
        head[156] = (byte)type;
        (type == Attributes ? "ustar\000"u8 : "ustar  \0"u8).CopyTo(head[257..]);
        head.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in head)
            sum += value;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, toBase: 8).PadLeft(6, '0') + "\0", head[148..]);
    }
}
