using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <content>What builders refuse although their parser accepts it.</content>
public static partial class DockerfileRules
{
    const int HighestPort = 65535;

    static readonly string[] Protocols = ["", "tcp", "udp", "sctp"];

    static readonly string[] Signals =
    [
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR",
        "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU",
        "XFSZ",
    ];

    static IEnumerable<Finding> InvalidSubstitution(RuleContext context) =>
        from known in context.Facts.Instructions
        where known.Instruction.ExpansionProblem is not null
        select new Finding(
            known.Instruction.Extent,
            $"The variables of {known.Instruction.Keyword} cannot be expanded: {known.Instruction.ExpansionProblem}",
            "Correct the expression, or put literal text in single quotes");

    static IEnumerable<Finding> InvalidBaseImage(RuleContext context) =>
        from known in context.All("FROM")
        where known.IsBaseFixed && HasInvalidBase(context, known)
        let word = known.Instruction.Arguments[0]
        let name = known.Instruction.ExpandedArguments![0]
        select new Finding(
            word.Extent,
            name.Length == 0 ? $"The base image {word.Text} is empty" : $"'{name}' is not a valid base image",
            known.Undefined is [var variable, ..]
                ? $"Write ARG {variable.Name}=… before the first FROM"
                : "Write the name of an image, such as debian:13, or of an earlier stage");

    /// <summary>Whether the expanded base of a FROM is neither a stage nor a valid name of an image.</summary>
    static bool HasInvalidBase(RuleContext context, InstructionFacts known) =>
        known.Instruction.ExpandedArguments is [var name, ..]
            && context.File.Stages[known.Instruction.Stage].Dependencies[0].Stage is null
            && !ImageName.TryParse(name, out _, out _);

    static IEnumerable<Finding> InvalidExposedPort(RuleContext context) =>
        from expose in context.Instructions("EXPOSE")
        from port in expose.ExpandedArguments ?? []
        let problem = ProblemOf(ExposedPort.Parse(port))
        where problem is not null
        select new Finding(
            context.Locate(expose, port),
            $"'{port}' is not a valid port: {problem}",
            "Write a port such as 8080, 8000-8010 or 53/udp");

    static string? ProblemOf(ExposedPort port)
    {
        if (Array.IndexOf(Protocols, port.Protocol.ToLowerInvariant()) < 0)
            return $"the protocol {port.Protocol} is unknown";
        if (port.Address.Length > 0 && !IsAddress(port.Address is ['[', .. var inner, ']'] ? inner : port.Address))
            return $"{port.Address} is not a valid address";
        if (ProblemOfRange(port.Container, out int count) is { } problem)
            return problem;
        return port.Host.Length == 0 ? null
            : ProblemOfRange(port.Host, out int hostCount)
                ?? (count > 1 && count != hostCount ? "its ranges differ in length" : null);
    }

    static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out _) && (text.Contains(':', StringComparison.Ordinal) || text.Count(static c => c == '.') == 3);

    static string? ProblemOfRange(string range, out int count)
    {
        int[] numbers = Array.ConvertAll(
            range.Split('-', 2),
            static end =>
                int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= HighestPort ? number : -1);
        count = numbers[^1] - numbers[0] + 1;
        return Array.IndexOf(numbers, -1) >= 0
            ? $"expected a number from 0 to {HighestPort}"
            : count < 1
            ? "its range is reversed"
            : null;
    }

    static IEnumerable<Finding> InvalidStopSignal(RuleContext context) =>
        from stop in context.Instructions("STOPSIGNAL")
        where stop.ExpandedArguments is [var signal] && !IsSignal(signal)
        select new Finding(
            stop.Arguments[0].Extent,
            $"'{stop.ExpandedArguments![0]}' is not a valid signal",
            "Write a name such as SIGTERM or SIGRTMIN+3, or a number");

    static bool IsSignal(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return number != 0;
        string name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        return Array.IndexOf(Signals, name) >= 0 || RealTimeSignal().IsMatch(name);
    }

    static IEnumerable<Finding> InvalidPlatform(RuleContext context) =>
        from known in context.All("FROM")
        where known is { Platform: { } platform, Instruction.ExpansionProblem: null } && PlatformName.Parse(platform) is null
        let flag = known.Instruction.Flags[0]
        select new Finding(
            flag.Extent,
            known.Platform!.Length == 0 ? $"The platform of {flag} is empty" : $"'{known.Platform}' is not a valid platform",
            "Write one such as linux/amd64 or linux/arm/v7, or $BUILDPLATFORM");

    static IEnumerable<Finding> InvalidCopySource(RuleContext context)
    {
        foreach (var stage in context.File.Stages)
        {
            var byLine = stage.Instructions.ToDictionary(static instruction => instruction.Line);
            foreach (var taken in stage.Dependencies.Where(static taken => taken.Kind != DockerfileDependencyKind.From))
            {
                if (ProblemOf(context, stage, taken) is { } problem)
                {
                    yield return new Finding(
                        PlaceOf(byLine[taken.Line], taken),
                        problem,
                        "Name an earlier stage, or add a stage for the source: FROM source AS name");
                }
            }
        }
        foreach (var copy in context.Instructions("COPY"))
        {
            foreach (var (word, source) in copy.Arguments.Zip(copy.ExpandedArguments ?? []).SkipLast(1))
            {
                if (IsRemote(source))
                    yield return new Finding(word.Extent, $"COPY cannot download {source}", "Write ADD");
            }
        }
    }

    static string? ProblemOf(RuleContext context, DockerfileStage stage, DockerfileDependency taken)
    {
        bool isCopy = taken.Kind == DockerfileDependencyKind.CopyFrom;
        string verb = isCopy ? "copies" : "mounts";
        if (isCopy && taken.Source.AsSpan().IndexOfAny('$', '\'', '"') >= 0)
            return $"COPY --from={taken.Source} cannot contain a variable";
        if (isCopy
            && int.TryParse(taken.Source, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && (number < 0 || number >= context.File.Stages.Count))
            return $"There is no stage {number} to copy from";
        return taken.Stage >= stage.Index ? $"Stage {taken.Source} does not exist yet when {NameOf(stage)} {verb} from it" : null;
    }

    static DockerfileExtent PlaceOf(DockerfileInstruction instruction, DockerfileDependency taken) =>
        instruction.Flags.First(
            flag => flag.Name == "from" || (flag.Name == "mount" && RunMount.Parse(flag.Value!).From == taken.Source)).Extent;

    static string NameOf(DockerfileStage stage) => stage.Name is null ? $"stage {stage.Index}" : $"stage {stage.Name}";

    static IEnumerable<Finding> InvalidCheckDirective(RuleContext context)
    {
        if (CheckSettings.DirectiveOf(context.File) is not { } directive)
            yield break;
        string? problem = null;
        try
        {
            CheckSettings.Parse(directive.Value);
        }
        catch (FormatException e)
        {
            problem = e.Message;
        }
        if (problem is not null)
            yield return new Finding(directive.Extent, problem, "Write it as # check=skip=RuleName,OtherRule;error=true");
    }

    [GeneratedRegex(@"^RTM(IN(\+([1-9]|1[0-5]))?|AX(-([1-9]|1[0-4]))?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex RealTimeSignal();
}
