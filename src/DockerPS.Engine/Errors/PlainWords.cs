using System.Globalization;

namespace DockerPS.Engine;

/// <summary>Formats figures for people.</summary>
static class PlainWords
{
    /// <summary>A time in seconds: <c>1 second</c>, <c>2.5 seconds</c>.</summary>
    public static string Seconds(TimeSpan time) =>
        time.TotalSeconds == 1 ? "1 second" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} seconds");

    /// <summary>The age of something in its largest unit: <c>42 minutes ago</c>.</summary>
    public static string Ago(DateTimeOffset moment)
    {
        var time = DateTimeOffset.UtcNow - moment;
        return time.TotalSeconds < 1 ? "just now"
            : time.TotalMinutes < 1 ? Ago(time.TotalSeconds, "second")
            : time.TotalHours < 1 ? Ago(time.TotalMinutes, "minute")
            : time.TotalDays < 1 ? Ago(time.TotalHours, "hour")
            : Ago(time.TotalDays, "day");
    }

    static string Ago(double count, string unit) =>
        (int)count == 1 ? $"1 {unit} ago" : string.Create(CultureInfo.InvariantCulture, $"{(int)count} {unit}s ago");
}
