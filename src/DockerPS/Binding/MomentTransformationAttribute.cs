using System.Globalization;
using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>Takes a moment as a date, or as how long ago it was: a <see cref="TimeSpan" /> or a text such as <c>10m</c>, as docker does.</summary>
public sealed class MomentTransformationAttribute : ArgumentTransformationAttribute
{
    static readonly DurationTransformationAttribute Duration = new();

    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case null or DateTimeOffset:
                return value;
            case DateTime date:
                return new DateTimeOffset(date);
            case string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment):
                return moment;
            default:
                try
                {
                    return DateTimeOffset.UtcNow - (TimeSpan)Duration.Transform(engineIntrinsics, inputData)!;
                }
                catch (Exception e) when (e is ArgumentTransformationMetadataException or InvalidCastException)
                {
                    throw new ArgumentTransformationMetadataException($"'{value}' is no moment. Expected a date and time, or how long ago it was, such as 10m or 1h30m.");
                }
        }
    }
}
