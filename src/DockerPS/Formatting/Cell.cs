using System.Globalization;
using System.Net.Sockets;

namespace DockerPS.Formatting;

/// <summary>The text of a cell in a view. The objects keep the values; only the views speak in human terms.</summary>
public static class Cell
{
    const int ShortIdLength = 12;

    static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>What a view shows of a value as it is: of a text, and of what is written as one, nothing that a terminal would obey.</summary>
    public static object? Text(object? value) => value switch
    {
        string text => VisibleText.Of(text),
        null or IConvertible or DateTimeOffset or TimeSpan => value,
        System.Collections.IEnumerable things => things.Cast<object?>().Select(Text).ToArray(),
        _ => Visible(value),
    };

    /// <summary>The first 12 digits of an id, without the name of its digest.</summary>
    public static string ShortId(string? id)
    {
        if (string.IsNullOrEmpty(id))
            return "";
        int colon = id.IndexOf(':', StringComparison.Ordinal);
        string digits = Visible(colon >= 0 ? id[(colon + 1)..] : id);
        return digits.Length > ShortIdLength ? digits[..ShortIdLength] : digits;
    }

    /// <summary>A name as it is, and an id shortened.</summary>
    public static string Name(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit) ? ShortId(text) : Visible(text);

    /// <summary>A percentage with two digits: <c>12.34</c>.</summary>
    public static string Percent(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Bytes in decimal units with three digits, as docker shows them: <c>1.24MB</c>. Nothing for an unknown size.</summary>
    public static string Size(long? bytes)
    {
        if (bytes is not { } value)
            return "";
        double size = value;
        int unit = 0;
        while (Math.Abs(size) >= 1000 && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }
        string digits = unit == 0 ? size.ToString("0", CultureInfo.InvariantCulture)
            : size >= 100 ? size.ToString("0", CultureInfo.InvariantCulture)
            : size >= 10 ? size.ToString("0.#", CultureInfo.InvariantCulture)
            : size.ToString("0.##", CultureInfo.InvariantCulture);
        return digits + Units[unit];
    }

    /// <summary>Bytes in binary units, as docker shows the memory of a machine: <c>15.51GiB</c>.</summary>
    public static string BinarySize(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        int unit = bytes <= 0 ? 0 : Math.Min((int)Math.Log2(bytes) / 10, units.Length - 1);
        return (bytes / Math.Pow(1024, unit)).ToString("0.##", CultureInfo.InvariantCulture) + units[unit];
    }

    /// <summary>A name, with docker's star behind it when it is the one that is used.</summary>
    public static string Marked(string? name, bool isUsed) => isUsed ? Visible(name) + " *" : Visible(name);

    /// <summary>A text of at most so many characters; what is cut off leaves an ellipsis.</summary>
    public static string Shorten(string? text, int length) => Visible(text) is var shown && shown.Length <= length ? shown : shown[..(length - 1)] + "…";

    /// <summary>A name of at most so many characters, of which the end tells most; what is cut off leaves an ellipsis.</summary>
    public static string Ending(string? name, int length) => Visible(name) is var shown && shown.Length <= length ? shown : "…" + shown[^(length - 1)..];

    /// <summary>Pairs in one cell, as <c>app=web, tier=front</c>.</summary>
    public static string Pairs(IReadOnlyDictionary<string, string>? pairs) => pairs is null ? "" : Visible(string.Join(", ", pairs.Select(static pair => $"{pair.Key}={pair.Value}")));

    /// <summary>How long ago a moment was, in its largest unit: <c>3 hours ago</c>.</summary>
    public static string Age(DateTimeOffset? moment) => moment is not { } time || time == default ? "" : Duration(DateTimeOffset.UtcNow - time) + " ago";

    /// <summary>A duration in its largest unit, as docker says it: <c>About a minute</c>, <c>3 hours</c>.</summary>
    public static string Duration(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 1 => "Less than a second",
        < 2 => "1 second",
        < 60 => $"{(int)duration.TotalSeconds} seconds",
        < 120 => "About a minute",
        < 3600 => $"{(int)duration.TotalMinutes} minutes",
        < 5400 => "About an hour",
        < 48 * 3600 => $"{(int)Math.Round(duration.TotalHours)} hours",
        < 14 * 86400 => $"{(int)duration.TotalDays} days",
        < 60 * 86400 => $"{(int)(duration.TotalDays / 7)} weeks",
        < 730 * 86400d => $"{(int)(duration.TotalDays / 30)} months",
        _ => $"{(int)(duration.TotalDays / 365)} years",
    };

    /// <summary>An image as a container names it: a bare digest is shortened as an id is.</summary>
    public static string Image(string? image) => image is not null && image.StartsWith("sha256:", StringComparison.Ordinal) ? ShortId(image) : Visible(image);

    /// <summary>Ports in one cell; the second line that an engine adds for IPv6 is left out where it says the same.</summary>
    public static string Ports(IEnumerable<ContainerPort>? ports)
    {
        if (ports is null)
            return "";
        var all = ports.ToList();
        return List(all.Where(port => !(port.HostAddress is { AddressFamily: AddressFamily.InterNetworkV6 } && all.Exists(other => IsSame(port, other)))));

        static bool IsSame(ContainerPort port, ContainerPort other) =>
            other.HostAddress is { AddressFamily: AddressFamily.InterNetwork } && other.Port == port.Port && other.HostPort == port.HostPort && other.Protocol == port.Protocol;
    }

    /// <summary>A short id, or docker's word for one that is not here.</summary>
    public static string OrMissing(string? id) => string.IsNullOrEmpty(id) ? "<missing>" : ShortId(id);

    /// <summary>What is so, as docker shows it: <c>[OK]</c>, or nothing.</summary>
    public static string Tick(bool holds) => holds ? "[OK]" : "";

    /// <summary>A text, or docker's word for none.</summary>
    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "<none>" : Visible(text);

    /// <summary>Things in one cell, separated by commas.</summary>
    public static string List(IEnumerable<object?>? things) => things is null ? "" : Visible(string.Join(", ", things));

    static string Visible(object? value) => VisibleText.Of(value?.ToString() ?? "");
}
