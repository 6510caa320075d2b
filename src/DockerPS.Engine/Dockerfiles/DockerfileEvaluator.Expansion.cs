namespace DockerPS.Engine;

/// <content>Expands the variables of an instruction.</content>
sealed partial class DockerfileEvaluator
{
    // no process can be started with a longer variable
    const int LongestValue = 131072;

    // the limit for a whole file: far more than any file needs, but done in a moment
    const long LargestWork = 20_000_000;

    // steps of a pattern search that take as long as expanding one character
    const int StepsPerWork = 50;

    // whoever has misspelled more has other problems
    const int MostSuggestions = 500;

    long work;
    int suggestions;

    /// <summary>Expands the arguments; null for an instruction whose arguments builders do not expand.</summary>
    IReadOnlyList<string>? Expand(DockerfileInstruction instruction, StageScope scope, List<UndefinedVariable> undefined)
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
                foreach (var flag in instruction.Flags.Where(IsExpanded))
                    fill(flag.Value!);
                var announced = instruction.Heredocs.Count == 0
                    ? []
                    : instruction.Arguments.Select(Heredocs.NameOf).ToList();
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

    static bool IsExpanded(DockerfileFlag flag) => flag.Name is "chown" or "chmod" or "checksum" && flag.Value is not null;

    List<string> ExpandArguments(DockerfileInstruction instruction, StageScope scope, Func<string, string> fill)
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

    List<string> ExpandPorts(
        DockerfileInstruction instruction,
        VariableExpander expander,
        StageScope scope,
        List<UndefinedVariable> undefined)
    {
        var ports = new List<string>();
        foreach (var word in instruction.Arguments)
        {
            ports.AddRange(Guard(() => expander.Split(word.Text)));
            // builders do not report that for ports, but it is just as wrong
            AddUndefined(expander, scope, undefined);
        }
        return ports;
    }

    string ExpandIn(VariableExpander expander, string word, StageScope scope, List<UndefinedVariable> undefined)
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

    void AddUndefined(VariableExpander expander, StageScope scope, List<UndefinedVariable> undefined)
    {
        foreach (string name in expander.Unknown)
        {
            if (scope.Declared.Contains(name))
                continue;
            string? suggestion = suggestions++ < MostSuggestions ? Nearest.Find(name, scope.Variables.Keys.Take(MostSuggestions)) : null;
            undefined.Add(new UndefinedVariable(name, suggestion, scope.IsBaseKnown));
        }
    }

    VariableExpander Expander(StageScope scope, bool ignoresQuotes = false) =>
        new(ignoresQuotes ? '\\' : file.Escape, name => LookUp(scope, name))
        {
            IgnoresQuotes = ignoresQuotes,
            LongestResult = ignoresQuotes ? int.MaxValue : LongestValue,
            Spend = steps => Spend(steps / StepsPerWork),
        };

    string? LookUp(StageScope scope, string name)
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
            throw new FormatException("the variables of this file grow without bound");
    }

    static FormatException TooLong() => new($"a value is longer than {LongestValue} characters, too long for any process");
}
