namespace DockerPS.Binding;

/// <summary>Pairs that users write as <c>NAME=value</c>.</summary>
static class KeyValues
{
    /// <summary>The pairs; a name without a value gets an empty value, and if a name occurs twice the last one wins.</summary>
    public static Dictionary<string, string> ToDictionary(IEnumerable<string> texts)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            pairs[equals < 0 ? text : text[..equals]] = equals < 0 ? "" : text[(equals + 1)..];
        }
        return pairs;
    }
}
