namespace DockerPS.Engine;

/// <summary>A header field. Names and values are octets, each represented by one character.</summary>
readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>The size of a field beyond its octets, as defined by RFC 7541, section 4.1.</summary>
    public const int Overhead = 32;

    /// <summary>The size by which tables and lists are limited.</summary>
    public int Size => Name.Length + Value.Length + Overhead;
}

/// <summary>Finds fields by name.</summary>
static class HeaderFields
{
    /// <summary>The values of a name, in order.</summary>
    public static IReadOnlyList<string> GetAll(this IReadOnlyList<HeaderField> fields, string name) =>
        [.. fields.Where(field => field.Name == name).Select(static field => field.Value)];

    /// <summary>The first value of a name; null if there is none.</summary>
    public static string? Find(this IReadOnlyList<HeaderField> fields, string name) =>
        fields.GetAll(name) is [var first, ..] ? first : null;
}
