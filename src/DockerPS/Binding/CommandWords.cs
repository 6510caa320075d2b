using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;

namespace DockerPS.Binding;

/// <summary>
/// What a user typed of a command that a cmdlet takes in its remaining arguments. PowerShell's binder puts a parameter that it does not know
/// among them, so that a mistyped one would become a part of the command.
/// </summary>
static class CommandWords
{
    const string EndOfParameters = "--";

    /// <summary>What docker's users type in one word, and the parameter for it.</summary>
    static readonly (string Word, string Parameter)[] Habits = [("it", "Interactive"), ("ti", "Interactive"), ("it", "Terminal"), ("dit", "Terminal"), ("itd", "Terminal")];


    /// <summary>Refuses a parameter that the cmdlet does not have and that stands before any <c>--</c>.</summary>
    /// <exception cref="EngineException">There is one; the message suggests the right one.</exception>
    public static void RefuseUnknownParameters(InvocationInfo invocation)
    {
        foreach (var typed in ParametersOf(invocation))
        {
            var names = NamesOf(invocation.MyCommand).ToList();
            string word = typed.ParameterName;
            if (names.Exists(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
                continue;
            string suggestion = Suggest(word, names) is { } meant ? $" Did you mean -{meant}?" : "";
            throw new EngineException(EngineError.Invalid, new Subject("Parameter", "-" + word), $"{invocation.MyCommand.Name} has no parameter -{word}.{suggestion}")
            {
                ErrorId = "ParameterNotFound",
                Advice = $"If -{word} belongs to the command, put -- before the command.",
            };
        }
    }

    /// <summary>Whether a parameter was given by its name, or by one of its aliases, and not by its position.</summary>
    public static bool IsNamed(InvocationInfo invocation, string parameter)
    {
        string[] names = [parameter, .. invocation.MyCommand.Parameters[parameter].Aliases];
        return ParametersOf(invocation).Any(typed => Array.Exists(names, name => name.StartsWith(typed.ParameterName, StringComparison.OrdinalIgnoreCase)));
    }

    static string? Suggest(string word, List<string> names)
    {
        string habit = Array.Find(Habits, habit => habit.Word.Equals(word, StringComparison.OrdinalIgnoreCase) && names.Contains(habit.Parameter)).Parameter;
        if (habit is not null)
            return habit;
        string? nearest = Nearest.Find(word.ToUpperInvariant(), names.ConvertAll(static name => name.ToUpperInvariant()));
        return nearest is null ? null : names.Find(name => name.Equals(nearest, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether an argument without a parameter's name was typed before any <c>--</c>; also if the cmdlet was not called by a text.</summary>
    public static bool HasPositional(InvocationInfo invocation)
    {
        if (CallOf(invocation) is not { } call)
            return true;
        bool isValue = false;
        foreach (var element in call.CommandElements.Skip(1).TakeWhile(static element => element.Extent.Text != EndOfParameters))
        {
            if (element is CommandParameterAst parameter)
                isValue = parameter.Argument is null && !IsSwitch(invocation.MyCommand, parameter.ParameterName);
            else if (isValue || element is VariableExpressionAst { Splatted: true })
                isValue = false;
            else
                return true;
        }
        return false;
    }

    static bool IsSwitch(CommandInfo command, string word)
    {
        var all = command.Parameters.Values;
        var found = all.FirstOrDefault(parameter => parameter.Aliases.Prepend(parameter.Name).Contains(word, StringComparer.OrdinalIgnoreCase))
            ?? all.FirstOrDefault(parameter => parameter.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return found?.SwitchParameter ?? false;
    }

    /// <summary>The parameters that were typed before any <c>--</c>; none if the cmdlet was not called by a text.</summary>
    static IEnumerable<CommandParameterAst> ParametersOf(InvocationInfo invocation) =>
        CallOf(invocation)?.CommandElements.TakeWhile(static element => element.Extent.Text != EndOfParameters).OfType<CommandParameterAst>() ?? [];

    /// <summary>The call as it was typed: the text begins with it, and a call in one of its arguments stands further inside.</summary>
    static CommandAst? CallOf(InvocationInfo invocation) =>
        Parser.ParseInput(TextOf(invocation), out _, out _).Find(static ast => ast is CommandAst, searchNestedScriptBlocks: false) as CommandAst;

    // the whole call is known to newer versions of PowerShell; its first line, to all
    static string TextOf(InvocationInfo invocation) =>
        typeof(InvocationInfo).GetProperty("Statement")?.GetValue(invocation) as string
        ?? (invocation.OffsetInLine > 0 && invocation.OffsetInLine <= invocation.Line.Length ? invocation.Line[(invocation.OffsetInLine - 1)..] : "");

    static IEnumerable<string> NamesOf(CommandInfo command) =>
        command.Parameters.Values.SelectMany(static parameter => parameter.Aliases.Prepend(parameter.Name));
}
