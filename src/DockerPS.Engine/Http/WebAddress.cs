using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>
/// The parts of a web address that may be secret: user and password, and the query, which holds the signature or the token of a link that
/// somebody was given.
/// </summary>
static partial class WebAddress
{
    const string Hidden = "***";

    /// <summary>The parts of an address that may be secret; a user, who may be a token, with the @ behind it.</summary>
    public static IReadOnlyList<string> SecretsOf(string address) =>
        [.. Secret().Matches(address).Select(static match => match.Value).Where(static part => part.Length > 0)];

    /// <summary>A text without the secrets of an address.</summary>
    public static string Hide(string text, IEnumerable<string> secrets) =>
        secrets.Aggregate(
            text,
            static (shown, secret) => shown.Replace(secret, secret.EndsWith('@') ? Hidden + '@' : Hidden, StringComparison.Ordinal));

    /// <summary>An address without its secrets.</summary>
    public static string Redact(string address) => Hide(address, SecretsOf(address));

    [GeneratedRegex(@"(?<=^[^/?#]*://)[^/@\s]+@|(?<=^https?://[^?#]*\?)[^#]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
