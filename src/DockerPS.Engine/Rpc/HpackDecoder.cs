using System.Text;

namespace DockerPS.Engine;

/// <summary>Decodes the header blocks of one connection, which must come in order, since each may refer to earlier ones.</summary>
/// <remarks>Source: RFC 7541.</remarks>
/// <param name="tableLimit">The maximum size of the dynamic table.</param>
/// <param name="listLimit">The maximum total size of the fields in a block: a single octet can represent as much as the whole
/// table.</param>
sealed class HpackDecoder(int tableLimit = HpackDecoder.DefaultTableLimit, int listLimit = int.MaxValue)
{
    /// <summary>The default limit of the dynamic table.</summary>
    public const int DefaultTableLimit = 4096;

    const int MostIntegerOctets = 4;

    /// <summary>The entries from earlier blocks.</summary>
    public HpackDynamicTable Table { get; } = new(tableLimit);

    /// <summary>Decodes a block.</summary>
    /// <exception cref="Http2Exception">The block is invalid or too large.</exception>
    public List<HeaderField> Decode(ReadOnlySpan<byte> block)
    {
        var fields = new List<HeaderField>();
        int size = 0;
        while (!block.IsEmpty)
        {
            byte first = block[0];
            if ((first & 0b1110_0000) == 0b0010_0000)
            {
                if (fields.Count > 0)
                    throw Broken("the table is resized in the middle of a block");
                Resize(ReadInteger(ref block, 5));
                continue;
            }
            var field = (first & 0b1000_0000) != 0 ? Find(ReadInteger(ref block, 7)) : ReadLiteral(ref block, first);
            size += field.Size;
            if (size > listLimit)
                throw new Http2Exception(Http2Error.EnhanceYourCalm, $"the headers of a call are larger than {listLimit} bytes");
            fields.Add(field);
        }
        return fields;
    }

    /// <summary>The exception for an invalid header block.</summary>
    public static Http2Exception Broken(string reason) => new(Http2Error.Compression, reason);

    HeaderField ReadLiteral(ref ReadOnlySpan<byte> block, byte first)
    {
        bool isRemembered = (first & 0b0100_0000) != 0;
        int index = ReadInteger(ref block, isRemembered ? 6 : 4);
        string name = index == 0 ? ReadText(ref block) : Find(index).Name;
        var field = new HeaderField(name, ReadText(ref block));
        if (isRemembered)
            Table.Add(field);
        return field;
    }

    void Resize(int limit)
    {
        if (limit > tableLimit)
            throw Broken($"a table of {limit} bytes was requested, but {tableLimit} were offered");
        Table.Resize(limit);
    }

    HeaderField Find(int index)
    {
        if (index is > 0 and <= HpackStaticTable.Count)
            return HpackStaticTable.Get(index);
        int place = index - HpackStaticTable.Count - 1;
        return place >= 0 && place < Table.Count ? Table[place] : throw Broken($"there is no field {index}");
    }

    /// <summary>Reads a number that begins in the last bits of an octet.</summary>
    static int ReadInteger(ref ReadOnlySpan<byte> block, int bits)
    {
        int most = (1 << bits) - 1;
        int value = Take(ref block) & most;
        if (value < most)
            return value;
        for (int i = 0; i < MostIntegerOctets; i++)
        {
            byte octet = Take(ref block);
            value += (octet & 0x7f) << (7 * i);
            if (octet < 0x80)
                return value;
        }
        throw Broken("a number is too large");
    }

    static string ReadText(ref ReadOnlySpan<byte> block)
    {
        bool isHuffman = !block.IsEmpty && (block[0] & 0x80) != 0;
        int length = ReadInteger(ref block, 7);
        if (length > block.Length)
            throw Broken("the block ends in the middle of a string");
        var octets = block[..length];
        block = block[length..];
        return isHuffman ? HpackHuffman.Decode(octets) : Encoding.Latin1.GetString(octets);
    }

    static byte Take(ref ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
            throw Broken("the block ends in the middle of a field");
        byte octet = block[0];
        block = block[1..];
        return octet;
    }
}
