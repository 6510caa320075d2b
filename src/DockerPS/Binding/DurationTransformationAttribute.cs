using System.Globalization;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>
/// Accepts a duration as a <see cref="TimeSpan" />, as seconds, or in docker's notation: <c>30s</c>, <c>1m30s</c>, <c>500ms</c>.
/// </summary>
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = TextValues.Unwrap(inputData);
        // PowerShell reads 30s as a 16-bit number, and 1.5s as 2
        if ((value as string ?? TextValues.TypedNumber(inputData)) is { } text)
            return Duration.TryParse(text, out var duration) ? duration : throw Invalid(text);
        if (!TextValues.IsNumber(value))
            return value is null or TimeSpan ? value : inputData;
        try
        {
            // PowerShell would convert a bare number to ticks, which nobody means
            return TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw Invalid(LanguagePrimitives.ConvertTo<string>(value));
        }
    }

    static ArgumentTransformationMetadataException Invalid(string text) =>
        new($"'{text}' is not a valid duration. Expected a TimeSpan, seconds as a number, or a string such as 30s, 1m30s or 500ms.");
}
