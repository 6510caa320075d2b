using System.Buffers.Binary;
using System.Text;

namespace DockerPS.Engine.Tests.Streams;

public sealed class OutputParserTests
{
    static byte[] Frame(byte stream, string text) => Frame(stream, Encoding.UTF8.GetBytes(text));

    static byte[] Frame(byte stream, byte[] payload)
    {
        byte[] frame = new byte[8 + payload.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    static List<OutputLine> Parse(byte[] bytes, int piece, bool multiplexed = true, bool timestamps = false)
    {
        var lines = new List<OutputLine>();
        var parser = new LineParser(multiplexed, timestamps, lines.Add);
        for (int i = 0; i < bytes.Length; i += piece)
            parser.Feed(bytes.AsSpan(i, Math.Min(piece, bytes.Length - i)));
        parser.Complete();
        return lines;
    }

    public static TheoryData<int> PieceSizes => [1, 2, 7, 8, 9, 64, 4096, 1 << 20];

    [Theory]
    [MemberData(nameof(PieceSizes))]
    public void Both_streams_stay_apart_wherever_the_pieces_are_cut(int piece)
    {
        byte[] bytes =
        [
            .. Frame(1, "out "),
            .. Frame(2, "err 1\nerr"),
            .. Frame(1, "one\nout two\n"),
            .. Frame(2, " 2\n"),
            .. Frame(1, "last"),
        ];

        var lines = Parse(bytes, piece);

        Assert.Equal(
            ["out one", "out two", "last"],
            lines.Where(static line => line.Stream == ContainerStream.StandardOutput).Select(static line => line.Text));
        Assert.Equal(
            ["err 1", "err 2"],
            lines.Where(static line => line.Stream == ContainerStream.StandardError).Select(static line => line.Text));
    }

    [Fact]
    public void A_line_without_end_is_an_error_before_it_fills_the_memory()
    {
        byte[] piece = new byte[1 << 20];
        var parser = new LineParser(multiplexed: false, timestamps: false, static _ => Assert.Fail("there is no line"));
        int fed = 0;

        void FeedOn()
        {
            while (fed >= 0)
            {
                parser.Feed(piece);
                fed += piece.Length;
            }
        }

        var error = Assert.Throws<EngineException>(FeedOn);

        Assert.Equal(("OutputLineTooLong", LineBuffer.Most), (error.ErrorId, fed));
    }

    [Theory]
    [MemberData(nameof(PieceSizes))]
    public void Long_lines_come_out_as_they_went_in(int piece)
    {
        string[] expected = [.. Enumerable.Range(0, 20).Select(static i => new string((char)('a' + i), 15_000))];
        byte[] bytes = [.. expected.SelectMany(static line => Frame(1, line + "\n"))];

        Assert.Equal(expected, Parse(bytes, piece).Select(static line => line.Text));
    }

    [Theory]
    [MemberData(nameof(PieceSizes))]
    public void A_line_in_several_messages_has_the_time_of_the_first(int piece)
    {
        byte[] bytes =
        [
            .. Frame(1, "2026-01-02T03:04:05.123456789Z first half, "),
            .. Frame(2, "2026-01-02T03:04:06Z error\n"),
            .. Frame(1, "2026-01-02T03:04:07Z second half\n"),
            .. Frame(1, "2026-01-02T03:04:08Z \n"),
            .. Frame(1, "2026-01-02T03:04:09Z no end"),
        ];

        var lines = Parse(bytes, piece, timestamps: true);

        Assert.Equal(["error", "first half, second half", "", "no end"], lines.Select(static line => line.Text));
        Assert.Equal([6, 5, 8, 9], lines.Select(static line => line.Timestamp!.Value.Second));
    }

    [Fact]
    public void What_is_no_timestamp_belongs_to_the_line()
    {
        byte[] bytes = [.. Frame(1, "no time at all\n"), .. Frame(1, "x\n"), .. Frame(1, new string('z', 100) + "\n")];

        Assert.Equal(["no time at all", "x", new string('z', 100)], Parse(bytes, 3, timestamps: true).Select(static line => line.Text));
    }

    [Theory]
    [InlineData("a\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("10%\r20%\r30%\n", new[] { "10%\r20%\r30%" })]
    [InlineData("a\n\n\nb", new[] { "a", "", "", "b" })]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    public void Lines_end_with_a_line_feed_and_lose_nothing_else(string text, string[] expected)
    {
        Assert.Equal(expected, Parse(Encoding.UTF8.GetBytes(text), 2, multiplexed: false).Select(static line => line.Text));
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_break_a_line()
    {
        byte[] bytes = [.. Frame(1, [(byte)'a', 0xFF, 0xFE, (byte)'b', (byte)'\n', 0xC3]), .. Frame(1, [0xA4, (byte)'\n'])];

        Assert.Equal(["a\uFFFD\uFFFDb", "ä"], Parse(bytes, 1).Select(static line => line.Text));
    }

    [Fact]
    public void Bytes_pass_through_as_they_are()
    {
        byte[] payload = new byte[100_000];
        new Random(1).NextBytes(payload);
        var pieces = new List<byte[]>();
        var errors = new List<OutputLine>();
        var parser = new MixedParser(multiplexed: true, pieces.Add, errors.Add);

        parser.Feed(Frame(1, payload));
        parser.Feed(Frame(2, "said\n"));
        parser.Complete();

        Assert.Equal(payload, pieces.SelectMany(static piece => piece));
        Assert.Equal("said", Assert.Single(errors).Text);
    }

    [Fact]
    public void The_end_inside_a_frame_is_an_error()
    {
        var parser = new LineParser(multiplexed: true, timestamps: false, static _ => { });
        parser.Feed(Frame(1, "whole line\n").AsSpan(0, 12));

        Assert.Throws<EndOfStreamException>(parser.Complete);
    }

    [Fact]
    public void What_is_no_frame_is_an_error()
    {
        var parser = new LineParser(multiplexed: true, timestamps: false, static _ => { });

        Assert.Throws<InvalidDataException>(() => parser.Feed("HTTP/1.1 200"u8));
    }

    [Fact]
    public void A_frame_that_claims_four_gigabytes_is_not_held_in_memory()
    {
        byte[] header = [1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        int lines = 0;
        var parser = new LineParser(multiplexed: true, timestamps: false, _ => lines++);
        parser.Feed(header);
        byte[] piece = new byte[1 << 16];
        piece[^1] = (byte)'\n';
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 1000; i++)
            parser.Feed(piece);

        Assert.Equal(1000, lines);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10_000_000);
    }
}
