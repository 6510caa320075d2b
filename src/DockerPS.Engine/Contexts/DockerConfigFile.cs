using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>The docker command's own <c>config.json</c>: read and changed without losing settings that this module does not know.</summary>
internal sealed class DockerConfigFile(DockerEnvironment environment)
{
    const string CurrentContext = "currentContext";
    const int Most = 64 << 20;

    static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The path, whether the file exists or not.</summary>
    public string Path { get; } = System.IO.Path.Combine(environment.ConfigFolder, "config.json");

    /// <summary>The name of the current context; null if none is set.</summary>
    public string? ReadCurrentContext()
    {
        // most files do not contain it, so the JSON reader need not even be loaded
        if (ReadBytes() is not { Length: > 0 } content || content.Span.IndexOf("\"currentContext\""u8) < 0)
            return null;
        try
        {
            // only the top level, without parsing the rest of a large file
            var reader = new Utf8JsonReader(content.Span);
            string? current = null;
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                bool found = reader.ValueTextEquals(CurrentContext);
                reader.Read();
                if (found && reader.TokenType == JsonTokenType.String)
                    current = reader.GetString();
                reader.Skip();
            }
            return current;
        }
        catch (JsonException e)
        {
            throw ParseError(e);
        }
        catch (InvalidOperationException)
        {
            // not valid UTF-8
            return Read()[CurrentContext] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        }
    }

    /// <summary>Whether the file contains a word; if not, the JSON reader is not needed.</summary>
    public bool Mentions(ReadOnlySpan<byte> word) => ReadBytes() is { } content && content.Span.IndexOf(word) >= 0;

    /// <summary>All of it; empty if there is no file.</summary>
    public JsonObject Read()
    {
        if (ReadBytes() is not { Length: > 0 } content)
            return [];
        try
        {
            return LenientJson.ParseObject(content.Span);
        }
        catch (JsonException e)
        {
            throw ParseError(e);
        }
    }

    /// <summary>Changes the file. It is written like docker's, with tabs; everything else stays the same.</summary>
    public void Update(Action<JsonObject> change)
    {
        var content = Read();
        change(content);
        AtomicFile.CreatePrivateFolder(System.IO.Path.GetDirectoryName(Path)!);
        AtomicFile.Write(Path, Indent(content), AtomicFile.Private);
    }

    /// <summary>Makes a context the current one; null for the default.</summary>
    public void SetCurrentContext(string? name)
    {
        // the file of a user who never selected one is not touched
        if ((ReadCurrentContext() ?? "") == (name ?? ""))
            return;
        Update(content =>
        {
            if (name is null)
                content.Remove(CurrentContext);
            else
                content[CurrentContext] = name;
        });
    }

    ReadOnlyMemory<byte>? ReadBytes()
    {
        // check before reading, since the first exception in a process costs ten times as much as everything else
        if (!File.Exists(Path))
            return null;
        try
        {
            byte[] content = LocalFile.ReadFile(Path, Most);
            return content.AsSpan().StartsWith("\uFEFF"u8) ? content.AsMemory(3) : content;
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return null;
        }
        catch (EngineException e)
        {
            throw new EngineException(
                EngineError.AccessDenied,
                new Subject("DockerConfiguration", Path),
                $"The docker command's configuration cannot be read from {Path}: {e.Message}",
                e);
        }
    }

    static byte[] Indent(JsonObject content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Format))
            content.WriteTo(writer);
        // JSON strings never span lines, so leading white space is always indentation: two spaces per level
        var lines = Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)
            .ReplaceLineEndings("\n")
            .Split('\n')
            .Select(static line =>
        {
            int spaces = line.Length - line.TrimStart(' ').Length;
            return new string('\t', spaces / 2) + line[spaces..];
        });
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    EngineException ParseError(JsonException e) => new(
        EngineError.Parse,
        new Subject("DockerConfiguration", Path),
        $"{Path} is not a valid docker configuration: {Describe(e)}",
        e);

    /// <summary>Describes an error in a JSON text, and its position.</summary>
    internal static string Describe(JsonException e) =>
        e.LineNumber is { } line ? $"{e.Message.Split(" LineNumber")[0]} (line {line + 1}, column {e.BytePositionInLine + 1})" : e.Message;
}
