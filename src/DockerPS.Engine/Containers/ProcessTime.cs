using System.Globalization;

namespace DockerPS.Engine;

/// <summary>Parses the times that <c>ps</c> prints.</summary>
static class ProcessTime
{
    static readonly string[] Dates = ["MMMdd", "MMMd", "yyyy"];

    /// <summary>When a process started.</summary>
    /// <param name="elapsed">The age: seconds (<c>etimes</c>) or <c>1-02:03:04</c> (<c>etime</c>); null if there is no such column.</param>
    /// <param name="clock">The time of day, or the day or year of an earlier start (<c>stime</c>); null if there is no such column.</param>
    /// <param name="now">The current time.</param>
    public static DateTime? StartOf(string? elapsed, string? clock, DateTime now)
    {
        if (long.TryParse(elapsed, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            return WholeSeconds(now.AddSeconds(-seconds));
        if (ParseUsed(elapsed) is { } ago)
            return WholeSeconds(now - ago);
        if (TimeOnly.TryParseExact(clock, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return now.Date + time.ToTimeSpan() is var today && today > now ? today.AddDays(-1) : today;
        if (DateTime.TryParseExact(clock, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var day))
            return day > now ? day.AddYears(-1) : day;
        return null;
    }

    /// <summary>A time span as <c>ps</c> prints it: <c>[[days-]hours:]minutes:seconds</c>; null for other text.</summary>
    public static TimeSpan? ParseUsed(string? text)
    {
        int days = 0;
        string rest = text ?? "";
        int dash = rest.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0)
        {
            if (!int.TryParse(rest.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out days))
                return null;
            rest = rest[(dash + 1)..];
        }
        string[] parts = rest.Split(':');
        if (parts.Length is < 2 or > 3)
            return null;
        var total = TimeSpan.Zero;
        foreach (string part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                return null;
            total = (total * 60) + TimeSpan.FromSeconds(number);
        }
        return total + TimeSpan.FromDays(days);
    }

    static DateTime WholeSeconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
