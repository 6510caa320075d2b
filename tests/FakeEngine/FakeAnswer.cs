using System.Text;

namespace DockerPS.Testing;

/// <summary>
/// The response of the engine to a request. Create one with its factory methods, and modify it with <see cref="After" />,
/// <see cref="CutAt" /> and <see cref="With" />; each returns a new answer.
/// </summary>
/// <example><c>FakeAnswer.Lines("{\"status\":\"Pulling\"}", "{\"error\":\"no space\"}").CutAt(30)</c></example>
public sealed record FakeAnswer
{
    FakeAnswer() { }

    /// <summary>The HTTP status.</summary>
    public int Status { get; private init; } = 200;

    /// <summary>Headers in addition to those that HTTP itself needs.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    internal byte[] Body { get; private init; } = [];

    internal Func<FakeBody, Task>? Script { get; private init; }

    internal Func<Stream, CancellationToken, Task>? Connection { get; private init; }

    internal string? UpgradeTo { get; private init; }

    internal TimeSpan Delay { get; private init; }

    internal int? Cut { get; private init; }

    internal bool IsEarly { get; private init; }

    /// <summary>A JSON body, as given.</summary>
    public static FakeAnswer Json(string json, int status = 200) => Bytes(Encoding.UTF8.GetBytes(json), "application/json", status);

    /// <summary>A text.</summary>
    public static FakeAnswer Text(string text, int status = 200) =>
        Bytes(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", status);

    /// <summary>A body of any type, with its length.</summary>
    public static FakeAnswer Bytes(byte[] body, string contentType, int status = 200) =>
        new FakeAnswer { Body = body, Status = status }.With("Content-Type", contentType);

    /// <summary>An error in the format of the Engine API: <c>{"message": …}</c>.</summary>
    public static FakeAnswer Error(int status, string message) => Json($"{{\"message\":{System.Text.Json.JsonSerializer.Serialize(message)}}}", status);

    /// <summary>No body: 204, or another status.</summary>
    public static FakeAnswer Empty(int status = 204) => new() { Status = status };

    /// <summary>JSON lines, each in a separate chunk, as sent by pull, push and build.</summary>
    public static FakeAnswer Lines(params string[] lines) =>
        Stream(async body =>
        {
            foreach (string line in lines)
                await body.WriteAsync(line + "\r\n").ConfigureAwait(false);
        }).With("Content-Type", "application/json");

    /// <summary>A chunked body that a script writes, with pauses, frames, or an end in the middle.</summary>
    public static FakeAnswer Stream(Func<FakeBody, Task> script) => new() { Script = script };

    /// <summary>101 Switching Protocols; then the script controls the connection, which is closed when the script ends.</summary>
    public static FakeAnswer Upgrade(Func<Stream, CancellationToken, Task> script, string protocol = "tcp") =>
        new FakeAnswer { Connection = script, UpgradeTo = protocol, Status = 101 }
            .With("Content-Type", "application/vnd.docker.raw-stream");

    /// <summary>These bytes instead of a whole HTTP response; then the connection is closed.</summary>
    public static FakeAnswer Raw(byte[] bytes) =>
        Hijack(async (stream, token) => await stream.WriteAsync(bytes, token).ConfigureAwait(false));

    /// <summary>Closes the connection without an answer.</summary>
    public static FakeAnswer Close() => Hijack((_, _) => Task.CompletedTask);

    /// <summary>Never answers; the connection stays open until the client closes it.</summary>
    public static FakeAnswer Never() => Hijack(async (stream, token) =>
    {
        byte[] ignored = new byte[4096];
        while (await stream.ReadAsync(ignored, token).ConfigureAwait(false) > 0) { }
    });

    /// <summary>Lets the script do anything with the connection, without HTTP.</summary>
    public static FakeAnswer Hijack(Func<Stream, CancellationToken, Task> script) => new() { Connection = script };

    /// <summary>Waits before the first byte of the response.</summary>
    public FakeAnswer After(TimeSpan delay) => this with { Delay = delay };

    /// <summary>Closes the connection after this many bytes of the body, although more were announced.</summary>
    public FakeAnswer CutAt(int bytes) => this with { Cut = bytes };

    /// <summary>
    /// Responds as soon as the headers have arrived and closes the connection without reading the body, to refuse an upload.
    /// </summary>
    public FakeAnswer Early() => this with { IsEarly = true };

    /// <summary>Sets the status.</summary>
    public FakeAnswer WithStatus(int status) => this with { Status = status };

    /// <summary>Sets a header.</summary>
    public FakeAnswer With(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase) { [name] = value } };
}

/// <summary>The body of a response that a script writes.</summary>
public sealed class FakeBody
{
    readonly Stream stream;
    readonly int? cut;
    int written;

    internal FakeBody(Stream stream, int? cut, CancellationToken clientGone)
    {
        this.stream = stream;
        this.cut = cut;
        ClientGone = clientGone;
    }

    /// <summary>Cancelled when the client has closed the connection, or the engine stops.</summary>
    public CancellationToken ClientGone { get; }

    /// <summary>Sends a text as one chunk.</summary>
    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes as one chunk.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        bool ends = cut is { } most && written + bytes.Length >= most;
        if (ends)
            bytes = bytes[..(cut!.Value - written)];
        written += bytes.Length;
        if (bytes.Length > 0)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), ClientGone).ConfigureAwait(false);
            await stream.WriteAsync(bytes, ClientGone).ConfigureAwait(false);
            await stream.WriteAsync("\r\n"u8.ToArray(), ClientGone).ConfigureAwait(false);
            await stream.FlushAsync(ClientGone).ConfigureAwait(false);
        }
        if (ends)
            Cut();
    }

    /// <summary>Sends a frame of a multiplexed log: 1 for standard output, 2 for standard error.</summary>
    public Task WriteFrameAsync(byte output, ReadOnlyMemory<byte> bytes) => WriteAsync(Frame(output, bytes.Span));

    /// <summary>Waits, or ends when the client has disconnected.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, ClientGone);

    /// <summary>Closes the connection in the middle of the body.</summary>
    public static void Cut() => throw new CutException();

    /// <summary>The bytes of a frame of a multiplexed stream.</summary>
    public static byte[] Frame(byte output, ReadOnlySpan<byte> bytes)
    {
        byte[] frame = new byte[8 + bytes.Length];
        frame[0] = output;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), bytes.Length);
        bytes.CopyTo(frame.AsSpan(8));
        return frame;
    }

    internal Task EndAsync() => stream.WriteAsync("0\r\n\r\n"u8.ToArray(), ClientGone).AsTask();

#pragma warning disable CA1032, CA1064 // never leaves the engine
    internal sealed class CutException : Exception;
#pragma warning restore CA1032, CA1064
}
