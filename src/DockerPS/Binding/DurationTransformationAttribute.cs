using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace DockerPS.Binding;

/// <summary>Takes a duration as a <see cref="TimeSpan" />, as seconds, or as docker writes it: <c>30s</c>, <c>1m30s</c>, <c>500ms</c>.</summary>
public sealed partial class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or TimeSpan => value,
            // a bare number would become ticks, which nobody means; and 30s is a number in PowerShell, of 16 bits
            byte or sbyte or short or ushort or int or uint or long or ulong or double or decimal or float => TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            string text => Parse(text),
            _ => inputData,
        };
    }

    static TimeSpan Parse(string text)
    {
        string trimmed = text.Trim();
        if (double.TryParse(trimmed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
            return TimeSpan.FromSeconds(seconds);
        if (TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var span))
            return span;
        var match = Syntax().Match(trimmed);
        if (!match.Success || trimmed.Length == 0)
            throw new ArgumentTransformationMetadataException($"'{text}' is no duration. Expected a TimeSpan, seconds as a number, or a text such as 30s, 1m30s or 500ms.");
        var total = TimeSpan.Zero;
        for (int i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            double number = double.Parse(match.Groups["number"].Captures[i].Value, CultureInfo.InvariantCulture);
            total += match.Groups["unit"].Captures[i].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                "us" or "µs" => TimeSpan.FromMicroseconds(number),
                "ns" => TimeSpan.FromMicroseconds(number / 1000),
                _ => TimeSpan.FromSeconds(number),
            };
        }
        return total;
    }

    [GeneratedRegex("^(?:(?<number>[0-9]+(?:[.][0-9]+)?)(?<unit>h|ms|us|µs|ns|m|s))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
