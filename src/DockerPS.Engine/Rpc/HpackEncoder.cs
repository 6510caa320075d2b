namespace DockerPS.Engine;

/// <summary>Encodes header blocks with literal fields, which any decoder understands and which do not refer to other blocks.</summary>
/// <remarks>Source: RFC 7541, section 6.2.2.</remarks>
static class HpackEncoder
{
    const int LengthPrefix = 127;

    /// <summary>Encodes a block.</summary>
    public static byte[] Encode(IEnumerable<HeaderField> fields)
    {
        var block = new List<byte>();
        foreach (var field in fields)
        {
            block.Add(0);
            AddText(block, field.Name);
            AddText(block, field.Value);
        }
        return [.. block];
    }

    static void AddText(List<byte> block, string text)
    {
        int rest = text.Length;
        if (rest < LengthPrefix)
        {
            block.Add((byte)rest);
        }
        else
        {
            block.Add(LengthPrefix);
            for (rest -= LengthPrefix; rest >= 0x80; rest >>= 7)
                block.Add((byte)(rest | 0x80));
            block.Add((byte)rest);
        }
        foreach (char octet in text)
            block.Add((byte)octet);
    }
}
