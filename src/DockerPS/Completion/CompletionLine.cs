using System.Collections;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>The command line that is being typed, as a completer sees it.</summary>
/// <param name="Command">The command, as it was typed.</param>
/// <param name="Parameter">The parameter to complete.</param>
/// <param name="Word">The word so far.</param>
/// <param name="Ast">The whole command.</param>
/// <param name="Bound">The parameters bound so far.</param>
public sealed record CompletionLine(string Command, string Parameter, string Word, CommandAst Ast, IDictionary Bound)
{
    /// <summary>The other words of the line, which are not offered again.</summary>
    internal HashSet<string> OtherWords => Ast
        .FindAll(static ast => ast is StringConstantExpressionAst, searchNestedScriptBlocks: false)
        .Select(static ast => ((StringConstantExpressionAst)ast).Value)
        .Skip(1)
        .Where(word => word != Word.Trim('"', '\''))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The strings that a parameter is bound to; empty if it is not bound, or not to strings.</summary>
    internal IReadOnlyList<string> TextsOf(string parameter) => Bound[parameter] switch
    {
        null => [],
        string text => [text],
        IEnumerable list => [.. list.Cast<object?>().Select(static item => item?.ToString()).OfType<string>()],
        var other => [other.ToString() ?? ""],
    };
}
