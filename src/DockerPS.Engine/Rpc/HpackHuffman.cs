namespace DockerPS.Engine;

/// <summary>The Huffman code of HPACK, which is fixed.</summary>
/// <remarks>Source: RFC 7541, appendix B. The code is canonical: it is completely defined by the lengths of its words.</remarks>
static class HpackHuffman
{
    const int EndOfString = 256;
    const int MostPadding = 7;

    static readonly byte[] Lengths =
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    /// <summary>Twice the number of a node, plus a bit, leads to the next node, or to the complement of a symbol.</summary>
    static readonly int[] Tree = Build();

    /// <summary>Decodes a string, one character per octet.</summary>
    /// <exception cref="Http2Exception">The octets are not valid in this code.</exception>
    public static string Decode(ReadOnlySpan<byte> octets)
    {
        // the shortest word has five bits
        char[] text = new char[octets.Length * 8 / 5];
        int length = 0;
        int node = 0;
        int depth = 0;
        bool isPadding = true;
        foreach (byte octet in octets)
        {
            for (int shift = 7; shift >= 0; shift--)
            {
                int bit = octet >> shift & 1;
                isPadding &= bit == 1;
                depth++;
                node = Tree[node * 2 + bit];
                if (node >= 0)
                    continue;
                if (~node == EndOfString)
                    throw HpackDecoder.Broken("a string contains the code for its end");
                text[length++] = (char)~node;
                node = 0;
                depth = 0;
                isPadding = true;
            }
        }
        return depth <= MostPadding && isPadding
            ? new string(text, 0, length)
            : throw HpackDecoder.Broken("a string ends in the middle of a code");
    }

    static int[] Build()
    {
        int[] symbols = [.. Enumerable.Range(0, Lengths.Length).OrderBy(static symbol => Lengths[symbol]).ThenBy(static symbol => symbol)];
        var tree = new List<int> { 0, 0 };
        uint word = 0;
        int length = Lengths[symbols[0]];
        foreach (int symbol in symbols)
        {
            word <<= Lengths[symbol] - length;
            length = Lengths[symbol];
            int node = 0;
            for (int shift = length - 1; shift > 0; shift--)
            {
                int slot = node * 2 + (int)(word >> shift & 1);
                if (tree[slot] == 0)
                {
                    tree[slot] = tree.Count / 2;
                    tree.AddRange([0, 0]);
                }
                node = tree[slot];
            }
            tree[node * 2 + (int)(word & 1)] = ~symbol;
            word++;
        }
        return [.. tree];
    }
}
