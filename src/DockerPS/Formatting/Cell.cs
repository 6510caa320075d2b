using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace DockerPS.Formatting;

/// <summary>Formats the cells of views. The objects hold the values; only the views format them for people.</summary>
public static class Cell
{
    const int ShortIdLength = 12;

    /// <summary>The width of the status column.</summary>
    const int StatusWidth = 27;

    static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>
    /// Shows a value as it is, without terminal control characters; shows a list one item per line, so that PowerShell does not hide any.
    /// </summary>
    public static object? Text(object? value) => Unwrap(value) switch
    {
        string text => VisibleText.Of(text),
        null => null,
        IConvertible or TimeSpan => value,
        IEnumerable things => string.Join('\n', Each(things).Select(Visible)),
        var other => Visible(other),
    };

    /// <summary>The first 12 digits of an id, without the digest algorithm.</summary>
    public static string ShortId(string? id)
    {
        if (string.IsNullOrEmpty(id))
            return "";
        int colon = id.IndexOf(':', StringComparison.Ordinal);
        string digits = Visible(colon >= 0 ? id[(colon + 1)..] : id);
        return digits.Length > ShortIdLength ? digits[..ShortIdLength] : digits;
    }

    /// <summary>A name unchanged, or a shortened id.</summary>
    public static string Name(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit) ? ShortId(text) : Visible(text);

