using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerPS.Engine;

/// <summary>A request to the Engine API, before it is sent.</summary>
internal sealed class EngineRequest(HttpMethod method, RequestPath path, Subject subject)
{
    readonly StringBuilder query = new();
    readonly List<(string Secret, string Shown)> secrets = [];
    readonly List<(Version Minimum, string? What)> needs = [];

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>The path after the version, beginning with a slash.</summary>
    public string Path { get; } = path.ToString();

    /// <summary>What errors of this request are about.</summary>
    public Subject Subject { get; } = subject;

    /// <summary>The body; null for none.</summary>
    public HttpContent? Content { get; set; }

    /// <summary>The API versions that the request needs, and what needs them; null for the request itself.</summary>
    public IReadOnlyList<(Version Minimum, string? What)> Needed => needs;

    /// <summary>Additional headers.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>The query with its question mark, or nothing.</summary>
    public string Query => RawQuery ?? (query.Length == 0 ? "" : "?" + query);

    /// <summary>The query for display, without secrets.</summary>
    public string ShownQuery =>
        secrets.Aggregate(Query, static (shown, secret) => shown.Replace(secret.Secret, secret.Shown, StringComparison.Ordinal));

    /// <summary>A complete query from elsewhere; null for the one that is built here.</summary>
    public string? RawQuery { get; init; }

    /// <summary>Whether the engine may answer that nothing had to be changed, which is then not an error.</summary>
    public bool MayChangeNothing { get; init; }

    public static EngineRequest Get(RequestPath path, Subject subject) => new(HttpMethod.Get, path, subject);

    public static EngineRequest Get([ConstantExpected] string path, Subject subject) => new(HttpMethod.Get, RequestPath.Of(path), subject);

    public static EngineRequest Post(RequestPath path, Subject subject) => new(HttpMethod.Post, path, subject);

    public static EngineRequest Post([ConstantExpected] string path, Subject subject) =>
        new(HttpMethod.Post, RequestPath.Of(path), subject);

    public static EngineRequest Delete(RequestPath path, Subject subject) => new(HttpMethod.Delete, path, subject);

    /// <summary>A part of a path: a name or id.</summary>
    public static PathPart Escape(string part) => new(part, Uri.EscapeDataString(part));

    /// <summary>The name of an image as a part of a path. Its slashes are kept, since some engines need them.</summary>
    public static PathPart EscapeImage(string name) => new(name, Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal));

    /// <summary>Refuses a path that would lead to an object other than the named one.</summary>
    /// <exception cref="EngineException">There is no object with this name, since no object can have it.</exception>
    public void Check()
    {
        if (path.RefusedPart is not { } part)
            return;
        string kind = path.RefusedKind ?? Subject.Kind;
        throw EngineException.Missing(new Subject(kind, part));
    }

    /// <summary>Adds to the query; does nothing if the value is null.</summary>
    public EngineRequest With(string name, string? value)
    {
        if (value is not null)
            query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(RawName.EscapeUri(value));
        return this;
    }

    /// <summary>Adds a value with a secret to the query.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null to add nothing.</param>
    /// <param name="hidden">The secret parts of the value.</param>
    public EngineRequest WithSecrets(string name, string? value, IEnumerable<string> hidden)
    {
        secrets.AddRange(hidden.Where(static secret => secret.Length > 0).Select(static secret => (Uri.EscapeDataString(secret), "***")));
        return With(name, value);
    }

    /// <summary>Adds <c>name=1</c> to the query if it is set.</summary>
    public EngineRequest With(string name, bool set) => set ? With(name, "1") : this;

    /// <summary>Adds a number to the query; does nothing if it is null.</summary>
    public EngineRequest With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds the engine's filters, <c>{"name":["value"]}</c>; does nothing if there are none.</summary>
    public EngineRequest WithFilters(IReadOnlyDictionary<string, IReadOnlyCollection<string>>? filters)
    {
        if (filters is null || filters.Count == 0)
            return this;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, values) in filters)
            {
                json.WriteStartArray(name);
                foreach (string value in values)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return With("filters", Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>Sets a JSON body.</summary>
    public EngineRequest WithJson<T>(T value, JsonTypeInfo<T> type)
    {
        Content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(value, type))
        {
            Headers = { { "Content-Type", "application/json" } },
        };
        return this;
    }

    /// <summary>Sets a body that is sent in chunks as it is read.</summary>
    public EngineRequest WithBody(HttpContent content)
    {
        Content = content;
        return this;
    }

    /// <summary>Adds a header.</summary>
    public EngineRequest WithHeader(string name, string? value)
    {
        if (value is not null)
            Headers.Add(new(name, value));
        return this;
    }

    /// <summary>Declares the API version that the request needs. It is not sent to an engine with an older one.</summary>
    /// <param name="minimum">The version.</param>
    /// <param name="what">What needs it, as the subject of a sentence; null for the request itself.</param>
    public EngineRequest Needs(Version minimum, string? what = null)
    {
        needs.Add((minimum, what));
        return this;
    }

    /// <summary>The same for an optional part of a request.</summary>
    public EngineRequest Needs(bool isWanted, Version minimum, string what) => isWanted ? Needs(minimum, what) : this;
}
