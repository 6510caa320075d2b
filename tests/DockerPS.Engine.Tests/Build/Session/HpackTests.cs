namespace DockerPS.Engine.Tests;

/// <summary>Header blocks: the examples of RFC 7541, appendix C, and invalid blocks.</summary>
public sealed class HpackTests
{
    static readonly string[] FirstRequest = [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"];
    static readonly string[] SecondRequest = [.. FirstRequest, "cache-control: no-cache"];
    static readonly string[] ThirdRequest =
    [
        ":method: GET",
        ":scheme: https",
        ":path: /index.html",
        ":authority: www.example.com",
        "custom-key: custom-value",
    ];

    static readonly string[] Dates = ["Mon, 21 Oct 2013 20:13:21 GMT", "Mon, 21 Oct 2013 20:13:22 GMT"];
    static readonly string[] FirstResponse =
    [
        ":status: 302",
        "cache-control: private",
        "date: " + Dates[0],
        "location: https://www.example.com",
    ];
    static readonly string[] SecondResponse =
    [
        ":status: 307",
        "cache-control: private",
        "date: " + Dates[0],
        "location: https://www.example.com",
    ];
    static readonly string[] ThirdResponse =
    [
        ":status: 200", "cache-control: private", "date: " + Dates[1], "location: https://www.example.com", "content-encoding: gzip",
        "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
    ];

    [Theory]
    [InlineData("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572", "custom-key: custom-header", 55)]
    [InlineData("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path", 0)]
    [InlineData("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret", 0)]
    [InlineData("82", ":method: GET", 0)]
    public void A_field_alone(string block, string field, int tableSize)
    {
        var decoder = new HpackDecoder();

        Assert.Equal([field], Decode(decoder, block));
        Assert.Equal(tableSize, decoder.Table.Size);
    }

    [Theory]
    [InlineData(
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65")]
    [InlineData(
        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
        "8286 84be 5886 a8eb 1064 9cbf",
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf")]
    public void Requests_that_refer_to_those_before(string first, string second, string third)
    {
        var decoder = new HpackDecoder();

        Assert.Equal(FirstRequest, Decode(decoder, first));
        Assert.Equal(57, decoder.Table.Size);
        Assert.Equal(SecondRequest, Decode(decoder, second));
        Assert.Equal(110, decoder.Table.Size);
        Assert.Equal(ThirdRequest, Decode(decoder, third));
        Assert.Equal((164, 3), (decoder.Table.Size, decoder.Table.Count));
        Assert.Equal(new HeaderField("custom-key", "custom-value"), decoder.Table[0]);
    }

    [Theory]
    [InlineData(
        "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "4803 3330 37c1 c0bf",
        "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31")]
    [InlineData(
        "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
        "4883 640e ffc1 c0bf",
        "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07")]
    public void Answers_whose_table_forgets_the_oldest(string first, string second, string third)
    {
        var decoder = new HpackDecoder(tableLimit: 256);

        Assert.Equal(FirstResponse, Decode(decoder, first));
        Assert.Equal((222, 4), (decoder.Table.Size, decoder.Table.Count));
        Assert.Equal(SecondResponse, Decode(decoder, second));
        Assert.Equal((222, 4), (decoder.Table.Size, decoder.Table.Count));
        Assert.Equal(ThirdResponse, Decode(decoder, third));
        Assert.Equal((215, 3), (decoder.Table.Size, decoder.Table.Count));
        Assert.StartsWith("foo=", decoder.Table[0].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80")] // field 0
    [InlineData("be")] // the first of an empty table
    [InlineData("7e 00")] // a name from there
    [InlineData("ff ff ff ff ff 0f")] // a number of 32 bits
    [InlineData("ff 80 80 80 80 80 80 80 80 00")] // a small one in many octets
    [InlineData("ff ff ff")] // a number without an end
    [InlineData("40")] // a field without a name
    [InlineData("40 01 61")] // without a value
    [InlineData("40 05 61 62")] // a name that is cut
    [InlineData("40 7f ff ff ff 7f 61")] // a name of 256 MB
    [InlineData("3f e2 1f")] // a table of 4,097 bytes
    [InlineData("82 20")] // a new table in the middle
    [InlineData("00 81 00 00")] // padding of zeros
    [InlineData("00 82 1f ff 00")] // padding of more than seven bits
    [InlineData("00 84 ff ff ff ff 00")] // the code for the end
    [InlineData("00 81 fe 00")] // a code that is cut
    public void A_block_that_is_none(string block)
    {
        var error = Assert.Throws<Http2Exception>(() => Decode(new HpackDecoder(), block));

        Assert.Equal(Http2Error.Compression, error.Error);
    }

    [Fact]
    public void A_few_octets_that_stand_for_many_are_stopped()
    {
        var decoder = new HpackDecoder(listLimit: 100_000);
        byte[] remember = [0x40, 0x01, (byte)'a', 0x7f, 0xa1, 0x1e, .. new byte[4000]];
        Assert.Single(decoder.Decode(remember));

        var error = Assert.Throws<Http2Exception>(() => decoder.Decode(Enumerable.Repeat((byte)0xbe, 1000).ToArray()));

        Assert.Equal(Http2Error.EnhanceYourCalm, error.Error);
    }

    [Fact]
    public void A_table_that_shrinks_and_grows_is_empty()
    {
        var decoder = new HpackDecoder();
        Decode(decoder, "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572");

        Assert.Equal([":method: GET"], Decode(decoder, "20 3fe1 1f 82"));

        Assert.Equal((0, 0, 4096), (decoder.Table.Size, decoder.Table.Count, decoder.Table.Limit));
    }

    [Fact]
    public void A_field_larger_than_the_table_empties_it()
    {
        var decoder = new HpackDecoder(tableLimit: 60);
        Decode(decoder, "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572");
        Assert.Equal(1, decoder.Table.Count);

        decoder.Decode([0x40, 0x01, (byte)'a', 100, .. new byte[100]]);

        Assert.Equal((0, 0), (decoder.Table.Size, decoder.Table.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(20_000)]
    public void What_is_encoded_is_decoded(int length)
    {
        HeaderField[] fields =
        [
            new("grpc-message", new string('x', length)),
            new("octets", string.Concat(Enumerable.Range(0, 256).Select(static octet => (char)octet))),
        ];

        Assert.Equal(fields, new HpackDecoder().Decode(HpackEncoder.Encode(fields)));
    }

    static string[] Decode(HpackDecoder decoder, string block) =>
        [
            .. decoder.Decode(Convert.FromHexString(block.Replace(" ", "", StringComparison.Ordinal)))
                .Select(static field => $"{field.Name}: {field.Value}"),
        ];
}
