using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// Passes a tar to the reader of .NET, and keeps the headers of the latest entry, because the reader replaces bytes that are not UTF-8.
/// </summary>
/// <remarks>Source: pax, "pax Interchange Format", and GNU tar, "Basic Tar Format".</remarks>
/// <param name="inner">The tar; it is not closed.</param>
sealed class TarHeads(Stream inner) : OneWayStream
{
    const int BlockSize = 512;

    // far more than names and attributes need, but no risk for the memory
    const int MostKept = 4 << 20;

    readonly MemoryStream kept = new();
    long position;
    int skipped;
    bool keeps;

    /// <summary>Starts to keep what is read: the reader reads the headers of the next entry.</summary>
    public void Begin()
    {
        kept.SetLength(0);
        // the padding of the previous entry
        skipped = (int)(-position & (BlockSize - 1));
        keeps = true;
    }

    /// <summary>Stops: the reader reads the content of the entry.</summary>
    public void End() => keeps = false;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        position += count;
        if (!keeps)
            return count;
        if (kept.Length + count > MostKept)
            throw new InvalidDataException("the header of an entry is too large");
        kept.Write(buffer.Span[..count]);
        return count;
    }

    /// <summary>Restores the names of the latest entry.</summary>
    public void Restore(TarEntry entry)
    {
        if (!RawName.IsReplaced(entry.Name) && !RawName.IsReplaced(entry.LinkName))
            return;
        (entry.Name, string link) = Read([]);
        if (entry.EntryType is TarEntryType.HardLink or TarEntryType.SymbolicLink)
            entry.LinkName = link;
    }

    /// <summary>The extended attributes of the latest entry, whose values may be binary.</summary>
    public IReadOnlyDictionary<string, string> AttributesOf(TarEntry entry)
    {
        if (entry is not PaxTarEntry pax || !pax.ExtendedAttributes.Keys.Any(IsOfFile))
            return ImmutableDictionary<string, string>.Empty;
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        _ = Read(attributes);
        return attributes;
    }

    static bool IsOfFile(string name) => name.StartsWith("SCHILY.xattr.", StringComparison.Ordinal);

    (string Name, string Link) Read(Dictionary<string, string> attributes)
    {
        var rest = kept.GetBuffer().AsSpan(skipped, (int)kept.Length - skipped);
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> link = default;
        while (true)
        {
            var head = rest[..BlockSize];
            int size = ReadNumber(head.Slice(124, 12));
            char type = (char)head[156];
            if (type is not ('x' or 'L' or 'K'))
            {
                return (
                    RawName.Decode(name.IsEmpty ? ReadName(head) : name),
                    RawName.Decode(link.IsEmpty ? Cut(head.Slice(157, 100)) : link));
            }
            var content = rest.Slice(BlockSize, size);
            if (type == 'L')
                name = Cut(content);
            else if (type == 'K')
                link = Cut(content);
            else
                ReadAttributes(content, ref name, ref link, attributes);
            rest = rest[(BlockSize + ((size + BlockSize - 1) / BlockSize * BlockSize))..];
        }
    }

    static byte[] ReadName(ReadOnlySpan<byte> head)
    {
        var name = Cut(head[..100]);
        var prefix = head.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Cut(head.Slice(345, 155)) : default;
        return prefix.IsEmpty ? name.ToArray() : [.. prefix, (byte)'/', .. name];
    }

    /// <summary>Reads lines such as <c>20 path=some/name</c>, which start with their own length.</summary>
    static void ReadAttributes(
        ReadOnlySpan<byte> lines,
        ref ReadOnlySpan<byte> name,
        ref ReadOnlySpan<byte> link,
        Dictionary<string, string> attributes)
    {
        while (lines.IndexOf((byte)' ') is > 0 and var space && int.TryParse(Encoding.ASCII.GetString(lines[..space]), out int length))
        {
            var line = lines[(space + 1)..(length - 1)];
            if (line.StartsWith("path="u8))
                name = line["path=".Length..];
            else if (line.StartsWith("linkpath="u8))
                link = line["linkpath=".Length..];
            else if (line.IndexOf((byte)'=') is >= 0 and var equals && RawName.Decode(line[..equals]) is var key && IsOfFile(key))
                attributes[key] = RawName.Decode(line[(equals + 1)..]);
            lines = lines[length..];
        }
    }

    static int ReadNumber(ReadOnlySpan<byte> field)
    {
        int number = 0;
        foreach (byte digit in field)
        {
            if (digit is >= (byte)'0' and <= (byte)'7')
                number = (number * 8) + digit - '0';
        }
        return number;
    }

    static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field;
}
