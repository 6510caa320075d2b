using System.Text;
using System.Text.Json;

namespace DockerPS.Testing;

/// <summary>A request as it arrived.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Version">The API version in the path; null when there was none.</param>
/// <param name="Path">The path below the version, unescaped.</param>
/// <param name="Query">The query, each name with its values in order.</param>
/// <param name="Headers">The headers; names compare without case.</param>
/// <param name="Body">The body; empty when there was none, or when it was not read.</param>
public sealed record FakeRequest(
    string Method,
    Version? Version,
    string Path,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body)
{
    /// <summary>What the placeholders of the route stand for: <c>{name}</c> → <c>web</c>.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The number of the connection it came over, counted from 1.</summary>
    public int Connection { get; init; }

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The first value of a query parameter; null when it was not sent.</summary>
    public string? this[string name] => Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>A header; null when it was not sent.</summary>
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
