namespace DockerPS.Engine;

/// <summary>Checks Dockerfiles by the rules of <see cref="DockerfileRules" />, without an engine.</summary>
public sealed class DockerfileChecker
{
    // one fix may allow another; none needs more rounds than this
    const int MostRounds = 5;

    readonly HashSet<string> wanted;
    readonly HashSet<string> excluded;
    readonly string? contextFolder;

    /// <summary>Creates a checker.</summary>
    /// <exception cref="EngineException">A rule or the folder does not exist.</exception>
    public DockerfileChecker(DockerfileCheckOptions options)
    {
        wanted = DockerfileRules.Select(options.Rules);
        excluded = DockerfileRules.Select(options.ExcludedRules);
        contextFolder = options.ContextFolder is { } folder && !Directory.Exists(folder)
            ? throw new EngineException(
                EngineError.NotFound,
                new Subject("BuildContext", folder),
                $"There is no folder {folder} to build from.")
            : options.ContextFolder;
    }

    /// <summary>Checks a text. The findings are in the order of its lines; a text that is not a Dockerfile is a finding, too.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Its path; null if it has none.</param>
    /// <exception cref="EngineException">The .dockerignore file cannot be read.</exception>
    public IReadOnlyList<DockerfileDiagnostic> Check(string text, string? path) =>
        [.. Find(text, path).Select(static found => found.Diagnostic)];

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file, or a folder with a file <c>Dockerfile</c>.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">The file cannot be read.</exception>
    public IReadOnlyList<DockerfileDiagnostic> CheckFile(string path, CancellationToken cancellationToken)
    {
        string file = DockerfileParser.FindFile(path);
        return Check(DockerfileSource.Read(file, cancellationToken), file);
    }

    /// <summary>Fixes what can be fixed in a text without changing what is built.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Its path; null if it has none.</param>
    /// <param name="count">The number of findings that were fixed.</param>
    public string Fix(string text, string? path, out int count)
    {
        count = 0;
        for (int round = 0; round < MostRounds; round++)
        {
            var fixable = Find(text, path).Where(static found => found.Edits.Count > 0).ToList();
            if (fixable.Count == 0)
                break;
            text = Apply(text, fixable, ref count);
        }
        return text;
    }

    /// <summary>Fixes what can be fixed in a file, without writing it.</summary>
    /// <param name="path">The file, or a folder with a file <c>Dockerfile</c>.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">The file cannot be read.</exception>
    public DockerfileFix PrepareFix(string path, CancellationToken cancellationToken)
    {
        string file = DockerfileParser.FindFile(path);
        string before = DockerfileSource.Read(file, cancellationToken);
        string after = Fix(before, file, out int count);
        return new DockerfileFix(file, after, count);
    }

    /// <summary>Applies the edits. Of two that overlap, the first one wins.</summary>
    static string Apply(string text, List<Found> fixable, ref int count)
    {
        var chosen = new List<TextEdit>();
        int end = 0;
        foreach (var found in fixable.OrderBy(static found => found.Edits[0].Start))
        {
            if (found.Edits[0].Start < end)
                continue;
            chosen.AddRange(found.Edits);
            end = found.Edits[^1].End;
            count++;
        }
        var changed = new System.Text.StringBuilder(text.Length);
        int position = 0;
        foreach (var edit in chosen)
        {
            changed.Append(text, position, edit.Start - position).Append(edit.Text);
            position = edit.End;
        }
        return changed.Append(text, position, text.Length - position).ToString();
    }

    List<Found> Find(string text, string? path)
    {
        var facts = DockerfileParser.ParseUpTo(text, path, null, out var refusal);
        var found = facts is null ? [] : Find(facts, path, isWhole: refusal is null);
        if (refusal is not null)
        {
            // a file that a builder refuses is not rewritten
            found = found.ConvertAll(static one => new Found(one.Diagnostic with { CanFix = false }, []));
            found.Add(ToFound(refusal, path));
        }
        return [.. found.OrderBy(static one => one.Diagnostic.Extent.StartOffset)];
    }

