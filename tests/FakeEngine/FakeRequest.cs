using System.Text;
using System.Text.Json;

namespace DockerPS.Testing;

/// <summary>A request as it arrived.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Version">The API version in the path; null if there was none.</param>
/// <param name="Path">The path after the version, unescaped.</param>
/// <param name="Query">The query, each name with its values in order.</param>
/// <param name="Headers">The headers; names are not case-sensitive.</param>
/// <param name="Body">The body; empty if there was none, or if it was not read.</param>
public sealed record FakeRequest(
    string Method,
    Version? Version,
    string Path,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body)
{
    /// <summary>The values of the route's placeholders: <c>{name}</c> → <c>web</c>.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The number of its connection, starting at 1.</summary>
    public int Connection { get; init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The first value of a query parameter; null if it was not sent.</summary>
    public string? this[string name] => Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>A header; null if it was not sent.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The method and the path.</summary>
    public override string ToString() => $"{Method} {Path}";

    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> ParseQuery(string query)
    {
        var result = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Decode(equals < 0 ? pair : pair[..equals]);
            string value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            result[name] = [.. result.GetValueOrDefault(name, []), value];
        }
        return result;
    }

    static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
