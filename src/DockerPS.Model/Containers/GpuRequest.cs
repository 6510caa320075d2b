using System.Globalization;

namespace DockerPS;

/// <summary>A request for GPUs for a container.</summary>
/// <remarks>Source: <c>docker run --gpus</c>.</remarks>
public sealed record GpuRequest : ITextValue<GpuRequest>
{
    const string Expected = "Expected all, a number, or options such as device=0,1, count=2, driver=nvidia or \"capabilities=compute,utility\".";
    const int All = -1;

    /// <summary>The number; -1 for all, and 0 if devices are named.</summary>
    public int Count { get; init; }

    /// <summary>The devices: numbers or ids.</summary>
    public IReadOnlyList<string> DeviceIds { get; init; } = [];

    /// <summary>The driver; null to let the engine choose.</summary>
    public string? Driver { get; init; }

    /// <summary>The required capabilities, including <c>gpu</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = ["gpu"];

    /// <summary>Options for the driver.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Parses docker's syntax: <c>all</c>, a number, or fields such as
    /// <c>count=2,driver=nvidia,"capabilities=compute,utility","device=0,1"</c>. Numbers and ids after <c>device=</c> are more devices,
    /// with or without quotes.
    /// </summary>
    public static GpuRequest Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var request = new GpuRequest();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? last = null;
        foreach (string field in CommaFields.Split(text.Trim()))
        {
            var (key, value) = CommaFields.SplitField(field);
            if (value is null && last == "device" && key != "all")
            {
                request = request with { DeviceIds = [.. request.DeviceIds, key] };
                continue;
            }
            last = value is null ? "count" : key;
            if (!seen.Add(last))
                throw new FormatException($"The GPU request '{text}' has {last} more than once. {Expected}");
            request = request.With(text, last, value ?? key);
        }
        if (!seen.Contains("count") && !seen.Contains("device"))
            request = request with { Count = 1 };
        request.Check(text);
        return request;
    }

    /// <inheritdoc />
    public void Check() => Check(ToString());

    /// <summary>The request in docker's syntax.</summary>
    public override string ToString()
    {
        List<string> fields =
        [
            .. Count == 0 ? [] : (string[])[Count == All ? "count=all" : string.Create(CultureInfo.InvariantCulture, $"count={Count}")],
            .. DeviceIds.Count == 0 ? [] : (string[])["device=" + string.Join(',', DeviceIds)],
            .. Driver is null ? [] : (string[])["driver=" + Driver],
            .. Capabilities is ["gpu"]
                ? []
                : (string[])["capabilities=" + string.Join(',', Capabilities.Where(static name => name != "gpu"))],
            .. Options.Count == 0
                ? []
                : (string[])["options=" + CommaFields.Join(Options.Select(static option => $"{option.Key}={option.Value}"))],
        ];
        return CommaFields.Join(fields);
    }

    GpuRequest With(string text, string key, string value) => key switch
    {
        "count" => this with
        {
            Count = value == "all" ? All
                : int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count) ? count
                : throw new FormatException($"'{value}' in the GPU request '{text}' is not a number. {Expected}"),
        },
        "driver" => this with { Driver = value },
        "device" => this with { DeviceIds = value.Split(',') },
        "capabilities" => this with { Capabilities = [.. value.Split(',').Append("gpu").Distinct()] },
        "options" =>
            this with
            {
                Options = CommaFields.Split(value)
                    .Select(CommaFields.SplitField)
                    .ToDictionary(static option => option.Key, static option => option.Value ?? ""),
            },
        _ => throw new FormatException($"'{key}' in the GPU request '{text}' is not a valid option. {Expected}"),
    };

    void Check(string text)
    {
        if (Count < All || (Count == 0) == (DeviceIds.Count == 0) || DeviceIds.Any(string.IsNullOrWhiteSpace))
        {
            throw new FormatException(
                $"'{text}' is not a valid GPU request: it needs either a number or ids. {Expected}");
        }
    }
}
