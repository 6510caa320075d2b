namespace DockerPS.Engine;

/// <summary>Strings of the form <c>NAME=value</c>, as engines store variables and labels.</summary>
static class NameValues
{
    /// <summary>Variables by name; one without a value is not set in the process.</summary>
    public static Dictionary<string, string> ToVariables(IEnumerable<string>? texts) =>
        ToDictionary(texts?.Where(static text => text.Contains('=', StringComparison.Ordinal)));

    /// <summary>The values by name, in order; if a name occurs twice the last one wins, and a name alone has an empty value.</summary>
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
