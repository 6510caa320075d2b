using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>
/// Parses addresses like docker. The system's own parser reads <c>8.8.8</c> as 8.8.0.8 and <c>010.0.0.1</c> as 8.0.0.1; here an IPv4
/// address must have four decimal numbers.
/// </summary>
public static partial class NetworkAddress
{
    const string Expected = "Expected four decimal numbers such as 10.1.0.5, or an IPv6 address such as fd00::5.";

    /// <summary>Parses an IPv4 or IPv6 address, without brackets, port or zone.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        string trimmed = text?.Trim() ?? "";
        if (!trimmed.Contains(':', StringComparison.Ordinal))
            return IPv4().IsMatch(trimmed) && IPAddress.TryParse(trimmed, out address);
        int embedded = trimmed.IndexOf('.', StringComparison.Ordinal) < 0 ? -1 : trimmed.LastIndexOf(':') + 1;
        return IPv6().IsMatch(trimmed) && (embedded < 0 || IPv4().IsMatch(trimmed[embedded..])) && IPAddress.TryParse(trimmed, out address);
    }

    /// <summary>Parses an address.</summary>
    /// <exception cref="FormatException">The text is invalid; the message says what was expected.</exception>
    public static IPAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not a valid IP address. {Expected}");

    /// <summary>Whether a text is a subnet, such as <c>10.20.0.0/16</c>.</summary>
    public static bool IsRange(string? text) =>
        text?.Split('/') is [var first, var length]
        && TryParse(first, out var address)
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int bits)
        && bits <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);

    /// <summary>
    /// Whether a text is a MAC address, such as <c>02:42:ac:11:00:02</c>, <c>02-42-ac-11-00-02</c> or <c>0242.ac11.0002</c>.
    /// </summary>
    public static bool IsHardwareAddress(string? text) => text is not null && Hardware().IsMatch(text);

    [GeneratedRegex(@"^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?!$)|$)){4}$", RegexOptions.CultureInvariant)]
    private static partial Regex IPv4();

    [GeneratedRegex("^[0-9A-Fa-f:.]+$", RegexOptions.CultureInvariant)]
    private static partial Regex IPv6();

    [GeneratedRegex(
        @"^(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Hardware();
}
