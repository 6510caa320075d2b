using System.Globalization;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>
/// Takes a duration as a <see cref="TimeSpan" />, as seconds, or as docker writes it: <c>30s</c>, <c>1m30s</c>, <c>500ms</c>.
/// </summary>
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = TextValues.Unwrap(inputData);
        // 30s is a number in PowerShell, of 16 bits, and 1.5s is 2
        if ((value as string ?? TextValues.TypedNumber(inputData)) is { } text)
            return Duration.TryParse(text, out var duration) ? duration : throw Invalid(text);
        if (!TextValues.IsNumber(value))
            return value is null or TimeSpan ? value : inputData;
        try
        {
            // a bare number would become ticks, which nobody means
            return TimeSpan.FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw Invalid(LanguagePrimitives.ConvertTo<string>(value));
        }
    }

    static ArgumentTransformationMetadataException Invalid(string text) =>
        new($"'{text}' is not a valid duration. Expected a TimeSpan, seconds as a number, or a text such as 30s, 1m30s or 500ms.");
}
