using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>Parses sizes like docker: units are multiples of 1024, however they are written.</summary>
public static partial class ByteSize
{
    /// <summary>Parses bytes, or a number with a unit: <c>512m</c>, <c>512MB</c>, <c>0.5GiB</c>, <c>.5g</c>; -1 is also accepted.</summary>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        if (text?.Trim() == "-1")
        {
            bytes = -1;
            return true;
        }
        var match = Syntax().Match(text?.Trim() ?? "");
        if (!match.Success
            || !decimal.TryParse(
                match.Groups["number"].Value,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out decimal number))
            return false;
        string unit = match.Groups["unit"].Value.ToLowerInvariant();
        int power = unit.Length == 0 ? 0 : "kmgtp".IndexOf(unit[0], StringComparison.Ordinal) + 1;
        for (int i = 0; i < power; i++)
            number *= 1024;
        if (number > long.MaxValue)
            return false;
        bytes = (long)number;
        return true;
    }

    [GeneratedRegex(
        "^(?<number>[0-9]{1,18}(?:[.][0-9]*)?|[.][0-9]+) ?(?:(?<unit>[kmgtp])i?)?b?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
