namespace DockerPS.Engine;

/// <summary>The settings of a <c># check=</c> comment: for the whole file at its beginning, or for the instruction that follows.</summary>
/// <remarks>Source: the Dockerfile reference, section check.</remarks>
sealed record CheckSettings
{
    const string All = "all";

    /// <summary>No settings.</summary>
    public static CheckSettings None { get; } = new();

    /// <summary>The rules that are skipped.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>The experimental rules that are enabled.</summary>
    public IReadOnlyList<string> Experimental { get; init; } = [];

    /// <summary>Whether findings are errors.</summary>
    public bool IsError { get; init; }

    /// <summary>The directive of a file; null if there is none. Builders stop at the first indented directive.</summary>
    public static DockerfileDirective? DirectiveOf(Dockerfile file) =>
        file.Directives.TakeWhile(static directive => directive.Extent.StartColumn == 1)
            .FirstOrDefault(static directive => directive.Name == "check");

    /// <summary>Reads the value; text after the first space is a remark.</summary>
    /// <exception cref="FormatException">The value is not valid; the message says why.</exception>
    public static CheckSettings Parse(string text)
    {
        var settings = None;
        string options = text.Split(' ', 2)[0];
        if (options.Length == 0)
            return settings;
        foreach (string option in options.Split(';', 3))
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? option : option[..equals].Trim();
            string value = option[(equals + 1)..].Trim();
            settings = name switch
            {
                "skip" when equals >= 0 => settings with { Skipped = Split(value) },
                "experimental" when equals >= 0 => settings with { Experimental = Split(value) },
                "error" when equals >= 0 => settings with { IsError = ParseSwitch(value) },
                _ => throw new FormatException($"'{option}' is not an option of the check directive"),
            };
        }
        return settings;
    }

    /// <summary>Reads the comments before an instruction; other comments are ignored.</summary>
    public static CheckSettings OfComments(IEnumerable<string> comments)
    {
        foreach (string comment in comments)
        {
            int equals = comment.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !comment[..equals].Trim().Equals("check", StringComparison.OrdinalIgnoreCase))
                continue;
            try
            {
                return Parse(comment[(equals + 1)..].Trim());
            }
            catch (FormatException)
            {
                return None;
            }
        }
        return None;
    }

    /// <summary>Whether a rule is skipped.</summary>
    public bool Skips(string rule) => Contains(Skipped, rule);

    /// <summary>Whether an experimental rule is enabled.</summary>
    public bool TriesOut(string rule) => Contains(Experimental, rule);

    static bool Contains(IReadOnlyList<string> rules, string rule) => rules is [All] || rules.Contains(rule);

    static string[] Split(string value) => value.Split(',', StringSplitOptions.TrimEntries);

    static bool ParseSwitch(string value) => value switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => throw new FormatException($"The check directive expects error=true or error=false, not error={value}"),
    };
}
