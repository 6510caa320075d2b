namespace DockerPS.Engine;

/// <summary>A header field. Names and values are octets, and one character stands for each of them.</summary>
readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>What a field costs beyond its octets, in the reckoning of RFC 7541, section 4.1.</summary>
    public const int Overhead = 32;

    /// <summary>The size by which tables and lists are limited.</summary>
    public int Size => Name.Length + Value.Length + Overhead;
}

/// <summary>Finds fields by their names.</summary>
static class HeaderFields
{
    /// <summary>The values of a name, in their order.</summary>
    public static IReadOnlyList<string> GetAll(this IReadOnlyList<HeaderField> fields, string name) =>
        [.. fields.Where(field => field.Name == name).Select(static field => field.Value)];

    /// <summary>The first value of a name; null when there is none.</summary>
    public static string? Find(this IReadOnlyList<HeaderField> fields, string name) =>
        fields.GetAll(name) is [var first, ..] ? first : null;
}
