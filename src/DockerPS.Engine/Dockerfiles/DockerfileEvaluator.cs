using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DockerPS.Engine;

/// <summary>Walks through the stages as a builder does: fills in variables, finds what builds on what.</summary>
/// <remarks>Source: the Dockerfile reference, sections Environment replacement and ARG; github.com/moby/buildkit, dockerfile2llb.</remarks>
sealed class DockerfileEvaluator
{
    // a process cannot be started with a variable that is longer
    const int LongestValue = 131072;

    // what a file may fill in altogether: far more than any does, and little enough to be done in a moment
    const long LargestWork = 20_000_000;

    // steps of a search for a pattern that take as long as to fill in one character
    const int StepsPerWork = 50;

    // whoever has misspelt more has other troubles
    const int MostSuggestions = 500;

    readonly Dockerfile file;
    readonly IReadOnlyDictionary<string, string> given;
    readonly Scope global;
    readonly List<Scope> stages = [];
    readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    readonly List<InstructionFacts> facts = [];
    readonly List<DockerfileInstruction> heads = [];
    long work;
    int suggestions;

    DockerfileEvaluator(Dockerfile file, IReadOnlyDictionary<string, string> given)
    {
        this.file = file;
        this.given = given;
        global = new Scope { Variables = PlatformVariables(), IsBaseKnown = true };
    }

    /// <summary>Fills in variables and arranges the stages.</summary>
    public static DockerfileFacts Evaluate(Dockerfile file, IReadOnlyDictionary<string, string> arguments)
    {
        var evaluator = new DockerfileEvaluator(file, arguments);
        foreach (var instruction in file.Instructions)
            evaluator.Evaluate(instruction);
        return evaluator.ToFacts();
    }

    /// <summary>The variables that each FROM may use without an ARG, for a build on this machine and for it.</summary>
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
            : new Scope { IsBaseKnown = basis == "scratch" };
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

    /// <summary>What the stage below has said with ONBUILD happens first in the one that builds on it.</summary>
    void RunTriggers(Scope parent, Scope scope)
    {
        foreach (var trigger in parent.Triggers)
        {
            try
            {
                Apply(trigger with { ExpandedArguments = Expand(trigger, scope, []) }, scope);
            }
            catch (FormatException)
            {
                // a builder would stop here; the stage that has the trigger is the one to blame
            }
        }
    }

    /// <summary>The arguments filled in; null for an instruction in which a builder fills in nothing.</summary>
    IReadOnlyList<string>? Expand(DockerfileInstruction instruction, Scope scope, List<UndefinedVariable> undefined)
    {
        var expander = Expander(scope);
        string fill(string word) => ExpandIn(expander, word, scope, undefined);
        switch (instruction.Keyword)
        {
            case "ARG":
                return ExpandArguments(instruction, scope, fill);
            case "ENV" or "LABEL":
                return [.. instruction.Pairs.Select(pair => $"{fill(pair.Name)}={fill(pair.Value!)}")];
            case "ADD" or "COPY":
                foreach (var flag in instruction.Flags.Where(static flag => flag.Name is "chown" or "chmod" or "checksum" && flag.Value is not null))
                    fill(flag.Value!);
                var announced = instruction.Heredocs.Count == 0
                    ? []
                    : instruction.Arguments.Select(InstructionReader.HeredocNameOf).ToList();
                string[] words =
                [
                    .. instruction.Arguments.Select(
                        (word, i) => announced.Count > 0 && announced[i] is not null ? word.Text : fill(word.Text)),
                ];
                foreach (var heredoc in instruction.Heredocs.Where(heredoc => heredoc.IsExpanded && announced.Contains(heredoc.Name)))
                    ExpandIn(Expander(scope, ignoresQuotes: true), heredoc.Content, scope, undefined);
                return words;
            case "STOPSIGNAL" or "USER" or "WORKDIR":
                return [.. instruction.Arguments.Select(word => fill(word.Text))];
            case "VOLUME":
                return [.. instruction.Arguments.Select(word => fill(word.Text.Trim()))];
            case "EXPOSE":
                return ExpandPorts(instruction, expander, scope, undefined);
            case "RUN":
                foreach (var mount in instruction.Flags.Where(static flag => flag.Name == "mount" && flag.Value is not null))
                {
                    foreach (string value in RunMount.Parse(mount.Value!).Values)
                        fill(value);
                }
                return null;
            default:
                return null;
        }
    }

    List<string> ExpandArguments(DockerfileInstruction instruction, Scope scope, Func<string, string> fill)
    {
        var expanded = new List<string>();
        foreach (var pair in instruction.Pairs)
        {
            string? value = given.TryGetValue(pair.Name, out string? set) ? set
                : pair.Value is not null ? fill(pair.Value)
                : scope != global && global.Variables.TryGetValue(pair.Name, out string? outer) ? outer
                : null;
            scope.Declared = scope.Declared.Add(pair.Name);
            if (value is not null)
                scope.Variables = scope.Variables.SetItem(pair.Name, value);
            expanded.Add(value is null ? pair.Name : $"{pair.Name}={value}");
        }
        return expanded;
    }

    List<string> ExpandPorts(DockerfileInstruction instruction, VariableExpander expander, Scope scope, List<UndefinedVariable> undefined)
    {
        var ports = new List<string>();
        foreach (var word in instruction.Arguments)
        {
            ports.AddRange(Guard(() => expander.Split(word.Text)));
            // builders do not say so of ports, but it is no less wrong
            AddUndefined(expander, scope, undefined);
        }
        return ports;
    }

