using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerPS.Binding;

/// <summary>
/// The words of a command as they were typed after <c>--</c>. PowerShell turns <c>1,2</c> into a list and <c>-Xmx:5</c> into two words.
/// The items of a variable are separate words, as they are for a program.
/// </summary>
/// <param name="elements">What was typed.</param>
/// <param name="variables">The variables of the caller.</param>
sealed class TypedWords(IReadOnlyList<CommandElementAst> elements, PSVariableIntrinsics variables)
{
    /// <summary>Restores the words.</summary>
    /// <param name="bound">The words as they were bound, after those that were typed before <c>--</c>.</param>
    public string[] Restore(string[] bound)
    {
        var words = new List<string>();
        int position = 0;
        foreach (var (start, parts) in Runs())
        {
            int total = parts.Sum(static part => part.Count);
            int[] places = [.. PlacesOf(parts, bound, position, total)];
            // the first run begins as early as it can, and the last one ends with the words; any other has to be found by its text alone
            bool isLast = start + parts.Count == elements.Count;
            if (places.Length == 0 || (start > 0 && !isLast && places.Length > 1) || (isLast && places[^1] + total != bound.Length))
                continue;
            int found = isLast ? places[^1] : places[0];
            words.AddRange(bound[position..found]);
            words.AddRange(Join(parts, bound.AsSpan(found, total)));
            position = found + total;
        }
        words.AddRange(bound[position..]);
        return [.. words];
    }

    /// <summary>The runs of elements whose number of words is known, each with the index of its first element.</summary>
    IEnumerable<(int Start, List<(CommandElementAst Element, int Count)> Parts)> Runs()
    {
        var parts = new List<(CommandElementAst, int)>();
        for (int i = 0; i <= elements.Count; i++)
        {
            if (i < elements.Count && CountOf(elements[i]) is { } count)
            {
                parts.Add((elements[i], count));
                continue;
            }
            if (parts.Count > 0)
                yield return (i - parts.Count, parts);
            parts = [];
        }
    }

    static IEnumerable<int> PlacesOf(List<(CommandElementAst Element, int Count)> parts, string[] bound, int position, int total) =>
        Enumerable.Range(position, Math.Max(0, bound.Length - total - position + 1)).Where(place => Matches(parts, bound, place));

    static bool Matches(List<(CommandElementAst Element, int Count)> parts, string[] bound, int position)
    {
        foreach (var (element, count) in parts)
        {
            CommandElementAst[] items = element is ArrayLiteralAst list ? [.. list.Elements] : [element];
            for (int i = 0; i < count && count == items.Length; i++)
            {
                if (!IsText(items[i], bound[position + i]))
                    return false;
            }
            position += count;
        }
        return true;
    }

    /// <summary>Whether an element can be a word; one that has to be evaluated can be any.</summary>
    static bool IsText(CommandElementAst element, string word) => element switch
    {
        StringConstantExpressionAst text => text.Value == word,
        ConstantExpressionAst number => number.Extent.Text == word || LanguagePrimitives.ConvertTo<string>(number.Value) == word,
        CommandParameterAst => element.Extent.Text == word,
        _ => true,
    };

    static List<string> Join(List<(CommandElementAst Element, int Count)> parts, ReadOnlySpan<string> bound)
    {
        var words = new List<string>();
        CommandElementAst? before = null;
        foreach (var (element, count) in parts)
        {
            var own = bound[..count];
            bound = bound[count..];
            List<string> typed = element is ArrayLiteralAst list ? Join(list, own) : [.. own];
            if (before is not null && typed.Count > 0 && IsBegun(before, element))
            {
                words[^1] += typed[0];
                typed.RemoveAt(0);
            }
            words.AddRange(typed);
            before = element;
        }
        return words;
    }

    /// <summary>Whether an element is the beginning of a word such as <c>-Xmx:5</c>, and the next one its end.</summary>
    static bool IsBegun(CommandElementAst element, CommandElementAst next) =>
        element.Extent.Text is ['-', .., ':'] && element.Extent.EndOffset == next.Extent.StartOffset;

    /// <summary>Joins the items of a list with the text that was typed between them; white space there separates words.</summary>
    static List<string> Join(ArrayLiteralAst list, ReadOnlySpan<string> items)
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
    int? CountOf(CommandElementAst element) => element switch
    {
        CommandParameterAst { Argument: null } or ConstantExpressionAst or ExpandableStringExpressionAst => 1,
        HashtableAst or ScriptBlockExpressionAst => 1,
        VariableExpressionAst variable => CountOf(variables.GetValue(variable.VariablePath.UserPath)),
        ArrayLiteralAst list when list.Elements.All(item => CountOf(item) == 1) => list.Elements.Count,
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
}
