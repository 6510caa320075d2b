using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>The search domains of a container.</summary>
public static partial class SearchDomain
{
    const int Longest = 254;

    /// <summary>The domain as docker sends it: without a trailing dot or white space. A single dot means none.</summary>
    /// <exception cref="FormatException">The domain is invalid.</exception>
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