    List<Found> Find(DockerfileFacts facts, string? path, bool isWhole)
    {
        var context = new RuleContext(facts, FindIgnored(path));
        var settings = SettingsOf(facts.File);
        var exceptions = ExceptionsOf(facts);
        var found = new List<Found>();
        foreach (var rule in DockerfileRules.Table)
        {
            if ((rule.NeedsWholeFile && !isWhole)
                || !IsApplied(rule, settings, exceptions.Values.Any(exception => exception.TriesOut(rule.Info.Name))))
                continue;
            foreach (var finding in rule.Find(context))
            {
                var place = InstructionAt(facts, finding.Extent.StartOffset);
                var own = place is null ? CheckSettings.None : exceptions.GetValueOrDefault(place.Extent.StartOffset, CheckSettings.None);
                bool isSkipped = rule.Info.Source != DockerfileRuleSource.Builder && own.Skips(rule.Info.Name);
                bool isTriedOut = !rule.IsExperimental
                    || wanted.Count > 0
                    || settings.TriesOut(rule.Info.Name)
                    || own.TriesOut(rule.Info.Name);
                if (!isSkipped && isTriedOut)
                    found.Add(new Found(ToDiagnostic(rule, finding, settings, facts.File, place), finding.Edits));
            }
        }
        return found;
    }

    bool IsApplied(DockerfileRule rule, CheckSettings settings, bool isTriedOutSomewhere)
    {
        string name = rule.Info.Name;
        if (excluded.Contains(name) || (wanted.Count > 0 && !wanted.Contains(name)))
            return false;
        if (rule.Info.Source == DockerfileRuleSource.Builder)
            return true;
        return !settings.Skips(name) && (!rule.IsExperimental || wanted.Count > 0 || settings.TriesOut(name) || isTriedOutSomewhere);
    }

    static CheckSettings SettingsOf(Dockerfile file)
    {
        try
        {
            return CheckSettings.Parse(CheckSettings.DirectiveOf(file)?.Value ?? "");
        }
        catch (FormatException)
        {
            // another rule reports that
            return CheckSettings.None;
        }
    }

    /// <summary>The settings in comments right before instructions, by the offset of the instruction.</summary>
    static Dictionary<int, CheckSettings> ExceptionsOf(DockerfileFacts facts)
    {
        var exceptions = new Dictionary<int, CheckSettings>();
        foreach (var instruction in facts.Instructions.Select(static known => known.Instruction))
        {
            if (instruction.Comments.Count == 0)
                continue;
            var settings = CheckSettings.OfComments(instruction.Comments);
            if (settings != CheckSettings.None)
                exceptions[instruction.Extent.StartOffset] = settings;
        }
        return exceptions;
    }

    static DockerfileInstruction? InstructionAt(DockerfileFacts facts, int offset)
    {
        int low = 0;
        int high = facts.Instructions.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            var extent = facts.Instructions[middle].Instruction.Extent;
            if (offset < extent.StartOffset)
                high = middle - 1;
            else if (offset > extent.EndOffset)
                low = middle + 1;
            else
                return facts.Instructions[middle].Instruction;
        }
        return null;
    }

    /// <summary>Reads the ignore file of the Dockerfile itself, or else the one of the build context.</summary>
    IgnoreRules? FindIgnored(string? path)
    {
        string? folder = contextFolder ?? (path is null ? null : Path.GetDirectoryName(Path.GetFullPath(path)));
        return (path is null ? null : IgnoreRules.Read(path + ".dockerignore"))
            ?? (folder is null ? null : IgnoreRules.Read(Path.Combine(folder, ".dockerignore")));
    }

    static DockerfileDiagnostic ToDiagnostic(
        DockerfileRule rule,
        Finding finding,
        CheckSettings settings,
        Dockerfile file,
        DockerfileInstruction? place)
    {
        var severity = finding.Severity ?? rule.Info.Severity;
        return new DockerfileDiagnostic
        {
            Rule = rule.Info.Name,
            Severity = settings.IsError && rule.Info.Source == DockerfileRuleSource.BuildCheck ? DockerfileSeverity.Error : severity,
            Source = rule.Info.Source,
            Path = file.Path,
            Extent = finding.Extent,
            Message = DockerfileRefusal.ToShown(finding.Message),
            Reason = rule.Info.Reason,
            Fix = finding.Fix is null ? null : DockerfileRefusal.ToShown(finding.Fix),
            CanFix = finding.Edits.Count > 0,
            Stage = place is { Stage: >= 0 } ? file.Stages[place.Stage].ToString() : null,
            HelpUri = rule.Info.HelpUri,
        };
    }

    static Found ToFound(DockerfileRefusal refusal, string? path) => new(
        new DockerfileDiagnostic
        {
            Rule = DockerfileRules.ParseError,
            Severity = DockerfileSeverity.Error,
            Source = DockerfileRuleSource.Builder,
            Path = path,
            Extent = refusal.Extent,
            Message = refusal.Message,
            Reason = "Builders refuse the file.",
        },
        []);

    sealed record Found(DockerfileDiagnostic Diagnostic, IReadOnlyList<TextEdit> Edits);
}
