using System.Text;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>
/// Checks at the end of a tar whether it is complete. An engine that fails in the middle has already sent status 200: it writes its error
/// after the part that it has sent, as if it belonged to the tar, and ends normally.
/// </summary>
/// <param name="subject">What the tar contains.</param>
sealed class TarEnd(Subject subject)
{
    /// <summary>A tar ends with two empty blocks.</summary>
    const int EndMark = 1024;

    // the error of a stream, and the error of a response
    static readonly string[] ErrorMarks = ["{\"errorDetail\"", "{\"message\""];

    readonly byte[] last = new byte[4 * EndMark];
    int count;

    /// <summary>Takes the next bytes of the tar.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > last.Length)
            bytes = bytes[^last.Length..];
        int kept = Math.Min(count, last.Length - bytes.Length);
        last.AsSpan(count - kept, kept).CopyTo(last);
        bytes.CopyTo(last.AsSpan(kept));
        count = kept + bytes.Length;
    }

    /// <summary>Checks the tar after its last byte.</summary>
    /// <exception cref="EngineException">The tar is not complete; the message is that of the engine, if there is one.</exception>
    public void Check()
    {
        var end = last.AsSpan(0, count);
        if (count >= EndMark && !end[^EndMark..].ContainsAnyExcept((byte)0))
            return;
        string reason = FindError(Encoding.UTF8.GetString(end)) ?? "it ended in the middle";
        throw new EngineException(EngineError.Failed, subject, $"The engine did not send the whole archive: {reason}")
        {
            ErrorId = "ExportFailed",
        };
    }

    static string? FindError(string text)
    {
        int start = ErrorMarks.Select(mark => text.LastIndexOf(mark, StringComparison.Ordinal))
            .FirstOrDefault(static found => found >= 0, -1);
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