    string ExpandIn(VariableExpander expander, string word, Scope scope, List<UndefinedVariable> undefined)
    {
        try
        {
            return Guard(() => expander.Expand(word));
        }
        finally
        {
            AddUndefined(expander, scope, undefined);
        }
    }

    static T Guard<T>(Func<T> expand)
    {
        try
        {
            return expand();
        }
        catch (OverflowException)
        {
            throw TooLong();
        }
    }

    void AddUndefined(VariableExpander expander, Scope scope, List<UndefinedVariable> undefined)
    {
        foreach (string name in expander.Unknown)
        {
            if (scope.Declared.Contains(name))
                continue;
            string? suggestion = suggestions++ < MostSuggestions ? Nearest.Find(name, scope.Variables.Keys.Take(MostSuggestions)) : null;
            undefined.Add(new UndefinedVariable(name, suggestion, scope.IsBaseKnown));
        }
    }

    VariableExpander Expander(Scope scope, bool ignoresQuotes = false) =>
        new(ignoresQuotes ? '\\' : file.Escape, name => LookUp(scope, name))
        {
            IgnoresQuotes = ignoresQuotes,
            LongestResult = ignoresQuotes ? int.MaxValue : LongestValue,
            Spend = steps => Spend(steps / StepsPerWork),
        };

    string? LookUp(Scope scope, string name)
    {
        if (!scope.Variables.TryGetValue(name, out string? value))
            return null;
        Spend(value.Length + 1);
        return value;
    }

    void Spend(long amount)
    {
        work += amount;
        if (work > LargestWork)
            throw new FormatException("the variables of this file grow beyond all bounds");
    }

    static FormatException TooLong() => new($"a value is longer than {LongestValue} characters, with which no process can be started");

    static void Apply(DockerfileInstruction instruction, Scope scope)
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

    DockerfileFacts ToFacts()
    {
        var instructions = facts.ConvertAll(static known => known.Instruction);
        int begin = instructions.FindIndex(static instruction => instruction.Keyword == "FROM");
        var arranged = new List<DockerfileStage>();
        for (int i = 0; i < heads.Count; i++)
        {
            int start = begin;
            begin++;
            while (begin < instructions.Count && instructions[begin].Keyword != "FROM")
                begin++;
            arranged.Add(ToStage(i, heads[i], instructions.GetRange(start, begin - start), facts[start].Platform));
        }
        return new DockerfileFacts(
            file with
            {
                Instructions = instructions,
                Stages = arranged,
                GlobalArguments = [.. instructions.TakeWhile(static instruction => instruction.Stage < 0)],
            },
            facts);
    }

    DockerfileStage ToStage(int index, DockerfileInstruction head, List<DockerfileInstruction> instructions, string? platform)
    {
        string basis = head.ExpandedArguments?[0] ?? head.Arguments[0].Text;
        var dependencies = new List<DockerfileDependency> { new(DockerfileDependencyKind.From, basis, stages[index].Parent, head.Line) };
        foreach (var instruction in instructions)
        {
            foreach (var flag in instruction.Flags)
            {
                if (instruction.Keyword == "COPY" && flag is { Name: "from", Value: { Length: > 0 } source })
                    dependencies.Add(
                        new DockerfileDependency(
                            DockerfileDependencyKind.CopyFrom,
                            source,
                            FindStage(source, index, byNumber: true),
                            instruction.Line));
                else if (instruction.Keyword == "RUN"
                    && flag.Name == "mount"
                    && RunMount.Parse(flag.Value!).From is { Length: > 0 } mounted)
                    dependencies.Add(
                        new DockerfileDependency(
                            DockerfileDependencyKind.MountFrom,
                            mounted,
                            FindStage(mounted, index, byNumber: false),
                            instruction.Line));
            }
        }
        return new DockerfileStage
        {
            Index = index,
            Name = head.Arguments.Count == 3 ? head.Arguments[2].Text.ToLowerInvariant() : null,
            Base = basis,
            Platform = platform,
            From = head,
            Instructions = instructions,
            Dependencies = dependencies,
        };
    }

    /// <summary>The stage that a name or number means: of several with one name the last, as builders take it.</summary>
    int? FindStage(string name, int user, bool byNumber)
    {
        if (byNumber && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return number < heads.Count && number != user ? number : null;
        return names.TryGetValue(name.ToLowerInvariant(), out int stage) ? stage : null;
    }

    /// <summary>What is set at a place of a stage.</summary>
    sealed class Scope
    {
        static readonly ImmutableDictionary<string, string> OnlyPath =
            ImmutableDictionary.Create<string, string>(StringComparer.Ordinal).Add("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

        public ImmutableDictionary<string, string> Variables { get; set; } = OnlyPath;

        /// <summary>The arguments, also those without a value.</summary>
        public ImmutableHashSet<string> Declared { get; set; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

        public ImmutableList<DockerfileInstruction> Triggers { get; set; } = [];

        /// <summary>Whether there is no base image that could set more.</summary>
        public bool IsBaseKnown { get; init; }

        public bool HasWorkdir { get; set; }

        public IReadOnlyList<string>? Shell { get; set; }

        public string? User { get; set; }

        /// <summary>The stage that this one builds on; null for an image.</summary>
        public int? Parent { get; init; }

        public Scope Inherit(int parent) => new()
        {
            Variables = Variables,
            Declared = Declared,
            IsBaseKnown = IsBaseKnown,
            HasWorkdir = HasWorkdir,
            Shell = Shell,
            User = User,
            Parent = parent,
        };
    }
}
