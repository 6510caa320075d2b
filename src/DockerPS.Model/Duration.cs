using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>Parses and writes durations like docker: <c>30s</c>, <c>1m30s</c>, <c>500ms</c>, <c>.5h</c>.</summary>
public static partial class Duration
{
    /// <summary>
    /// Parses docker's syntax, and also days (<c>2d</c>); a number alone is in seconds, and <c>00:01:30</c> is a <see cref="TimeSpan" />.
    /// </summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        string trimmed = text?.Trim() ?? "";
        if (trimmed.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out duration);
        var match = Syntax().Match(trimmed.All(static c => char.IsAsciiDigit(c) || c == '.') ? trimmed + "s" : trimmed);
        if (!match.Success)
            return false;
        decimal ticks = 0;
        for (int i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            if (!decimal.TryParse(
                match.Groups["number"].Captures[i].Value,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out decimal number))
                return false;
            decimal unit = match.Groups["unit"].Captures[i].Value switch
            {
                "d" => TimeSpan.TicksPerDay,
                "h" => TimeSpan.TicksPerHour,
                "m" => TimeSpan.TicksPerMinute,
                "s" => TimeSpan.TicksPerSecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "ns" => 1m / TimeSpan.NanosecondsPerTick,
                _ => TimeSpan.TicksPerMicrosecond,
            };
            if (number > long.MaxValue / unit)
                return false;
            ticks += number * unit;
        }
        if (ticks > long.MaxValue)
            return false;
        duration = TimeSpan.FromTicks((long)Math.Round(ticks));
        return true;
    }

    /// <summary>Writes docker's syntax, such as <c>1m30s</c>.</summary>
    public static string ToText(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        duration = duration.Duration();
        if ((long)duration.TotalHours is > 0 and var hours)
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        if (duration.Minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{duration.Minutes}m");
        decimal seconds = (decimal)(duration.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
        if (seconds > 0)
            text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#######}s");
        return text.ToString();
    }

    [GeneratedRegex(@"^(?:(?<number>[0-9]{1,19}(?:\.[0-9]*)?|\.[0-9]+)(?<unit>d|h|ms|us|µs|μs|ns|m|s))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
