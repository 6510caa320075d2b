using System.Collections;
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
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="bound">The words as they were bound.</param>
    /// <exception cref="EngineException">A parameter was mistyped.</exception>
    public static string[] Check(PSCmdlet cmdlet, string[] bound)
    {
        var words = new CommandWords(cmdlet.MyInvocation);
        words.RefuseUnknownParameters();
        return words.AsTyped(bound, cmdlet.SessionState.PSVariable);
    }

    /// <summary>Whether the call itself redirects its information stream.</summary>
    public bool RedirectsInformation =>
        redirections.Any(static redirection => redirection.FromStream is RedirectionStream.Information or RedirectionStream.All);

    /// <summary>
    /// Whether an argument without a parameter name was typed before any <c>--</c>; true if the cmdlet was not called from text.
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

    /// <summary>Whether a parameter was given by its name or an alias, not by position.</summary>
    public bool IsNamed(string parameter) =>
        Parameters.Any(word => NamesOf(command.Parameters[parameter]).Any(name => IsBeginning(word, name)));

    /// <summary>Refuses parameters that the cmdlet does not have.</summary>
    /// <exception cref="EngineException">There is such a parameter; the message suggests the right one.</exception>
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

    /// <summary>
    /// The words of a command as they were typed after <c>--</c>. PowerShell turns <c>1,2</c> into a list and <c>-Xmx:5</c> into two words.
    /// The items of a variable are separate words, as they are for a program.
    /// </summary>
    /// <param name="bound">The words as they were bound.</param>
    /// <param name="variables">The variables of the caller.</param>
    public string[] AsTyped(string[] bound, PSVariableIntrinsics variables)
    {
        var words = new List<string>();
        int end = bound.Length;
        // from the last word backwards, as words may have been typed before -- as well
        for (int i = following.Count - 1; i >= 0 && CountOf(following[i], variables) is { } count && count <= end; i--)
        {
            var own = bound.AsSpan(end - count, count);
            List<string> typed = following[i] is ArrayLiteralAst list ? AsTyped(list, own) : [.. own];
            if (words.Count > 0 && IsBegun(following[i], following[i + 1]))
            {
                typed[^1] += words[0];
                words.RemoveAt(0);
            }
            words.InsertRange(0, typed);
            end -= count;
        }
        return [.. bound.AsSpan(0, end), .. words];
    }

    /// <summary>Whether an element is the beginning of a word such as <c>-Xmx:5</c>, and the next one its end.</summary>
    static bool IsBegun(CommandElementAst element, CommandElementAst next) =>
        element.Extent.Text is ['-', .., ':'] && element.Extent.EndOffset == next.Extent.StartOffset;

    /// <summary>Joins the items of a list with the text that was typed between them; white space there separates words.</summary>
    static List<string> AsTyped(ArrayLiteralAst list, ReadOnlySpan<string> items)
    {
        string text = list.Extent.Text;
        var words = new List<string> { ToWord(list.Elements[0], items[0]) };
        for (int i = 1; i < items.Length; i++)
        {
            int end = list.Elements[i - 1].Extent.EndOffset - list.Extent.StartOffset;
            int start = list.Elements[i].Extent.StartOffset - list.Extent.StartOffset;
            string[] between = text[end..start].Split((char[]?)null);
            words[^1] += between[0];
            words.AddRange(between.Skip(1).Where((part, place) => part.Length > 0 || place == between.Length - 2));
            words[^1] += ToWord(list.Elements[i], items[i]);
        }
        return words;
    }

    /// <summary>A number in a list as it was typed: to a program, 1.50 is not the same as 1.5.</summary>
    static string ToWord(ExpressionAst item, string value) =>
        item is ConstantExpressionAst and not StringConstantExpressionAst ? item.Extent.Text : value;

    /// <summary>The number of words in an element; null if it would have to be evaluated to know.</summary>
    static int? CountOf(CommandElementAst element, PSVariableIntrinsics variables) => element switch
    {
        CommandParameterAst { Argument: null } or ConstantExpressionAst or ExpandableStringExpressionAst => 1,
        VariableExpressionAst variable => CountOf(variables.GetValue(variable.VariablePath.UserPath)),
        ArrayLiteralAst list when list.Elements.All(item => item is ConstantExpressionAst or ExpandableStringExpressionAst) =>
            list.Elements.Count,
        _ => null,
    };

    static int? CountOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => 0,
        string or IDictionary => 1,
        ICollection items => items.Cast<object?>().Select(CountOf).Aggregate((int?)0, static (sum, count) => sum + count),
        IEnumerable => null,
        _ => 1,
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
