namespace DockerPS.Engine;

/// <summary>How a Dockerfile is checked.</summary>
public sealed record DockerfileCheckOptions
{
    /// <summary>The only rules to apply, with or without wildcards; empty for all but the experimental ones.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Rules that are not applied, with or without wildcards.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init; } = [];

    /// <summary>The folder that the file is built from; null for the one that it lies in.</summary>
    public string? ContextFolder { get; init; }
}

/// <summary>Checks Dockerfiles by the rules of <see cref="DockerfileRules" />. It needs no engine.</summary>
public sealed class DockerfileChecker
{
    // a fix may make room for another; none takes more rounds than this
    const int MostRounds = 5;

    readonly HashSet<string> wanted;
    readonly HashSet<string> excluded;
    readonly string? contextFolder;

    /// <summary>Makes a checker.</summary>
    /// <exception cref="EngineException">A name is that of no rule, or there is no such folder.</exception>
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

    /// <summary>What breaks the rules in a text, in the order of its lines. One that is no Dockerfile is told, too.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Its path; null for none.</param>
    /// <exception cref="EngineException">The .dockerignore file cannot be read.</exception>
    public IReadOnlyList<DockerfileDiagnostic> Check(string text, string? path) =>
        [.. Find(text, path).Select(static found => found.Diagnostic)];

    /// <summary>What breaks the rules in a file.</summary>
    /// <param name="path">The file, or the folder that has a file <c>Dockerfile</c>.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">It cannot be read.</exception>
    public IReadOnlyList<DockerfileDiagnostic> CheckFile(string path, CancellationToken cancellationToken)
    {
        string file = DockerfileParser.FindFile(path);
        return Check(DockerfileSource.Read(file, cancellationToken), file);
    }

    /// <summary>A text with all fixed that can be fixed without changing what is built.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Its path; null for none.</param>
    /// <param name="count">How many findings were fixed.</param>
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

    /// <summary>What is to be fixed in a file, and the text that it has then.</summary>
    /// <param name="path">The file, or the folder that has a file <c>Dockerfile</c>.</param>
    /// <param name="cancellationToken">Stops waiting for a pipe.</param>
    /// <exception cref="EngineException">It cannot be read.</exception>
    public DockerfileFix PrepareFix(string path, CancellationToken cancellationToken)
    {
        string file = DockerfileParser.FindFile(path);
        string before = DockerfileSource.Read(file, cancellationToken);
        string after = Fix(before, file, out int count);
        return new DockerfileFix(file, after, count);
    }

    /// <summary>Takes the changes from the last to the first, so that none moves another; of two that overlap the first one wins.</summary>
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
        DockerfileFacts facts;
        try
        {
            facts = DockerfileParser.ParseWithFacts(text, path, null);
        }
        catch (EngineException e) when (e.Detail is DockerfileParseFailure failure)
        {
            return [ToFound(failure)];
        }
        var context = new RuleContext(facts, FindIgnored(path));
        var settings = SettingsOf(facts.File);
        var exceptions = ExceptionsOf(facts);
        var found = new List<Found>();
        foreach (var rule in DockerfileRules.Table)
        {
            if (!IsApplied(rule, settings, exceptions.Values.Any(exception => exception.TriesOut(rule.Info.Name))))
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
        return [.. found.OrderBy(static found => found.Diagnostic.Extent.StartOffset)];
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
            // a rule of its own tells that
            return CheckSettings.None;
        }
    }

    /// <summary>What comments right before an instruction say, by its place.</summary>
    static Dictionary<int, CheckSettings> ExceptionsOf(DockerfileFacts facts)
    {
        var exceptions = new Dictionary<int, CheckSettings>();
        foreach (var instruction in facts.Instructions.Select(static known => known.Instruction).Where(static instruction => instruction.Comments.Count > 0))
        {
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

    /// <summary>The file beside the Dockerfile that is for it alone, else that of the folder that is sent.</summary>
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

    static Found ToFound(DockerfileParseFailure failure) => new(
        new DockerfileDiagnostic
        {
            Rule = DockerfileRules.ParseError,
            Severity = DockerfileSeverity.Error,
            Source = DockerfileRuleSource.Builder,
            Path = failure.Path,
            Extent = new DockerfileExtent(failure.Line, failure.Column, failure.Line, failure.Column, 0, 0),
            Message = failure.Reason,
            Reason = "A builder refuses the file.",
        },
        []);

    sealed record Found(DockerfileDiagnostic Diagnostic, IReadOnlyList<TextEdit> Edits);
}

/// <summary>A file that can be fixed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">Its text once it is fixed.</param>
/// <param name="Count">How many findings that fixes.</param>
public sealed record DockerfileFix(string Path, string Text, int Count)
{
    /// <summary>Writes the file.</summary>
    /// <exception cref="EngineException">It cannot be written.</exception>
    public void Write() => DockerfileSource.Write(Path, Text);
}
