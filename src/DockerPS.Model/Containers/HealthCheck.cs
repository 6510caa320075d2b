using System.Globalization;
using System.Text.Json;

namespace DockerPS;

/// <summary>The health check of a container.</summary>
/// <remarks>Source: <c>HEALTHCHECK</c> of a Dockerfile, and Engine API, schema HealthConfig.</remarks>
public sealed record HealthCheck : ITextValue<HealthCheck>
{
    const string Expected = "Expected NONE, or CMD and a command, with options such as --interval=30s, --timeout=5s, --start-period=1m, --start-interval=2s and --retries=3 before it.";
    const string None = "NONE";
    const string Shell = "CMD-SHELL";
    const string Program = "CMD";

    // an engine treats less as zero
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// The check in the form of the Engine API: <c>CMD-SHELL</c> and a line for the container's shell; <c>CMD</c>, a program and its
    /// arguments; or <c>NONE</c>; empty for the image's own.
    /// </summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>The time between checks.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>How long a check may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long after the start failures do not count.</summary>
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>The time between checks during the start period.</summary>
    public TimeSpan? StartInterval { get; init; }

    /// <summary>The number of consecutive failures that make it unhealthy.</summary>
    public int? Retries { get; init; }

    /// <summary>Whether the image's check is turned off.</summary>
    public bool IsDisabled => Test is [None];

    /// <summary>No check, even if the image has one.</summary>
    public static HealthCheck Disabled { get; } = new() { Test = [None] };

    /// <summary>The test for a line that the container's shell runs.</summary>
    public static IReadOnlyList<string> TestOf(string command) => [Shell, command];

    /// <summary>
    /// Parses the text after HEALTHCHECK in a Dockerfile: <c>--interval=30s --retries=3 CMD curl -f http://localhost/</c>, or <c>NONE</c>.
    /// </summary>
    public static HealthCheck Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var check = new HealthCheck();
        string rest = text.Trim();
        while (rest.StartsWith("--", StringComparison.Ordinal))
        {
            int end = rest.AsSpan().IndexOfAny(" \t\n") is var space and >= 0 ? space : rest.Length;
            var (key, value) = CommaFields.SplitField(rest[2..end]);
            check = check.With(text, key, value ?? "");
            rest = rest[end..].TrimStart();
        }
        if (rest.Equals(None, StringComparison.OrdinalIgnoreCase))
        {
            check = check with { Test = [None] };
        }
        else if (rest.StartsWith(Program, StringComparison.OrdinalIgnoreCase)
            && rest.Length > Program.Length
            && char.IsWhiteSpace(rest[Program.Length]))
        {
            string command = rest[Program.Length..].Trim();
            check = check with { Test = TryReadArray(command) is { } words ? [Program, .. words] : TestOf(command) };
        }
        else if (rest.Length > 0)
        {
            throw new FormatException($"'{text}' is not a valid health check. {Expected}");
        }
        check.Check();
        return check;
    }

    /// <inheritdoc />
    public void Check()
    {
        if (Test is not ([] or [None] or [Shell, not ""] or [Program, _, ..]))
            throw new FormatException($"'{string.Join(' ', Test)}' is not a valid health check test. {Expected}");
        if (IsDisabled && this != Disabled with { Test = Test })
            throw new FormatException($"The health check is turned off, so it cannot have options: '{this}'. {Expected}");
        foreach (var time in (TimeSpan?[])[Interval, Timeout, StartPeriod, StartInterval])
        {
            if (time is { } value && value != TimeSpan.Zero && value < Shortest)
                throw new FormatException($"{Duration.ToText(value)} is not a valid time for a health check. Expected at least 1ms.");
        }
        if (Retries < 0)
            throw new FormatException($"{Retries} is not a valid number of failures for a health check. Expected a number such as 3.");
    }

    /// <summary>The check in Dockerfile syntax.</summary>
    public override string ToString()
    {
        List<string> words =
        [
            .. Option("interval", Interval),
            .. Option("timeout", Timeout),
            .. Option("start-period", StartPeriod),
            .. Option("start-interval", StartInterval),
            .. Retries is { } retries ? (string[])[string.Create(CultureInfo.InvariantCulture, $"--retries={retries}")] : [],
            .. Test switch
            {
                [Shell, var command] => (string[])[Program, command],
                [Program, ..] => [Program, JsonSerializer.Serialize(Test.Skip(1).ToArray())],
                [var other, ..] => [other],
                [] => [],
            },
        ];
        return string.Join(' ', words);

        static string[] Option(string name, TimeSpan? time) => time is { } value ? [$"--{name}={Duration.ToText(value)}"] : [];
    }

    HealthCheck With(string text, string key, string value) => key switch
    {
        "interval" => this with { Interval = ToTime(text, value) },
        "timeout" => this with { Timeout = ToTime(text, value) },
        "start-period" => this with { StartPeriod = ToTime(text, value) },
        "start-interval" => this with { StartInterval = ToTime(text, value) },
        "retries" =>
            this with
            {
                Retries = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int retries)
                    ? retries
                    : throw new FormatException($"'{value}' in the health check '{text}' is not a valid number. {Expected}"),
            },
        _ => throw new FormatException($"'--{key}' in the health check '{text}' is not a valid option. {Expected}"),
    };

    static TimeSpan ToTime(string text, string value) =>
        Duration.TryParse(value, out var time)
            ? time
            : throw new FormatException($"'{value}' in the health check '{text}' is not a valid duration. {Expected}");

    static string[]? TryReadArray(string text)
    {
        if (!text.StartsWith('['))
            return null;
        try
        {
            return JsonSerializer.Deserialize<string[]>(text);
        }
        catch (JsonException)
        {
            // docker treats anything but an array as a shell command
            return null;
        }
    }
}
