namespace DockerPS.Engine;

/// <summary>The file that rules check.</summary>
/// <param name="Facts">The file.</param>
/// <param name="Ignored">The rules of .dockerignore; null if there is no such file.</param>
sealed record RuleContext(DockerfileFacts Facts, IgnoreRules? Ignored)
{
    const string WindowsImages = "mcr.microsoft.com/windows";

    readonly DockerfileSource source = new(Facts.File.Text);
    readonly Lazy<bool[]> areWindows = new(() => FindWindows(Facts.File.Stages));
    readonly Dictionary<DockerfileExtent, IReadOnlyList<ShellCommand>> scripts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The file.</summary>
    public Dockerfile File => Facts.File;

    /// <summary>The stage that is built by default.</summary>
    public DockerfileStage LastStage => File.Stages[^1];

    /// <summary>What is known about the instructions with some keywords, in order.</summary>
    public IEnumerable<InstructionFacts> All(params string[] keywords) =>
        Facts.Instructions.Where(known => Array.IndexOf(keywords, known.Instruction.Keyword) >= 0);

    /// <summary>The instructions with some keywords, in order.</summary>
    public IEnumerable<DockerfileInstruction> Instructions(params string[] keywords) =>
        All(keywords).Select(static known => known.Instruction);

    /// <summary>The RUN instructions with a script for a Unix shell, and the commands of the script.</summary>
    public IEnumerable<(InstructionFacts Run, IReadOnlyList<ShellCommand> Commands)> Scripts() =>
        All("RUN").Where(known => !IsWindowsShell(known)).Select(known => (known, CommandsOf(known.Instruction)));

    /// <summary>
    /// The script of a RUN: its command, or the third word of <c>["sh", "-c", …]</c>, and the heredocs that the shell reads.
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

    /// <summary>The place of a word in an instruction; the keyword if it is not found.</summary>
    public DockerfileExtent Locate(DockerfileInstruction instruction, string word)
    {
        int begin = instruction.KeywordExtent.EndOffset;
        int end = instruction.Extent.EndOffset;
        int found = word.Length == 0 || end <= begin ? -1 : File.Text.IndexOf(word, begin, end - begin, StringComparison.Ordinal);
        return found < 0 ? instruction.KeywordExtent : source.Extent(found, found + word.Length);
    }

    /// <summary>A part of the file.</summary>
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

    /// <summary>Whether each stage builds on a Windows image, as far as the file shows.</summary>
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
