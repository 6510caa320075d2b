using System.Collections;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>The line that is being typed, as a completer sees it.</summary>
/// <param name="Command">The command, as it was typed.</param>
/// <param name="Parameter">The parameter that is completed.</param>
/// <param name="Word">The word so far.</param>
/// <param name="Ast">The whole command.</param>
/// <param name="Bound">What the line binds so far.</param>
public sealed record CompletionLine(string Command, string Parameter, string Word, CommandAst Ast, IDictionary Bound)
{
    /// <summary>The words of the line other than the one that is completed: what is there already is not offered again.</summary>
    internal HashSet<string> OtherWords => Ast
        .FindAll(static ast => ast is StringConstantExpressionAst, searchNestedScriptBlocks: false)
        .Select(static ast => ((StringConstantExpressionAst)ast).Value)
        .Skip(1)
        .Where(word => word != Word.Trim('"', '\''))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The texts that a parameter is bound to; none if it is not bound, or not by texts.</summary>
    internal IReadOnlyList<string> TextsOf(string parameter) => Bound[parameter] switch
    {
        null => [],
        string text => [text],
        IEnumerable list => [.. list.Cast<object?>().Select(static item => item?.ToString()).OfType<string>()],
        var other => [other.ToString() ?? ""],
    };
}
