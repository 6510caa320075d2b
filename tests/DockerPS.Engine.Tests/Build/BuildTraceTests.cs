namespace DockerPS.Engine.Tests;

/// <summary>BuildKit's status messages.</summary>
public sealed class BuildTraceTests
{
    static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Is_read_with_all_its_parts()
    {
        byte[] known = new ProtobufWriter()
            .Message(
                1,
                new ProtobufWriter()
                    .Text(1, "sha256:a")
                    .Text(2, "sha256:input")
                    .Text(3, "[1/2] FROM x")
                    .Number(4, 1)
                    .Moment(5, Start)
                    .Moment(6, Start.AddSeconds(1.5)))
            .Message(1, new ProtobufWriter().Text(1, "sha256:b").Text(3, "[2/2] RUN ö").Text(7, "exit code: 1"))
            .Message(
                2,
                new ProtobufWriter()
                    .Text(1, "layer")
                    .Text(2, "sha256:a")
                    .Text(3, "extracting")
                    .Number(4, 5_000_000_000)
                    .Number(5, 6_000_000_000))
            .Message(3, new ProtobufWriter().Text(1, "sha256:b").Moment(2, Start).Number(3, 2).Bytes(4, [0xc3, 0x28, 0x0a]))
            .Message(
                4,
                new ProtobufWriter()
                    .Text(1, "sha256:b")
                    .Text(3, "short")
                    .Text(4, "detail")
                    .Text(5, "https://x")
                    .Message(7, new ProtobufWriter()
                .Message(1, new ProtobufWriter().Number(1, 7))
                .Message(2, new ProtobufWriter().Number(1, 9))))
            .Message(99, new ProtobufWriter().Text(1, "of a later version"))
            .ToArray();
        // fields of eight and four bytes, which it does not use
        byte[] message = [.. known, 0x91, 0x06, 1, 0, 0, 0, 0, 0, 0, 0, 0x8d, 0x06, 1, 0, 0, 0];

        var trace = BuildTrace.Decode(message);

        Assert.Equal(
            [
                new BuildVertex
                {
                    Digest = "sha256:a",
                    Name = "[1/2] FROM x",
                    Cached = true,
                    Started = Start,
                    Completed = Start.AddSeconds(1.5),
                },
                new BuildVertex { Digest = "sha256:b", Name = "[2/2] RUN ö", Error = "exit code: 1" },
            ],
            trace.Vertexes);
        Assert.Equal(
            [new BuildVertexStatus { Id = "layer", Vertex = "sha256:a", Name = "extracting", Current = 5_000_000_000, Total = 6_000_000_000 }],
            trace.Statuses);
        Assert.Equal((true, "sha256:b"), (trace.Logs[0].IsError, trace.Logs[0].Vertex));
        Assert.Equal([0xc3, 0x28, 0x0a], trace.Logs[0].Bytes);
        Assert.Equal([new BuildVertexWarning { Short = "short", Url = "https://x", Line = 7 }], trace.Warnings);
    }

    [Fact]
    public void Of_nothing_is_empty() => Assert.Empty(BuildTrace.Decode([]).Vertexes);

    [Theory]
    [InlineData(new byte[] { 0x0a })]
    [InlineData(new byte[] { 0x0a, 0x05, 0x01 })]
    [InlineData(new byte[] { 0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 })]
    [InlineData(new byte[] { 0x0b })]
    [InlineData(new byte[] { 0x09, 0x01 })]
    [InlineData(new byte[] { 0x0d, 0x01 })]
    public void That_is_broken_is_refused(byte[] message) => Assert.Throws<InvalidDataException>(() => BuildTrace.Decode(message));

    [Fact]
    public void Cut_anywhere_never_reads_beyond_its_end()
    {
        byte[] message = new ProtobufWriter()
            .Message(1, new ProtobufWriter().Text(1, "sha256:a").Text(3, "name").Moment(5, Start))
            .Message(3, new ProtobufWriter().Text(1, "sha256:a").Bytes(4, new byte[300]))
            .ToArray();

        for (int length = 0; length < message.Length; length++)
        {
            try
            {
                BuildTrace.Decode(message.AsSpan(0, length));
            }
            catch (InvalidDataException)
            {
                // the only way to fail
            }
        }
    }
}
