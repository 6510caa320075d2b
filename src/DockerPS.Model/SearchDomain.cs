using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>The domains in which a container looks for names.</summary>
public static partial class SearchDomain
{
    const int Longest = 254;

    /// <summary>The domain as docker sends it: without a dot or white space at its end. A dot alone means none.</summary>
    /// <exception cref="FormatException">It is not a domain.</exception>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed == ".")
            return trimmed;
        string domain = trimmed.EndsWith('.') ? trimmed[..^1] : trimmed;
        return domain.Length <= Longest && domain.Any(char.IsAsciiLetter) && Domain().IsMatch(domain)
            ? domain
            : throw new FormatException($"'{text}' is not a valid domain. Expected one such as example.com, or . for none.");
    }

    [GeneratedRegex(
        @"^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Domain();
}
