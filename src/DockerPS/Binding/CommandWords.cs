using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;

namespace DockerPS.Binding;

/// <summary>
/// What the user typed when calling a cmdlet that takes a command in its remaining arguments. PowerShell's binder puts unknown parameters
/// there, so a mistyped parameter would become part of the command.
/// </summary>
sealed class CommandWords
{
    const string EndOfParameters = "--";

    /// <summary>A shorter name is an abbreviation that commands use, too.</summary>
    const int ShortestName = 3;

    /// <summary>Options that docker users type as one word, and the parameters to use instead.</summary>
    static readonly (string Word, string Parameter)[] Habits =
    [
        ("it", "Interactive"),
        ("ti", "Interactive"),
        ("it", "Terminal"),
        ("dit", "Terminal"),
        ("itd", "Terminal"),
    ];

    readonly CommandInfo command;
    readonly bool isTyped;
    readonly IReadOnlyList<CommandElementAst> elements;
    readonly IReadOnlyList<CommandElementAst> following;
    readonly IReadOnlyList<RedirectionAst> redirections;

    /// <summary>Reads the call as it was typed.</summary>
    public CommandWords(InvocationInfo invocation)
    {
        command = invocation.MyCommand;
        // the text begins with the call itself; a call in one of its arguments is nested deeper
        var call = Parser.ParseInput(TextOf(invocation), out _, out _)
            .Find(static ast => ast is CommandAst, searchNestedScriptBlocks: false) as CommandAst;
        isTyped = call is not null;
        elements = call is null
            ? []
            : [.. call.CommandElements.Skip(1).TakeWhile(static element => element.Extent.Text != EndOfParameters)];
        following = call is null ? [] : [.. call.CommandElements.Skip(elements.Count + 2)];
        redirections = call is null ? [] : call.Redirections;
    }

    /// <summary>Refuses parameters that a cmdlet does not have, and returns the words of its command as they were typed.</summary>
    /// <param name="bound">The words as they were bound.</param>
    /// <param name="session">The session of the caller.</param>
    /// <exception cref="EngineException">A parameter was mistyped.</exception>
    public string[] Check(string[] bound, SessionState session)
    {
        RefuseUnknownParameters();
        RefuseAmbiguousParameters();
        return new TypedWords(following, session.PSVariable).Restore(bound);
    }

    /// <summary>Whether the call itself redirects its information stream.</summary>
    public bool RedirectsInformation =>
        redirections.Any(static redirection => redirection.FromStream is RedirectionStream.Information or RedirectionStream.All);

    /// <summary>
    /// Whether an argument without a parameter name was typed before any <c>--</c>; true if the cmdlet was not called from text.
    /// </summary>
    public bool HasPositional => !isTyped || ParametersAndPositionals().Any(static element => element is not CommandParameterAst);

    /// <summary>The parameters, and the arguments that are not the value of one.</summary>
    IEnumerable<CommandElementAst> ParametersAndPositionals()
    {
        bool isValue = false;
        foreach (var element in elements)
        {
            if (element is CommandParameterAst || !(isValue || element is VariableExpressionAst { Splatted: true }))
                yield return element;
            isValue = element is CommandParameterAst { Argument: null } parameter && !IsSwitch(parameter.ParameterName);
        }
    }

    IEnumerable<string> Parameters => elements.OfType<CommandParameterAst>().Select(static parameter => parameter.ParameterName);

    /// <summary>Whether a parameter was given by its name or an alias, not by position.</summary>
    public bool IsNamed(string parameter) =>
        Parameters.Any(word => NamesOf(command.Parameters[parameter]).Any(name => IsBeginning(word, name)));

