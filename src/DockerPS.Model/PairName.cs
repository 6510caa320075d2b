namespace DockerPS;

/// <summary>The names in pairs such as <c>NAME=value</c>, with docker's rules.</summary>
public static class PairName
{
    /// <summary>The name of a pair.</summary>
    public static string Of(string pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        int equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? pair : pair[..equals];
    }

    /// <summary>Checks the name of a label.</summary>
    /// <exception cref="FormatException">The name is empty or contains white space.</exception>
    public static void CheckLabel(string pair) => Check(pair, "label", "app=web");

    /// <summary>Checks the name of an environment variable.</summary>
    /// <exception cref="FormatException">The name is empty or contains white space.</exception>
    public static void CheckVariable(string pair) => Check(pair, "environment variable", "LEVEL=debug");

    static void Check(string pair, string what, string example)
    {
        string name = Of(pair);
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
        {
            throw new FormatException(
                $"'{pair}' is not a valid {what}. Expected a name without white space and a value, such as {example}.");
        }
    }
}
