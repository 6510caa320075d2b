namespace DockerPS.Engine;

/// <summary>Texts <c>NAME=value</c>, as engines hold variables and labels.</summary>
static class NameValues
{
    /// <summary>Variables by their names; one without a value is one that its process does not have.</summary>
    public static Dictionary<string, string> ToVariables(IEnumerable<string>? texts) =>
        ToDictionary(texts?.Where(static text => text.Contains('=', StringComparison.Ordinal)));

    /// <summary>
    /// The values by their names, in their order; of a doubled name the last one counts, and a name alone has an empty value.
    /// </summary>
    public static Dictionary<string, string> ToDictionary(IEnumerable<string>? texts)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            result[equals < 0 ? text : text[..equals]] = equals < 0 ? "" : text[(equals + 1)..];
        }
        return result;
    }
}
