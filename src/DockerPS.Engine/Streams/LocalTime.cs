using System.Globalization;

namespace DockerPS.Engine;

/// <summary>
/// Converts an engine's times for PowerShell: to the user's time zone, and to null for "never", for which engines write the year 1 or
/// nothing.
/// </summary>
static class LocalTime
{
    public static DateTime? Of(DateTimeOffset? moment) => moment is { Year: > 1 } time ? time.LocalDateTime : null;

    public static DateTime? Of(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? Of(moment) : null;

    /// <summary>From seconds since 1970; 0 is "never".</summary>
    public static DateTime? OfUnixTime(long seconds) => seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds).LocalDateTime : null;
}
