using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>What each instruction requires and allows, as builders check it.</summary>
static partial class InstructionRequirements
{
    // 64 bits of nanoseconds, in milliseconds
    const double LongestDuration = 9223372036854;

    // the options of each instruction: with a value (=), with a value and repeatable (=*), or a switch;
    // an instruction that is not listed ignores its options
    static readonly Dictionary<string, Dictionary<string, FlagKind>> Flags = new()
    {
        ["ADD"] = Known("chown= chmod= link keep-git-dir checksum= unpack exclude=*"),
        ["CMD"] = [],
        ["COPY"] = Known("chown= from= chmod= link exclude=* parents"),
        ["ENTRYPOINT"] = [],
        ["ENV"] = [],
        ["EXPOSE"] = [],
        ["FROM"] = Known("platform="),
        ["HEALTHCHECK"] = Known("interval= timeout= start-period= start-interval= retries="),
        ["LABEL"] = [],
        ["MAINTAINER"] = [],
        ["ONBUILD"] = [],
        ["RUN"] = Known("mount=* network= security= device=*"),
        ["SHELL"] = [],
        ["USER"] = [],
        ["VOLUME"] = [],
        ["WORKDIR"] = [],
    };

    enum FlagKind
    {
        /// <summary>Takes a value, and is allowed once.</summary>
        Text,

        /// <summary>Takes a value, and can be repeated.</summary>
        List,

        /// <summary>Takes true, false or no value.</summary>
        Switch,
    }

    static Dictionary<string, FlagKind> Known(string flags) => flags.Split(' ').ToDictionary(
        static flag => flag.TrimEnd('*').TrimEnd('='),
        static flag => flag.EndsWith('*') ? FlagKind.List : flag.EndsWith('=') ? FlagKind.Text : FlagKind.Switch);

    /// <summary>Checks an instruction.</summary>
    /// <exception cref="DockerfileRefusal">It lacks something, or has something that is not allowed.</exception>
    public static void Check(DockerfileInstruction instruction)
    {
        if (!InstructionReader.Keywords.Contains(instruction.Keyword))
        {
            string hint = instruction.Keyword.AsSpan().IndexOfAny('\0', '\uFFFD') < 0
                ? Nearest.Hint(instruction.Keyword, InstructionReader.Keywords)
                : "; expected a UTF-8 text";
            string shown = DockerfileRefusal.ToShown(instruction.WrittenKeyword);
            throw new DockerfileRefusal(instruction.KeywordExtent, $"unknown instruction: {shown}{hint}");
        }
        bool takesNoFlags = instruction.Keyword == "HEALTHCHECK" && IsHealthCheckNone(instruction);
        CheckArguments(instruction);
        if (!takesNoFlags && Flags.TryGetValue(instruction.Keyword, out var known))
            CheckFlags(instruction, known);
        CheckMore(instruction);
    }

    static bool IsHealthCheckNone(DockerfileInstruction instruction) =>
        instruction.Arguments.Count > 0 && instruction.Arguments[0].Text.Equals("NONE", StringComparison.OrdinalIgnoreCase);

    static void CheckArguments(DockerfileInstruction instruction)
    {
        int count = instruction.Arguments.Count;
        string keyword = instruction.Keyword;
        switch (keyword)
        {
            case "ADD" or "COPY" when count < 2:
                throw Refuse(instruction, $"{keyword} requires at least two arguments: one or more sources and the destination");
            case "ARG" or "EXPOSE" or "HEALTHCHECK" or "ONBUILD" or "SHELL" or "VOLUME" when count == 0:
                throw Refuse(instruction, $"{keyword} requires at least one argument");
            case "ENV" or "LABEL" when instruction.Pairs.Count == 0:
                throw Refuse(instruction, $"{keyword} requires at least one argument");
            case "MAINTAINER" or "STOPSIGNAL" or "USER" or "WORKDIR" when count != 1:
                throw Refuse(instruction, $"{keyword} requires exactly one argument");
            case "FROM" when count != 1 && !(count == 3 && IsAs(instruction.Arguments[1])):
                throw Refuse(instruction, "FROM requires either one or three arguments: FROM image, or FROM image AS name");
        }
        foreach (var pair in instruction.Pairs)
        {
            // a LABEL or ENV in the old form always has a name, and a bare ARG is one
            if (pair.Name.Length == 0)
                throw new DockerfileRefusal(pair.Extent, $"{keyword} names cannot be blank");
        }
    }

    static bool IsAs(DockerfileArgument word) => word.Text.Equals("AS", StringComparison.OrdinalIgnoreCase);

