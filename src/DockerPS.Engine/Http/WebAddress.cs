using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>
/// The parts of a web address that may be secret: the user, the password and the query, which may contain the signature or token of a
/// private link.
/// </summary>
static partial class WebAddress
{
    const string Hidden = "***";

    /// <summary>The parts of an address that may be secret; a user, which may be a token, includes the @ after it.</summary>
    public static IReadOnlyList<string> SecretsOf(string address) =>
        [.. Secret().Matches(address).Select(static match => match.Value).Where(static part => part.Length > 0)];

    /// <summary>A text without the secrets of an address.</summary>
    public static string Hide(string text, IEnumerable<string> secrets) =>
        secrets.Aggregate(
            text,
            static (shown, secret) => shown.Replace(secret, secret.EndsWith('@') ? Hidden + '@' : Hidden, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<=^[^/?#]*://)[^/@\s]+@|(?<=^https?://[^?#]*\?)[^#]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
