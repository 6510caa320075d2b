using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>
/// Accepts bytes as a number (<c>512MB</c> is one in PowerShell) or as a string such as <c>512m</c>, <c>0.5GB</c> or <c>1GiB</c>, in units
/// of 1024 like docker.
/// </summary>
public sealed class ByteSizeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc />
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // 10d is a number in PowerShell, but not a size
        if ((TextValues.Unwrap(inputData) as string ?? TextValues.TypedNumber(inputData)) is not { } text)
            return inputData;
        return ByteSize.TryParse(text, out long bytes)
            ? bytes
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a valid size. Expected bytes as a number, or a number with a unit such as 512m, 512MB or 0.5GB.");
    }
}