    static void CheckFlags(DockerfileInstruction instruction, Dictionary<string, FlagKind> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var flag in instruction.Flags)
        {
            if (!known.TryGetValue(flag.Name, out var kind))
                throw new DockerfileRefusal(flag.Extent, $"unknown flag: --{flag.Name}{Nearest.Hint(flag.Name, known.Keys)}");
            if (!seen.Add(flag.Name) && kind != FlagKind.List)
                throw new DockerfileRefusal(flag.Extent, $"duplicate flag specified: --{flag.Name}");
            if (kind == FlagKind.Switch ? flag.Value?.Length == 0 : flag.Value is null)
                throw new DockerfileRefusal(flag.Extent, $"missing a value on flag: --{flag.Name}");
            if (kind == FlagKind.Switch
                && flag.Value is { } value
                && !value.Equals("true", StringComparison.OrdinalIgnoreCase)
                && !value.Equals("false", StringComparison.OrdinalIgnoreCase))
                throw new DockerfileRefusal(flag.Extent, $"expecting boolean value for flag --{flag.Name}, not: {value}");
        }
    }

    static void CheckMore(DockerfileInstruction instruction)
    {
        switch (instruction.Keyword)
        {
            case "FROM" when instruction.Arguments is [_, _, var name] && !StageName().IsMatch(name.Text.ToLowerInvariant()):
                throw new DockerfileRefusal(
                    name.Extent,
                    $"invalid name for build stage: '{name.Text}', name can't start with a number or contain symbols");
            case "ADD" or "COPY" when Heredocs.NameOf(instruction.Arguments[^1]) is not null:
                throw new DockerfileRefusal(
                    instruction.Arguments[^1].Extent,
                    $"{instruction.Keyword} cannot accept a heredoc as a destination");
            case "HEALTHCHECK":
                CheckHealth(instruction);
                break;
            case "SHELL" when !instruction.IsJson:
                throw Refuse(instruction, "SHELL requires the arguments to be in JSON form, such as [\"/bin/bash\", \"-c\"]");
            case "VOLUME" when instruction.Arguments.Any(static volume => string.IsNullOrWhiteSpace(volume.Text)):
                throw Refuse(instruction, "VOLUME specified cannot be an empty string");
            case "ONBUILD" when instruction.Trigger is { Keyword: "ONBUILD" }:
                throw Refuse(instruction, "an ONBUILD in an ONBUILD isn't allowed");
            case "ONBUILD" when instruction.Trigger is { Keyword: "FROM" or "MAINTAINER" } trigger:
                throw Refuse(instruction, $"{trigger.Keyword} isn't allowed as an ONBUILD trigger");
            case "RUN":
                CheckRun(instruction);
                break;
        }
    }

    static void CheckRun(DockerfileInstruction run)
    {
        foreach (var flag in run.Flags)
        {
            if (flag.Name == "network" && flag.Value is not ("default" or "none" or "host"))
                throw new DockerfileRefusal(flag.Extent, $"invalid network mode '{flag.Value}': expected default, none or host");
            if (flag.Name == "security" && flag.Value is not ("insecure" or "sandbox"))
                throw new DockerfileRefusal(flag.Extent, $"security '{flag.Value}' is not valid: expected insecure or sandbox");
            try
            {
                if (flag.Name == "mount")
                    RunMount.Parse(flag.Value!).Check();
                else if (flag.Name == "device")
                    RunMount.Parse(flag.Value!).CheckAsDevice();
            }
            catch (FormatException e)
            {
                throw new DockerfileRefusal(flag.Extent, e.Message);
            }
        }
    }

    static void CheckHealth(DockerfileInstruction instruction)
    {
        if (IsHealthCheckNone(instruction))
        {
            if (instruction.Arguments.Count > 1)
                throw Refuse(instruction, "HEALTHCHECK NONE takes no arguments");
            return;
        }
        var kind = instruction.Arguments[0];
        if (!kind.Text.Equals("CMD", StringComparison.OrdinalIgnoreCase))
            throw new DockerfileRefusal(kind.Extent, $"unknown type '{kind.Text}' in HEALTHCHECK (try CMD)");
        if (instruction.Arguments.Count == 1)
            throw Refuse(instruction, "missing command after HEALTHCHECK CMD");
        foreach (var flag in instruction.Flags)
        {
            if (flag.Name == "retries")
                CheckRetries(flag);
            else
                CheckDuration(flag);
        }
    }

    static void CheckRetries(DockerfileFlag flag)
    {
        if (flag.Value!.Length == 0)
            return;
        if (!int.TryParse(flag.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int retries))
            throw new DockerfileRefusal(flag.Extent, $"--retries must be a number, but is '{flag.Value}'");
        if (retries < 0)
            throw new DockerfileRefusal(flag.Extent, $"--retries cannot be negative ({flag.Value})");
    }

    static void CheckDuration(DockerfileFlag flag)
    {
        string text = flag.Value!;
        if (text.Length == 0 || text is "0" or "+0" or "-0")
            return;
        var match = Duration().Match(text);
        if (!match.Success)
            throw new DockerfileRefusal(flag.Extent, $"--{flag.Name} must be a duration such as 30s or 1m30s, but is '{text}'");
        double milliseconds = 0;
        for (int i = 0; i < match.Groups["unit"].Captures.Count; i++)
            milliseconds += double.Parse(
                match.Groups["count"].Captures[i].ValueSpan,
                CultureInfo.InvariantCulture) * MillisecondsOf(match.Groups["unit"].Captures[i].Value);
        if (milliseconds > LongestDuration)
            throw new DockerfileRefusal(flag.Extent, $"--{flag.Name} must be a duration of less than 292 years, but is '{text}'");
        if (milliseconds != 0 && (text[0] == '-' || milliseconds < 1))
            throw new DockerfileRefusal(flag.Extent, $"--{flag.Name} cannot be less than 1ms");
    }

    static double MillisecondsOf(string unit) => unit switch
    {
        "h" => 3600000,
        "m" => 60000,
        "s" => 1000,
        "ms" => 1,
        "us" => 0.001,
        _ => 0.000001,
    };

    static DockerfileRefusal Refuse(DockerfileInstruction instruction, string reason) => new(instruction.Extent, reason);

    [GeneratedRegex(@"^[a-z][a-z0-9\-_.]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex StageName();

    [GeneratedRegex(@"^[-+]?((?<count>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>ns|us|ms|s|m|h))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
