using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace DockerPS.Engine;

/// <summary>Walks through the stages as a builder does: expands variables, and finds out which stage builds on which.</summary>
/// <remarks>Source: the Dockerfile reference, sections Environment replacement and ARG; github.com/moby/buildkit, dockerfile2llb.</remarks>
sealed partial class DockerfileEvaluator
{
    readonly Dockerfile file;
    readonly IReadOnlyDictionary<string, string> given;
    readonly StageScope global;
    readonly List<StageScope> stages = [];
    readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    readonly List<InstructionFacts> facts = [];
    readonly List<DockerfileInstruction> heads = [];

    DockerfileEvaluator(Dockerfile file, IReadOnlyDictionary<string, string> given)
    {
        this.file = file;
        this.given = given;
        global = new StageScope { Variables = PlatformVariables(), IsBaseKnown = true };
    }

    /// <summary>Expands variables and arranges the stages.</summary>
    public static DockerfileFacts Evaluate(Dockerfile file, IReadOnlyDictionary<string, string> arguments)
    {
        var evaluator = new DockerfileEvaluator(file, arguments);
        foreach (var instruction in file.Instructions)
            evaluator.Evaluate(instruction);
        return evaluator.ToFacts();
    }

    /// <summary>The variables that every FROM can use without an ARG, as in a build on this machine for this machine.</summary>
    ImmutableDictionary<string, string> PlatformVariables()
    {
        string architecture = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.X86 => "386",
            var other => other.ToString().ToLowerInvariant(),
        };
        var variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string side in (string[])["BUILD", "TARGET"])
        {
            variables[side + "PLATFORM"] = "linux/" + architecture;
            variables[side + "OS"] = "linux";
            variables[side + "OSVERSION"] = "";
            variables[side + "ARCH"] = architecture;
            variables[side + "VARIANT"] = "";
        }
        variables["TARGETSTAGE"] = file.Instructions.Last(static instruction => instruction.Keyword == "FROM").Arguments
            is [_, _, var target]
            ? target.Text.ToLowerInvariant()
            : "default";
        foreach (string name in variables.Keys.ToList())
        {
            if (given.TryGetValue(name, out string? value))
                variables[name] = value;
        }
        return variables.ToImmutable();
    }

    void Evaluate(DockerfileInstruction instruction)
    {
        if (instruction.Keyword == "FROM")
        {
            BeginStage(instruction);
            return;
        }
        var scope = stages.Count == 0 ? global : stages[^1];
        instruction = instruction with { Stage = stages.Count - 1 };
        var known = new InstructionFacts
        {
            Instruction = instruction,
            HasWorkdir = scope.HasWorkdir,
            Shell = scope.Shell,
            User = scope.User,
        };
        var undefined = new List<UndefinedVariable>();
        try
        {
            var expanded = Expand(instruction, scope, undefined);
            known = known with { Instruction = instruction with { ExpandedArguments = expanded } };
        }
        catch (FormatException e)
        {
            known = known with { Instruction = instruction with { ExpansionProblem = e.Message } };
        }
        facts.Add(known with { Undefined = [.. undefined.DistinctBy(static variable => variable.Name)] });
        Apply(known.Instruction, scope);
    }

    void BeginStage(DockerfileInstruction instruction)
    {
        var known = new InstructionFacts { Instruction = instruction with { Stage = stages.Count } };
        var undefined = new List<UndefinedVariable>();
        string? problem = null;
        string basis = instruction.Arguments[0].Text;
        string? platform = instruction.Flags.Count > 0 ? instruction.Flags[0].Value : null;
        try
        {
            var expander = Expander(global);
            basis = ExpandIn(expander, basis, global, undefined);
            known = known with { IsBaseFixed = expander.Known.Count == 0 && !expander.Unknown.Any(global.Declared.Contains) };
            if (platform is not null)
            {
                platform = ExpandIn(expander, platform, global, undefined);
                known = known with
                {
                    IsTargetPlatform = expander.Unknown.Count == 0
                        && expander.Known.Count == 1
                        && expander.Known.Contains("TARGETPLATFORM")
                        && platform == global.Variables["TARGETPLATFORM"],
                    IsPlatformConstant = expander.Unknown.Count == 0 && expander.Known.Count == 0,
                };
            }
        }
        catch (FormatException e)
        {
            problem = e.Message;
        }
        var scope = names.TryGetValue(basis, out int parent)
            ? stages[parent].Inherit(parent)
            : new StageScope { IsBaseKnown = basis == "scratch" };
        if (scope.Parent is { } inherited)
            RunTriggers(stages[inherited], scope);
        stages.Add(scope);
        if (instruction.Arguments.Count == 3)
            names[instruction.Arguments[2].Text.ToLowerInvariant()] = stages.Count - 1;
        var head = known.Instruction with
        {
            ExpandedArguments = problem is null ? [basis, .. instruction.Arguments.Skip(1).Select(static word => word.Text)] : null,
            ExpansionProblem = problem,
        };
        heads.Add(head);
        facts.Add(
            known with
            {
                Instruction = head,
                Platform = platform,
                Undefined = undefined,
                HasWorkdir = scope.HasWorkdir,
                Shell = scope.Shell,
                User = scope.User,
            });
    }

    /// <summary>The ONBUILD triggers of a stage run first in each stage that builds on it.</summary>
    void RunTriggers(StageScope parent, StageScope scope)
    {
        foreach (var trigger in parent.Triggers)
        {
            try
            {
                Apply(trigger with { ExpandedArguments = Expand(trigger, scope, []) }, scope);
            }
            catch (FormatException)
            {
                // a builder would stop here; the finding belongs to the stage with the trigger
            }
        }
    }

    static void Apply(DockerfileInstruction instruction, StageScope scope)
    {
        switch (instruction.Keyword)
        {
            case "ENV" when instruction.ExpandedArguments is { } pairs:
                foreach (string pair in pairs)
                {
                    int equals = pair.IndexOf('=', StringComparison.Ordinal);
                    scope.Variables = scope.Variables.SetItem(pair[..equals], pair[(equals + 1)..]);
                }
                break;
            case "WORKDIR":
                scope.HasWorkdir = true;
                break;
            case "SHELL":
                scope.Shell = [.. instruction.Arguments.Select(static word => word.Text)];
                break;
            case "USER":
                scope.User = instruction.ExpandedArguments is [var user] ? user : instruction.Arguments[0].Text;
                break;
            case "ONBUILD" when instruction.Trigger is { } trigger:
                scope.Triggers = scope.Triggers.Add(trigger);
                break;
        }
    }
}
