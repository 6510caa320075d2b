using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// Reads JSON that people and other programs write, as the docker command takes it: of a doubled key the last one counts, and a byte that
/// is no UTF-8 is a character that nobody knows. All of it is read at once, so that nothing is found to be broken later.
/// </summary>
static class LenientJson
{
    /// <summary>The object that a text is.</summary>
    /// <exception cref="JsonException">It is none.</exception>
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
            // half a character, written as an escape
            throw new JsonException("It holds a text that is no Unicode.", e);
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
