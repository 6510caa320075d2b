using System.Globalization;

namespace DockerPS;

/// <summary>The number of bytes per second that a container may read from or write to a block device.</summary>
/// <remarks>Source: <c>docker run --device-read-bps</c>.</remarks>
public sealed record DeviceRate : ITextValue<DeviceRate>
{
    /// <summary>The device on the host, such as <c>/dev/sda</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes per second.</summary>
    public required long BytesPerSecond { get; init; }

    /// <summary>Parses docker's syntax: <c>/dev/sda:1mb</c>.</summary>
    public static DeviceRate Parse(string text)
    {
        var (path, value) = DeviceText.Split(text);
        return new DeviceRate
        {
            Path = path,
            BytesPerSecond = ByteSize.TryParse(value, out long rate) && rate >= 0 ? rate : throw Invalid(text),
        };
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!DeviceText.IsPath(Path) || BytesPerSecond < 0)
            throw Invalid(ToString());
    }

    /// <summary>The rate in docker's syntax.</summary>
    public override string ToString() => DeviceText.Join(Path, BytesPerSecond);

    static FormatException Invalid(string text) =>
        new($"'{text}' is not a valid device rate. Expected a device and bytes per second, such as /dev/sda:1mb.");
}

/// <summary>The number of operations per second that a container may perform on a block device.</summary>
/// <remarks>Source: <c>docker run --device-read-iops</c>.</remarks>
public sealed record DeviceOperationRate : ITextValue<DeviceOperationRate>
{
    /// <summary>The device on the host, such as <c>/dev/sda</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Operations per second.</summary>
    public required long OperationsPerSecond { get; init; }

    /// <summary>Parses docker's syntax: <c>/dev/sda:1000</c>.</summary>
    public static DeviceOperationRate Parse(string text)
    {
        var (path, value) = DeviceText.Split(text);
        return new DeviceOperationRate
        {
            Path = path,
            OperationsPerSecond = DeviceText.TryNumber(value, out long rate) ? rate : throw Invalid(text),
        };
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!DeviceText.IsPath(Path) || OperationsPerSecond < 0)
            throw Invalid(ToString());
    }

    /// <summary>The rate in docker's syntax.</summary>
    public override string ToString() => DeviceText.Join(Path, OperationsPerSecond);

    static FormatException Invalid(string text) =>
        new($"'{text}' is not a valid device rate. Expected a device and operations per second, such as /dev/sda:1000.");
}

/// <summary>The weight of a container against others for a block device.</summary>
/// <remarks>Source: <c>docker run --blkio-weight-device</c>.</remarks>
public sealed record DeviceWeight : ITextValue<DeviceWeight>
{
    /// <summary>The device on the host, such as <c>/dev/sda</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The weight, from 10 to 1000; 0 for none.</summary>
    public required int Weight { get; init; }

    /// <summary>Parses docker's syntax: <c>/dev/sda:200</c>.</summary>
    public static DeviceWeight Parse(string text)
    {
        var (path, value) = DeviceText.Split(text);
        var device = new DeviceWeight
        {
            Path = path,
            Weight = DeviceText.TryNumber(value, out long weight) && weight <= ResourceLimits.HighestWeight
                ? (int)weight
                : throw Invalid(text),
        };
        return ResourceLimits.IsWeight(device.Weight) ? device : throw Invalid(text);
    }

    /// <inheritdoc />
    public void Check()
    {
        if (!DeviceText.IsPath(Path) || !ResourceLimits.IsWeight(Weight))
            throw Invalid(ToString());
    }

    /// <summary>The weight in docker's syntax.</summary>
    public override string ToString() => DeviceText.Join(Path, Weight);

    static FormatException Invalid(string text) =>
        new($"'{text}' is not a valid device weight. Expected a device and a weight from 10 to 1000, such as /dev/sda:200.");
}

/// <summary>The common syntax of device limits: <c>DEVICE:NUMBER</c>.</summary>
static class DeviceText
{
    public static bool IsPath(string path) => path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>The parts; the value is empty, and therefore not a number, if the text does not begin with a device.</summary>
    public static (string Path, string Value) Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && IsPath(text) ? (text[..colon], text[(colon + 1)..]) : (text, "");
    }

    public static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    public static string Join(string path, long value) => string.Create(CultureInfo.InvariantCulture, $"{path}:{value}");
}
