using System.Globalization;

namespace DockerPS.Engine;

/// <content>What a builder refuses though its parser does not.</content>
public static partial class DockerfileRules
{
    const int HighestPort = 65535;

    static readonly string[] Protocols = ["", "tcp", "udp", "sctp"];

    static IEnumerable<Finding> InvalidSubstitution(RuleContext context) =>
        from known in context.Facts.Instructions
        where known.Instruction.ExpansionProblem is not null
        select new Finding(known.Instruction.Extent, $"The variables of {known.Instruction.Keyword} can not be filled in: {known.Instruction.ExpansionProblem}", "Correct the expression, or put a single quote around what is meant as it stands");

    static IEnumerable<Finding> InvalidExposedPort(RuleContext context) =>
        from expose in context.Instructions("EXPOSE")
        from port in expose.ExpandedArguments ?? []
        let problem = ProblemOf(ExposedPort.Parse(port))
        where problem is not null
        select new Finding(context.Locate(expose, port), $"'{port}' is no port: {problem}", "Write a port such as 8080, 8000-8010 or 53/udp");

    static string? ProblemOf(ExposedPort port)
    {
        if (Array.IndexOf(Protocols, port.Protocol.ToLowerInvariant()) < 0)
            return $"the protocol {port.Protocol} is unknown";
        string[] ends = port.Container.Split('-', 2);
        int[] numbers = Array.ConvertAll(ends, static end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= HighestPort ? number : -1);
        return Array.IndexOf(numbers, -1) >= 0 ? $"expected a number from 0 to {HighestPort}"
            : numbers.Length == 2 && numbers[1] < numbers[0] ? "its range is upside down"
            : null;
    }

    static IEnumerable<Finding> InvalidCopySource(RuleContext context)
    {
        foreach (var stage in context.File.Stages)
        {
            foreach (var copy in stage.Instructions.Where(static instruction => instruction.Keyword == "COPY"))
            {
                foreach (var flag in copy.Flags.Where(static flag => flag is { Name: "from", Value: { Length: > 0 } }))
                {
                    if (ProblemOf(context, stage, flag.Value!) is { } problem)
                        yield return new Finding(flag.Extent, problem, "Name an earlier stage, or give the source a stage of its own: FROM source AS name");
                }
            }
        }
    }

    static string? ProblemOf(RuleContext context, DockerfileStage stage, string source)
    {
        if (source.AsSpan().IndexOfAny('$', '\'', '"') >= 0)
            return $"COPY --from={source} may hold no variable";
        if (int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return number < stage.Index ? null : number < context.File.Stages.Count ? $"Stage {number} is not there yet when {NameOf(stage)} copies from it" : $"There is no stage {number} to copy from";
        var named = stage.Dependencies.FirstOrDefault(dependency => dependency.Kind == DockerfileDependencyKind.CopyFrom && dependency.Source == source);
        return named?.Stage >= stage.Index ? $"Stage {source} is not there yet when {NameOf(stage)} copies from it" : null;
    }

    static string NameOf(DockerfileStage stage) => stage.Name is null ? $"stage {stage.Index}" : $"stage {stage.Name}";

    static IEnumerable<Finding> InvalidCheckDirective(RuleContext context)
    {
        if (context.File.Directives.FirstOrDefault(static directive => directive.Name == "check") is not { } directive)
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
}

/// <summary>A port of EXPOSE in its parts.</summary>
/// <param name="Host">The address and the port of the host; empty when there are none, as there should be.</param>
/// <param name="Container">The port or the range.</param>
/// <param name="Protocol">The protocol as it is written; empty for none.</param>
sealed record ExposedPort(string Host, string Container, string Protocol)
{
    /// <summary>Takes a port apart.</summary>
    public static ExposedPort Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        string port = text[(colon + 1)..];
        int slash = port.IndexOf('/', StringComparison.Ordinal);
        return new ExposedPort(colon < 0 ? "" : text[..colon], slash < 0 ? port : port[..slash], slash < 0 ? "" : port[(slash + 1)..]);
    }
}
