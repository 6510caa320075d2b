using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DockerPS.Engine;

/// <summary>One call of the Engine API, before it is sent.</summary>
internal sealed class EngineRequest(HttpMethod method, RequestPath path, Subject subject)
{
    readonly StringBuilder query = new();
    readonly List<(string Secret, string Shown)> secrets = [];
    readonly List<(Version Minimum, string? What)> needs = [];

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>The path below the version, beginning with a slash.</summary>
    public string Path { get; } = path.ToString();

    /// <summary>What an error of this call is about.</summary>
    public Subject Subject { get; } = subject;

    /// <summary>The body; null for none.</summary>
    public HttpContent? Content { get; set; }

    /// <summary>The APIs that the call needs, and what needs them; null for the call itself.</summary>
    public IReadOnlyList<(Version Minimum, string? What)> Needed => needs;

    /// <summary>Further headers.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>The query with its question mark, or nothing.</summary>
    public string Query => RawQuery ?? (query.Length == 0 ? "" : "?" + query);

    /// <summary>The query as it may be shown: without what is secret in it.</summary>
    public string ShownQuery =>
        secrets.Aggregate(Query, static (shown, secret) => shown.Replace(secret.Secret, secret.Shown, StringComparison.Ordinal));

    /// <summary>A query that was made elsewhere; null for the one that is built here.</summary>
    public string? RawQuery { get; init; }

    /// <summary>Whether the engine may answer that nothing had to be changed, which is no error then.</summary>
    public bool MayChangeNothing { get; init; }

    public static EngineRequest Get(RequestPath path, Subject subject) => new(HttpMethod.Get, path, subject);

    public static EngineRequest Get([ConstantExpected] string path, Subject subject) => new(HttpMethod.Get, RequestPath.Of(path), subject);

    public static EngineRequest Post(RequestPath path, Subject subject) => new(HttpMethod.Post, path, subject);

    public static EngineRequest Post([ConstantExpected] string path, Subject subject) =>
        new(HttpMethod.Post, RequestPath.Of(path), subject);

    public static EngineRequest Delete(RequestPath path, Subject subject) => new(HttpMethod.Delete, path, subject);

    /// <summary>A part of a path: a name or id.</summary>
    public static PathPart Escape(string part) => new(part, Uri.EscapeDataString(part));

    /// <summary>The name of an image as a part of a path. Its slashes stay: some engines know it only so.</summary>
    public static PathPart EscapeImage(string name) => new(name, Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal));

    /// <summary>Refuses a path that would lead to another thing than the one that was named.</summary>
    /// <exception cref="EngineException">There is nothing of this name: nothing can have it.</exception>
    public void Check()
    {
        if (path.RefusedPart is not { } part)
            return;
        string kind = path.RefusedKind ?? Subject.Kind;
        throw EngineException.Missing(new Subject(kind, part));
    }

    /// <summary>Adds to the query; nothing when the value is null.</summary>
    public EngineRequest With(string name, string? value)
    {
        if (value is not null)
            query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <summary>Adds to the query what is not to be shown to anybody.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null to add nothing.</param>
    /// <param name="hidden">The parts of the value that are secret.</param>
    public EngineRequest WithSecrets(string name, string? value, IEnumerable<string> hidden)
    {
        secrets.AddRange(hidden.Where(static secret => secret.Length > 0).Select(static secret => (Uri.EscapeDataString(secret), "***")));
        return With(name, value);
    }

    /// <summary>Adds <c>name=1</c> to the query when it is set.</summary>
    public EngineRequest With(string name, bool set) => set ? With(name, "1") : this;

    /// <summary>Adds a number to the query; nothing when it is null.</summary>
    public EngineRequest With(string name, long? value) => With(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds the engine's filters, <c>{"name":["value"]}</c>; nothing when there are none.</summary>
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

    /// <summary>Sets a body that is sent as it is read, in chunks.</summary>
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

    /// <summary>Says which API the call needs. An engine that speaks an older one is not asked.</summary>
    /// <param name="minimum">The version.</param>
    /// <param name="what">What needs it, as the subject of a sentence; null for the call itself.</param>
    public EngineRequest Needs(Version minimum, string? what = null)
    {
        needs.Add((minimum, what));
        return this;
    }

    /// <summary>The same for a part of a call that is not always asked for.</summary>
    public EngineRequest Needs(bool isWanted, Version minimum, string what) => isWanted ? Needs(minimum, what) : this;
}
