using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;

namespace DockerPS.Binding;

/// <summary>
/// What a user typed of a command that a cmdlet takes in its remaining arguments. PowerShell's binder puts a parameter that it does not
/// know among them, so that a mistyped one would become a part of the command.
/// </summary>
sealed class CommandWords
{
    const string EndOfParameters = "--";

    /// <summary>What docker's users type in one word, and the parameter for it.</summary>
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

    /// <summary>Reads what was typed of a call, up to any <c>--</c>.</summary>
    public CommandWords(InvocationInfo invocation)
    {
        command = invocation.MyCommand;
        // the text begins with the call itself; a call in one of its arguments stands further inside
        var call = Parser.ParseInput(TextOf(invocation), out _, out _)
            .Find(static ast => ast is CommandAst, searchNestedScriptBlocks: false) as CommandAst;
        isTyped = call is not null;
        elements = call is null
            ? []
            : [.. call.CommandElements.Skip(1).TakeWhile(static element => element.Extent.Text != EndOfParameters)];
    }

    /// <summary>
    /// Whether an argument without a parameter's name was typed before any <c>--</c>; also if the cmdlet was not called by a text.
    /// </summary>
    public bool HasPositional
    {
        get
        {
            if (!isTyped)
                return true;
            bool isValue = false;
            foreach (var element in elements)
            {
                if (element is CommandParameterAst parameter)
                    isValue = parameter.Argument is null && !IsSwitch(parameter.ParameterName);
                else if (isValue || element is VariableExpressionAst { Splatted: true })
                    isValue = false;
                else
                    return true;
            }
            return false;
        }
    }

    IEnumerable<string> Parameters => elements.OfType<CommandParameterAst>().Select(static parameter => parameter.ParameterName);

    /// <summary>Whether a parameter was given by its name, or by one of its aliases, and not by its position.</summary>
    public bool IsNamed(string parameter) =>
        Parameters.Any(word => NamesOf(command.Parameters[parameter]).Any(name => IsBeginning(word, name)));

    /// <summary>Refuses a parameter that the cmdlet does not have.</summary>
    /// <exception cref="EngineException">There is one; the message suggests the right one.</exception>
    public void RefuseUnknownParameters()
    {
        var names = command.Parameters.Values.SelectMany(NamesOf).ToList();
        if (Parameters.FirstOrDefault(word => !names.Exists(name => IsBeginning(word, name))) is not { } unknown)
            return;
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

    // the whole call is known to newer versions of PowerShell; its first line, to all
    static string TextOf(InvocationInfo invocation) =>
        typeof(InvocationInfo).GetProperty("Statement")?.GetValue(invocation) as string
        ?? (invocation.OffsetInLine > 0 && invocation.OffsetInLine <= invocation.Line.Length ? invocation.Line[(invocation.OffsetInLine - 1)..] : "");
}