    /// <summary>A percentage with two decimals: <c>12.34</c>.</summary>
    public static string Percent(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Bytes in decimal units with three digits, as docker shows them: <c>1.24MB</c>. Empty for an unknown size.</summary>
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

    /// <summary>Bytes in binary units with four digits, as docker shows memory: <c>15.51GiB</c>. Empty for an unknown size.</summary>
    public static string BinarySize(long? bytes)
    {
        if (bytes is not { } value)
            return "";
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        int unit = value <= 0 ? 0 : Math.Min((int)Math.Log2(value) / 10, units.Length - 1);
        double size = value / Math.Pow(1024, unit);
        string digits = size >= 1000 ? "0" : size >= 100 ? "0.#" : size >= 10 ? "0.##" : "0.###";
        return size.ToString(digits, CultureInfo.InvariantCulture) + units[unit];
    }

    /// <summary>Two related figures, as docker shows them: <c>312KiB / 64MiB</c>; only the first if the second is unknown.</summary>
    public static string Both(string? one, string? other) => string.IsNullOrEmpty(other) ? one ?? "" : $"{one} / {other}";

    /// <summary>A name, followed by docker's star if it is the current one.</summary>
    public static string Marked(string? name, bool isUsed) => isUsed ? Visible(name) + " *" : Visible(name);

    /// <summary>A text shortened to a maximum length, with an ellipsis if anything was cut off.</summary>
    public static string Shorten(string? text, int length) =>
        Visible(text) is var shown && shown.Length <= length ? shown : shown[..(length - 1)] + "…";

    /// <summary>
    /// A name shortened to a maximum length by cutting off the beginning, since the end is more specific; an ellipsis marks the cut.
    /// </summary>
    public static string Ending(string? name, int length) =>
        Visible(name) is var shown && shown.Length <= length ? shown : "…" + shown[^(length - 1)..];

    /// <summary>
    /// The age of a point in time in its largest unit: <c>1 min ago</c>, <c>3 hours ago</c>. Never longer than 13 characters.
    /// </summary>
    public static string Age(DateTime? moment) =>
        moment is not { } time || time == default ? "" : Duration(DateTime.UtcNow - time.ToUniversalTime()) + " ago";

    /// <summary>A duration in its largest unit: <c>5 sec</c>, <c>3 hours</c>.</summary>
    public static string Duration(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 60 => $"{Math.Max(0, (int)duration.TotalSeconds)} sec",
        < 3600 => $"{(int)duration.TotalMinutes} min",
        < 48 * 3600 => Count((int)duration.TotalHours, "hour"),
        < 14 * 86400 => Count((int)duration.TotalDays, "day"),
        < 60 * 86400 => Count((int)(duration.TotalDays / 7), "week"),
        < 730 * 86400d => Count((int)(duration.TotalDays / 30), "month"),
        _ => Count((int)(duration.TotalDays / 365), "year"),
    };

    /// <summary>An elapsed time in hours, minutes and seconds: <c>26:03:04</c>.</summary>
    public static string Clock(TimeSpan? time) =>
        time is not { } used
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{(long)used.TotalHours:00}:{used.Minutes:00}:{used.Seconds:00}");

    /// <summary>An elapsed time in seconds: <c>12.3</c>.</summary>
    public static string Seconds(TimeSpan? time) => time?.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// A container's status in the engine's words, with the longest ones shortened, coloured if it needs attention. PowerShell removes the
    /// colour if the host does not show any.
    /// </summary>
    /// <param name="status">The engine's text.</param>
    /// <param name="state">The state.</param>
    /// <param name="health">The result of the health check.</param>
    /// <param name="dim">The colour sequence for containers that are not running.</param>
    /// <param name="alarm">The colour sequence for containers with a problem.</param>
    /// <param name="reset">The sequence that resets the colour.</param>
    public static string Status(string? status, object? state, object? health, string? dim, string? alarm, string? reset)
    {
        string words = Visible(status)
            .Replace("Less than a second", "0 seconds", StringComparison.Ordinal)
            .Replace("About a minute", "1 minute", StringComparison.Ordinal)
            .Replace("About an hour", "1 hour", StringComparison.Ordinal)
            .Replace("(health: starting)", "(starting)", StringComparison.Ordinal);
        if (words.Length > StatusWidth)
            words = words.Replace(" seconds", " sec", StringComparison.Ordinal).Replace(" minutes", " min", StringComparison.Ordinal);
        string? colour = (state?.ToString(), health?.ToString()) switch
        {
            (nameof(ContainerState.Restarting) or nameof(ContainerState.Dead), _) or (_, nameof(ContainerHealth.Unhealthy)) => alarm,
            (nameof(ContainerState.Exited) or nameof(ContainerState.Created), _) => dim,
            _ => null,
        };
        return string.IsNullOrEmpty(colour) ? words : colour + words + reset;
    }

    /// <summary>The image of a container; a bare digest is shortened like an id.</summary>
    public static string Image(string? image) =>
        image is not null && image.StartsWith("sha256:", StringComparison.Ordinal) ? ShortId(image) : Visible(image);

    /// <summary>
    /// A log line with the name of its container in front, as <c>web | ready</c>. The line is unchanged and keeps its colours.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="line">The line.</param>
    /// <param name="stream">The stream of the line.</param>
    /// <param name="alarm">The colour sequence for standard error.</param>
    /// <param name="reset">The sequence that resets the colour.</param>
    public static string LogLine(string? container, string? line, object? stream, string? alarm, string? reset) =>
        stream?.ToString() == nameof(ContainerStream.StandardError)
            ? $"{alarm}{Visible(container)} |{reset} {line}"
            : $"{Visible(container)} | {line}";

    /// <summary>
    /// Ports in one cell as docker shows them, sorted and with consecutive ports as a range. The address is omitted if it means every
    /// address, as is the engine's second entry for IPv6 if it is otherwise the same.
    /// </summary>
    public static string Ports(object? ports) =>
        string.Join(", ", PortRange.Fold(Each(ports).Select(static port => PortRange.TryParse(port?.ToString())).OfType<PortRange>()));

    /// <summary>A short id, or docker's word for a missing one.</summary>
    public static string OrMissing(string? id) => string.IsNullOrEmpty(id) ? "<missing>" : ShortId(id);

    /// <summary>A condition as docker shows it: <c>[OK]</c> if true, otherwise empty.</summary>
    public static string Tick(bool holds) => holds ? "[OK]" : "";

    /// <summary>A text, or docker's word for none.</summary>
    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "<none>" : Visible(text);

    /// <summary>Items in one cell, separated by commas; a dictionary as pairs, such as <c>app=web, tier=front</c>.</summary>
    public static string List(object? things) => string.Join(", ", Each(things).Select(Visible));

    /// <summary>The items of a list, or the pairs of a dictionary; also after deserialization, when the types are different.</summary>
    static IEnumerable<object?> Each(object? things) => Unwrap(things) switch
    {
        null => [],
        string text => [text],
        IReadOnlyDictionary<string, string> pairs => pairs.Select(static pair => $"{pair.Key}={pair.Value}"),
        IDictionary pairs => pairs.Cast<DictionaryEntry>().Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal),
        IEnumerable list => list.Cast<object?>(),
        var one => [one],
    };

    static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : value;

    static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";

    static string Visible(object? value) => VisibleText.Of(value?.ToString() ?? "");
}
