using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>
/// Builds a JSON body from the values that are set: nulls, empty strings and lists, and switches that are off are omitted.
/// </summary>
static class JsonBody
{
    public static JsonObject With(this JsonObject body, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            body[name] = value;
        return body;
    }

    public static JsonObject With(this JsonObject body, string name, long? value)
    {
        if (value is { } number)
            body[name] = number;
        return body;
    }

    public static JsonObject With(this JsonObject body, string name, bool value)
    {
        if (value)
            body[name] = true;
        return body;
    }

    public static JsonObject With(this JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
            body[name] = value;
        return body;
    }

    public static JsonObject With(this JsonObject body, string name, IEnumerable<string>? values)
    {
        var array = new JsonArray();
        foreach (string value in values ?? [])
            array.Add((JsonNode)value);
        if (array.Count > 0)
            body[name] = array;
        return body;
    }

    public static JsonObject With(this JsonObject body, string name, IReadOnlyDictionary<string, string> pairs)
    {
        if (pairs.Count == 0)
            return body;
        var map = new JsonObject();
        foreach (var (key, value) in pairs)
            map[key] = value;
        body[name] = map;
        return body;
    }

    /// <summary>The request with this body.</summary>
    public static EngineRequest WithJson(this EngineRequest request, JsonObject body) =>
        request.WithBody(new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
}
