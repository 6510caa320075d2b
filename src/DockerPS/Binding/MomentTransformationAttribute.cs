using System.Globalization;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>
/// Accepts a point in time like docker: a date, a number of seconds since 1970, or an age, as a <see cref="TimeSpan" /> or a string such as
/// <c>10m</c>.
/// </summary>
public sealed class MomentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = TextValues.Unwrap(inputData);
        return value switch
        {
            null or DateTimeOffset => value,
            DateTime date => new DateTimeOffset(date),
            TimeSpan ago => Ago(ago, ago.ToString()),
            // 1d is a number in PowerShell, but everybody else means a day ago
            _ when (value as string ?? TextValues.TypedNumber(inputData)) is { } text => Parse(text),
            _ when TextValues.IsNumber(value) => Parse(LanguagePrimitives.ConvertTo<string>(value)),
            _ => throw Invalid($"{value}"),
        };
    }

    static DateTimeOffset Parse(string text)
    {
        if (decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out decimal seconds))
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
                : throw Invalid(text);
        // 10:30 is a time of day
        if (!text.Contains(':') && Duration.TryParse(text, out var ago))
            return Ago(ago, text);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment)
            ? moment
            : throw Invalid(text);
    }

    static DateTimeOffset Ago(TimeSpan duration, string text)
    {
        var now = DateTimeOffset.UtcNow;
        return duration < now - DateTimeOffset.MinValue && duration > now - DateTimeOffset.MaxValue ? now - duration : throw Invalid(text);
    }

    static ArgumentTransformationMetadataException Invalid(string text) =>
        new($"'{text}' is not a valid point in time. Expected a date and time, seconds since 1970, or an age such as 10m or 1h30m.");
}
