using System.Text;

namespace DockerPS.Engine.Tests.Files;

/// <summary>Names of files, which are bytes that need not be UTF-8.</summary>
public sealed class RawNameTests
{
    [Fact]
    public void Every_name_has_its_own_string()
    {
        (byte[] Bytes, string Text, string Shown)[] cases =
        [
            ([], "", ""),
            ("plain"u8.ToArray(), "plain", "plain"),
            ("é😀\uFFFD"u8.ToArray(), "é😀\uFFFD", "é😀\uFFFD"),
            ([0x61, 0xE9], "a\uDCE9", "a\\xE9"),
            ([0xE9, 0xC3, 0xA9, 0xE9], "\uDCE9é\uDCE9", "\\xE9é\\xE9"),
            // the start of a character, a surrogate, and an overlong form
            ([0xF0, 0x9F, 0x98], "\uDCF0\uDC9F\uDC98", "\\xF0\\x9F\\x98"),
            ([0xED, 0xB3, 0xA9], "\uDCED\uDCB3\uDCA9", "\\xED\\xB3\\xA9"),
            ([0xC0, 0xAF], "\uDCC0\uDCAF", "\\xC0\\xAF"),
            ([.. "😀"u8, 0x80], "😀\uDC80", "😀\\x80"),
        ];

        foreach (var (bytes, text, shown) in cases)
        {
            Assert.Equal(text, RawName.Decode(bytes));
            Assert.Equal(bytes, RawName.Encode(text));
            Assert.Equal(shown, RawName.Show(text));
            Assert.Equal(shown.Contains('\\', StringComparison.Ordinal), RawName.IsRaw(text));
            Assert.Equal(text, RawName.UnescapeUri(RawName.EscapeUri(text)));
        }
    }

    [Fact]
    public void All_pairs_of_bytes_come_back()
    {
        for (int i = 0; i < 0x10000; i++)
        {
            byte[] bytes = [(byte)(i >> 8), (byte)i];
            Assert.Equal(bytes, RawName.Encode(RawName.Decode(bytes)));
        }
    }

    [Fact]
    public void Other_unpaired_surrogates_are_replaced()
    {
        Assert.Equal(Encoding.UTF8.GetBytes("a\uD800"), RawName.Encode("a\uD800"));
        Assert.False(RawName.IsRaw("a\uDC00"));
    }
}
