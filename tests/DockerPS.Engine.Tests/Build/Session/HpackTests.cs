namespace DockerPS.Engine.Tests;

/// <summary>Header blocks: the examples of RFC 7541, appendix C, and such as do harm.</summary>
public sealed class HpackTests
{
    public static TheoryData<string, int, string[], string[], string[], int[]> Examples => new()
    {
        {
            "C.2.1 literal with indexing", 4096,
            ["400a637573746f6d2d6b65790d637573746f6d2d686561646572"],
            ["custom-key: custom-header"], ["custom-key: custom-header"], [55]
        },
        { "C.2.2 literal without indexing", 4096, ["040c2f73616d706c652f70617468"], [":path: /sample/path"], [""], [0] },
        { "C.2.3 literal never indexed", 4096, ["100870617373776f726406736563726574"], ["password: secret"], [""], [0] },
        { "C.2.4 indexed", 4096, ["82"], [":method: GET"], [""], [0] },
        {
            "C.3 requests", 4096,
            [
                "828684410f7777772e6578616d706c652e636f6d",
                "828684be58086e6f2d6361636865",
                "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
            ],
            Requests, RequestTables, [57, 110, 164]
        },
        {
            "C.4 requests with Huffman", 4096,
            [
                "828684418cf1e3c2e5f23a6ba0ab90f4ff",
                "828684be5886a8eb10649cbf",
                "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
            ],
            Requests, RequestTables, [57, 110, 164]
        },
        {
            "C.5 responses", 256,
            [
                "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
                "4803333037c1c0bf",
                "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31",
            ],
            Responses, ResponseTables, [222, 222, 215]
        },
        {
            "C.6 responses with Huffman", 256,
            [
                "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
                "4883640effc1c0bf",
                "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
            ],
            Responses, ResponseTables, [222, 222, 215]
        },
    };

    static string[] Requests =>
    [
        ":method: GET|:scheme: http|:path: /|:authority: www.example.com",
        ":method: GET|:scheme: http|:path: /|:authority: www.example.com|cache-control: no-cache",
        ":method: GET|:scheme: https|:path: /index.html|:authority: www.example.com|custom-key: custom-value",
    ];

    static string[] RequestTables =>
    [
        ":authority: www.example.com",
        "cache-control: no-cache|:authority: www.example.com",
        "custom-key: custom-value|cache-control: no-cache|:authority: www.example.com",
    ];

    static string[] Responses =>
    [
        ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com",
        ":status: 307|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com",
        ":status: 200|cache-control: private|date: Mon, 21 Oct 2013 20:13:22 GMT|location: https://www.example.com|content-encoding: gzip|set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
    ];

    static string[] ResponseTables =>
    [
        "location: https://www.example.com|date: Mon, 21 Oct 2013 20:13:21 GMT|cache-control: private|:status: 302",
        ":status: 307|location: https://www.example.com|date: Mon, 21 Oct 2013 20:13:21 GMT|cache-control: private",
        "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1|content-encoding: gzip|date: Mon, 21 Oct 2013 20:13:22 GMT",
    ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_of_the_standard_are_decoded(string name, int limit, string[] blocks, string[] fields, string[] tables, int[] sizes)
    {
        var decoder = new HpackDecoder(limit);
        for (int i = 0; i < blocks.Length; i++)
        {
            string decoded = Show(decoder.Decode(Convert.FromHexString(blocks[i])));
            Assert.True(fields[i] == decoded, $"{name}: {decoded}");
            Assert.Equal(tables[i], Show(Enumerable.Range(0, decoder.Table.Count).Select(place => decoder.Table[place])));
            Assert.Equal(sizes[i], decoder.Table.Size);
        }
    }

    [Theory]
    [InlineData("0a", 10)]
    [InlineData("1f9a0a", 1337)]
    [InlineData("2a", 42)]
    public void Numbers_have_the_lengths_of_the_standard(string number, int expected)
    {
        // C.1.1 to C.1.3, as the index of a field, and as that of a name without a prefix of its own
        byte[] octets = Convert.FromHexString(number);
        int bits = number == "2a" ? 7 : 5;
        octets[0] |= (byte)(bits == 7 ? 0x80 : 0x20);

        var decoder = new HpackDecoder(expected);
        if (bits == 5)
            Assert.Empty(decoder.Decode(octets));
        else
            Assert.Equal(HpackStaticTable.Get(expected), decoder.Decode(octets)[0]);
        if (bits == 5)
            Assert.Equal(expected, decoder.Table.Limit);
    }

    [Theory]
    [InlineData("ff", "in the middle of a field")]
    [InlineData("ffffffffff7f", "too large")]
    [InlineData("80", "no field 0")]
    [InlineData("be", "no field 62")]
    [InlineData("00ff", "in the middle of a field")]
    [InlineData("000a61", "in the middle of a text")]
    [InlineData("0081ff00", "in the middle of a code")]
    [InlineData("0081f000", "in the middle of a code")]
    [InlineData("0084ffffffff00", "the code for its end")]
    [InlineData("3fe21f", "where 4096 were offered")]
    [InlineData("8220", "in the middle of a block")]
    [InlineData("40", "in the middle of a field")]
    public void What_is_no_block_is_refused(string block, string reason)
    {
        var error = Assert.Throws<Http2Exception>(() => new HpackDecoder().Decode(Convert.FromHexString(block)));

        Assert.Equal(Http2Error.Compression, error.Error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_block_can_not_stand_for_much()
    {
        // a field of 4 kB is remembered, and named again and again by one octet
        byte[] block = [0x40, 0x01, (byte)'n', 0x7f, 0xa1, 0x1e, .. new byte[4000], .. Enumerable.Repeat((byte)0xbe, 10_000)];

        var error = Assert.Throws<Http2Exception>(() => new HpackDecoder(listLimit: 1_000_000).Decode(block));

        Assert.Equal(Http2Error.EnhanceYourCalm, error.Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(300)]
    [InlineData(70_000)]
    public void What_is_encoded_is_decoded(int length)
    {
        HeaderField[] fields = [new("name", new string('v', length)), new(new string('n', length + 1), "ä")];

        Assert.Equal(fields, new HpackDecoder().Decode(HpackEncoder.Encode(fields)));
    }

    [Fact]
    public void Random_octets_are_decoded_or_refused()
    {
        var random = new Random(7541);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] block = new byte[random.Next(40)];
            random.NextBytes(block);
            try
            {
                new HpackDecoder(listLimit: 1_000_000).Decode(block);
            }
            catch (Http2Exception)
            {
                // as it should
            }
        }
    }

    static string Show(IEnumerable<HeaderField> fields) => string.Join('|', fields.Select(field => $"{field.Name}: {field.Value}"));
}