    /// <summary>Refuses parameters that the cmdlet does not have.</summary>
    /// <exception cref="EngineException">There is such a parameter; the message suggests the right one.</exception>
    void RefuseUnknownParameters()
    {
        var names = command.Parameters.Values.SelectMany(NamesOf).ToList();
        if (Parameters.FirstOrDefault(word => !names.Exists(name => IsBeginning(word, name))) is not { } unknown)
            return;
        if (IsHabit(unknown) && !Array.Exists(Habits, habit => names.Contains(habit.Parameter)))
            throw RefuseHabit(unknown);
        string suggestion = Suggest(unknown, names) is { } meant ? $" Did you mean -{meant}?" : "";
        throw new EngineException(
            EngineError.Invalid,
            new Subject("Parameter", "-" + unknown),
            $"{command.Name} has no parameter -{unknown}.{suggestion}")
        {
            ErrorId = "ParameterNotFound",
            Advice = $"If -{unknown} belongs to the command, put -- before the command.",
        };
    }

    /// <summary>
    /// Refuses an abbreviated parameter behind the first word of a command that was typed without <c>--</c>: the command may have the same
    /// option.
    /// </summary>
    /// <exception cref="EngineException">There is such a parameter.</exception>
    void RefuseAmbiguousParameters()
    {
        // of the words without a parameter name, the first is the image or the container
        int before = IsNamed(command.Parameters.ContainsKey("Image") ? "Image" : "Container") ? 0 : 1;
        var names = command.Parameters.Values.SelectMany(NamesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var element in ParametersAndPositionals())
        {
            if (element is not CommandParameterAst parameter)
            {
                before--;
                continue;
            }
            string word = parameter.ParameterName;
            if (before >= 0 || (word.Length >= ShortestName && names.Contains(word)))
                continue;
            throw new EngineException(
                EngineError.Invalid,
                new Subject("Parameter", "-" + word),
                $"-{word} could be a parameter of {command.Name} or an option of the command.")
            {
                ErrorId = "ParameterAmbiguous",
                Advice = $"If -{word} belongs to the command, put -- before the command; otherwise, put -{word} before the command.",
            };
        }
    }

    static bool IsHabit(string word) => Array.Exists(Habits, habit => habit.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    EngineException RefuseHabit(string word) =>
        new(EngineError.Invalid, new Subject("Parameter", "-" + word), $"{command.Name} has no parameter -{word}.")
        {
            ErrorId = "ParameterNotFound",
            Advice = command.Parameters.ContainsKey("Attach")
                ? $"Omit -{word}: the program always runs on this terminal."
                : $"For a program on this terminal, use Enter-Container. If -{word} belongs to the command, put -- before the command.",
        };

    bool IsSwitch(string word)
    {
        var all = command.Parameters.Values;
        var found = all.FirstOrDefault(parameter => NamesOf(parameter).Contains(word, StringComparer.OrdinalIgnoreCase))
            ?? all.FirstOrDefault(parameter => IsBeginning(word, parameter.Name));
        return found?.SwitchParameter ?? false;
    }

    static string? Suggest(string word, List<string> names)
    {
        string habit = Array.Find(
            Habits,
            habit => habit.Word.Equals(word, StringComparison.OrdinalIgnoreCase) && names.Contains(habit.Parameter)).Parameter;
        if (habit is not null)
            return habit;
        string? nearest = Nearest.Find(word.ToUpperInvariant(), names.ConvertAll(static name => name.ToUpperInvariant()));
        return nearest is null ? null : names.Find(name => name.Equals(nearest, StringComparison.OrdinalIgnoreCase));
    }

    static bool IsBeginning(string word, string name) => name.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    static IEnumerable<string> NamesOf(ParameterMetadata parameter) => parameter.Aliases.Prepend(parameter.Name);

    // newer versions of PowerShell know the whole call, all versions know its first line
    static string TextOf(InvocationInfo invocation)
    {
        if (typeof(InvocationInfo).GetProperty("Statement")?.GetValue(invocation) is string statement)
            return statement;
        int start = invocation.OffsetInLine - 1;
        return start >= 0 && start < invocation.Line.Length ? invocation.Line[start..] : "";
    }
}
