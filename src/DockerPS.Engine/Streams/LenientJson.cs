using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// Reads JSON that people and other programs write, with the leniency of the docker command: if a key occurs twice the last one wins, and
/// an invalid UTF-8 byte becomes a replacement character. Everything is read at once, so that errors do not show up later.
/// </summary>
static class LenientJson
{
    /// <summary>The object in a text.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> text) => ParseObject(Encoding.UTF8.GetString(text));

    /// <inheritdoc cref="ParseObject(ReadOnlySpan{byte})" />
    public static JsonObject ParseObject(string text)
    {
        using var json = JsonDocument.Parse(text);
        try
        {
            return ToNode(json.RootElement) as JsonObject ?? throw new JsonException("It is not a JSON object.");
        }
        catch (InvalidOperationException e)
        {
            // half a surrogate pair, written as an escape
            throw new JsonException("It contains a string that is not valid Unicode.", e);
        }
    }

    static JsonNode? ToNode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var table = new JsonObject();
                foreach (var property in element.EnumerateObject())
                    table[property.Name] = ToNode(property.Value);
                return table;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(ToNode)]);
            case JsonValueKind.String:
                return JsonValue.Create(element.GetString());
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }
}
