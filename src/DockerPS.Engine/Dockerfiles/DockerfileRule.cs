namespace DockerPS.Engine;

/// <summary>A rule: what it is, and how it finds what breaks it.</summary>
/// <param name="Info">What it is.</param>
/// <param name="Find">Finds all that breaks it in a file.</param>
sealed record DockerfileRule(DockerfileRuleInfo Info, Func<RuleContext, IEnumerable<Finding>> Find)
{
    /// <summary>Whether it is only applied where a file or a caller asks for it by name.</summary>
    public bool IsExperimental { get; init; }
}

/// <summary>A place that breaks a rule.</summary>
/// <param name="Extent">The place.</param>
/// <param name="Message">What is wrong there.</param>
/// <param name="Fix">What to do about it; null when there is no general answer.</param>
sealed record Finding(DockerfileExtent Extent, string Message, string? Fix = null)
{
    /// <summary>The changes of the text that fix it without changing what is built; empty when there are none.</summary>
    public IReadOnlyList<TextEdit> Edits { get; init; } = [];

    /// <summary>How bad it is here; null for as bad as the rule says.</summary>
    public DockerfileSeverity? Severity { get; init; }
}

/// <summary>A change of a text: a piece of it becomes another one.</summary>
/// <param name="Start">Where the piece begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Text">What stands there then.</param>
sealed record TextEdit(int Start, int End, string Text)
{
    /// <summary>A change of a piece of a Dockerfile.</summary>
    public static TextEdit Of(DockerfileExtent extent, string text) => new(extent.StartOffset, extent.EndOffset, text);
}

/// <summary>What a rule looks at.</summary>
/// <param name="Facts">The file.</param>
/// <param name="Ignored">What .dockerignore leaves out of the build; null when there is no such file.</param>
sealed record RuleContext(DockerfileFacts Facts, IgnoreRules? Ignored)
{
    const string WindowsImages = "mcr.microsoft.com/windows";

    readonly DockerfileSource source = new(Facts.File.Text);
    readonly Lazy<bool[]> areWindows = new(() => FindWindows(Facts.File.Stages));
    readonly Dictionary<DockerfileExtent, IReadOnlyList<ShellCommand>> scripts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The file.</summary>
    public Dockerfile File => Facts.File;

    /// <summary>The stage that is built when nothing else is asked for.</summary>
    public DockerfileStage LastStage => File.Stages[^1];

    /// <summary>What is known of all instructions of some kinds, in their order.</summary>
    public IEnumerable<InstructionFacts> All(params string[] keywords) =>
        Facts.Instructions.Where(known => Array.IndexOf(keywords, known.Instruction.Keyword) >= 0);

    /// <summary>All instructions of some kinds, in their order.</summary>
    public IEnumerable<DockerfileInstruction> Instructions(params string[] keywords) =>
        All(keywords).Select(static known => known.Instruction);

    /// <summary>The RUN instructions whose script a shell of Unix reads, with its commands.</summary>
    public IEnumerable<(InstructionFacts Run, IReadOnlyList<ShellCommand> Commands)> Scripts() =>
        All("RUN").Where(known => !IsWindowsShell(known)).Select(known => (known, CommandsOf(known.Instruction)));

    /// <summary>
    /// The script of a RUN: its command, or the third word of <c>["sh", "-c", …]</c>, with the heredocs that a shell reads.
    /// </summary>
    public static string ScriptOf(DockerfileInstruction run)
    {
        string command = !run.IsJson ? run.ArgumentText
            : run.Arguments is [_, { Text: "-c" or "-ec" or "-exc" }, var script, ..] ? script.Text
            : string.Join(' ', run.Arguments.Select(static word => $"'{word.Text}'"));
        bool isScript = command.StartsWith("<<", StringComparison.Ordinal)
            || (run.Heredocs.Count > 0 && ShellCommand.Split(command) is [{ IsShell: true }, ..]);
        return !isScript
            ? command
            : command + "\n" + string.Concat(run.Heredocs.Select(static heredoc => heredoc.Content).Where(IsForShell));
    }

    static bool IsForShell(string script)
    {
        string first = script.Split('\n', 2)[0].TrimEnd();
        return !first.StartsWith("#!", StringComparison.Ordinal)
            || first.EndsWith("sh", StringComparison.Ordinal)
            || first.Contains("sh ", StringComparison.Ordinal);
    }

    /// <summary>Where a word stands in an instruction; the keyword when it is not to be found.</summary>
    public DockerfileExtent Locate(DockerfileInstruction instruction, string word)
    {
        int begin = instruction.KeywordExtent.EndOffset;
        int end = instruction.Extent.EndOffset;
        int found = word.Length == 0 || end <= begin ? -1 : File.Text.IndexOf(word, begin, end - begin, StringComparison.Ordinal);
        return found < 0 ? instruction.KeywordExtent : source.Extent(found, found + word.Length);
    }

    /// <summary>A piece of the file.</summary>
    public DockerfileExtent Extent(int start, int end) => source.Extent(start, end);

    IReadOnlyList<ShellCommand> CommandsOf(DockerfileInstruction run)
    {
        if (!scripts.TryGetValue(run.Extent, out var commands))
            scripts[run.Extent] = commands = ShellCommand.Split(ScriptOf(run));
        return commands;
    }

    bool IsWindowsShell(InstructionFacts known) => known.Shell is [var program, ..]
        ? program.Contains("powershell", StringComparison.OrdinalIgnoreCase)
            || program.Contains("pwsh", StringComparison.OrdinalIgnoreCase)
            || program.Contains("cmd", StringComparison.OrdinalIgnoreCase)
        : areWindows.Value[known.Instruction.Stage];

    /// <summary>Whether each stage builds on an image of Windows, as far as the file tells.</summary>
    static bool[] FindWindows(IReadOnlyList<DockerfileStage> stages)
    {
        bool[] found = new bool[stages.Count];
        foreach (var stage in stages)
        {
            // a stage can only build on an earlier one
            found[stage.Index] = stage.Dependencies[0].Stage is { } parent ? found[parent]
                : stage.Base.StartsWith(WindowsImages, StringComparison.OrdinalIgnoreCase)
                    || stage.Platform?.StartsWith("windows", StringComparison.OrdinalIgnoreCase) == true;
        }
        return found;
    }
}
