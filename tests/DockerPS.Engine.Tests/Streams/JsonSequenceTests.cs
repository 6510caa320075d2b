using System.Text;
using System.Text.Json;

namespace DockerPS.Engine.Tests;

/// <summary>A sequence of JSON values in a stream.</summary>
public sealed class JsonSequenceTests
{
    const string Messages = "{\"status\":\"a}{\",\"id\":\"1\"}\r\n{\"progressDetail\":{\"current\":1,\"total\":2}}"
        + "{\"aux\":{\"ID\":\"x\"}}\n\n \t{\"stream\":\"ä😀\"}\r\n";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(1000)]
    public async Task Are_read_however_the_network_splits_them(int pieceLength)
    {
        var messages = await ReadAsync(Messages, pieceLength);

        Assert.Equal(4, messages.Count);
        Assert.Equal(("a}{", "1"), (messages[0].Status, messages[0].Id));
        Assert.Equal(new TransferStatus("", "", 1, 2), messages[1].ToStatus());
        Assert.Equal("x", messages[2].Aux!.Value.GetProperty("ID").GetString());
        Assert.Equal("ä😀", messages[3].Stream);
    }

    [Fact]
    public async Task May_be_larger_than_any_buffer()
    {
        string text = new('x', 1_000_000);

        var messages = await ReadAsync($"{{\"stream\":\"{text}\"}}{{\"stream\":\"end\"}}", 60_000);

        Assert.Equal([text, "end"], messages.Select(message => message.Stream));
    }

    [Fact]
    public async Task Have_an_end()
    {
        var stream = new EndlessStream("{\"stream\":\""u8.ToArray());
        var error = await Assert.ThrowsAsync<JsonException>(async () =>
        {
            await foreach (var _ in JsonSequence.ReadAsync(stream, ProgressJson.Default.ProgressWire, CancellationToken.None)) { }
        });

        Assert.Equal("A value is larger than 64 MB.", error.Message);
        Assert.InRange(stream.Given, JsonSequence.Most, JsonSequence.Most + 1024);
    }

    [Theory]
    [InlineData("{\"status\":\"a\"}{\"status\":")]
    [InlineData("{\"status\":\"a\"}<html>")]
    [InlineData("null")]
    [InlineData("{\"status\":1}")]
    public async Task Are_refused_when_they_are_broken(string text) => await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(text, 5));

    [Fact]
    public async Task Are_returned_before_the_next_one_arrives()
    {
        var stream = new PieceStream(Encoding.UTF8.GetBytes("{\"id\":\"1\"}{\"id\":\"2\"}"), 10);
        var messages = JsonSequence.ReadAsync(stream, ProgressJson.Default.ProgressWire, CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await messages.MoveNextAsync());
        Assert.Equal(("1", 10), (messages.Current.Id, stream.Position));
        await messages.DisposeAsync();
    }

    static async Task<List<ProgressWire>> ReadAsync(string text, int pieceLength)
    {
        var messages = new List<ProgressWire>();
        var stream = new PieceStream(Encoding.UTF8.GetBytes(text), pieceLength);
        await foreach (var message in JsonSequence.ReadAsync(stream, ProgressJson.Default.ProgressWire, CancellationToken.None))
            messages.Add(message);
        return messages;
    }

    /// <summary>Returns at most a number of bytes at a time.</summary>
    sealed class PieceStream(byte[] bytes, int pieceLength) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(pieceLength, buffer.Length)], cancellationToken);
    }
}
