using System.Text;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>
/// Watches a tar go by and says at its end whether it is whole. An engine that fails in the middle of sending one has said 200 already; it
/// writes its error behind what it has sent, as if it were a part of it, and ends as usual.
/// </summary>
/// <param name="subject">What the tar is of.</param>
sealed class TarEnd(Subject subject)
{
    /// <summary>A tar ends with two empty blocks.</summary>
    const int EndMark = 1024;

    // the error of a stream, and that of an answer
    static readonly string[] ErrorMarks = ["{\"errorDetail\"", "{\"message\""];

    readonly byte[] last = new byte[4 * EndMark];
    int count;

    /// <summary>Takes notice of what has come.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > last.Length)
            bytes = bytes[^last.Length..];
        int kept = Math.Min(count, last.Length - bytes.Length);
        last.AsSpan(count - kept, kept).CopyTo(last);
        bytes.CopyTo(last.AsSpan(kept));
        count = kept + bytes.Length;
    }

    /// <summary>Says that all has come.</summary>
    /// <exception cref="EngineException">The tar is not whole; the message is the engine's, if it left one.</exception>
    public void Check()
    {
        var end = last.AsSpan(0, count);
        if (count >= EndMark && !end[^EndMark..].ContainsAnyExcept((byte)0))
            return;
        string reason = FindError(Encoding.UTF8.GetString(end)) ?? "it ended in the middle";
        throw new EngineException(EngineError.Failed, subject, $"The engine did not send all of the archive: {reason}") { ErrorId = "ExportFailed" };
    }

    static string? FindError(string text)
    {
        int start = ErrorMarks.Select(mark => text.LastIndexOf(mark, StringComparison.Ordinal)).FirstOrDefault(static found => found >= 0, -1);
        if (start < 0)
            return null;
        try
        {
            using var json = JsonDocument.Parse(text[start..].TrimEnd('\0', '\r', '\n'));
            var error = json.RootElement.TryGetProperty("errorDetail", out var detail) ? detail : json.RootElement;
            return error.TryGetProperty("message", out var message) ? message.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
