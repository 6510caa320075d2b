using System.Text;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>A pattern in a substitution: <c>?</c> is one character, <c>*</c> any number of them, a backslash takes the next one as it is.</summary>
/// <remarks>The expressions never track back, so that no pattern takes longer than its text is long.</remarks>
sealed class ShellPattern
{
    const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    readonly IReadOnlyList<string> parts;

    ShellPattern(IReadOnlyList<string> parts) => this.parts = parts;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">A backslash stands before what it can not stand before.</exception>
    public static ShellPattern Parse(string text)
    {
        var parts = new List<string>();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c != '\\')
            {
                parts.Add(c switch { '*' => "*", '?' => "?", _ => Literal(c) });
                continue;
            }
            i++;
            // a brace or a slash is escaped for the sake of the substitution, not of the pattern
            if (i < text.Length && text[i] is '}' or '/' or '*' or '?' or '\\')
                parts.Add(Literal(text[i]));
            else
                throw new FormatException($"invalid pattern ({text}) in substitution: invalid escape '\\{(i < text.Length ? text[i] : "")}'");
        }
        return new ShellPattern(parts);
    }

    /// <summary>A text without what fits at its beginning: the shortest, or the longest.</summary>
    public string TrimStart(string value, bool isGreedy)
    {
        var match = Regex.Match(value, "^" + ToExpression(parts, isGreedy), Linear);
        return match.Success ? value[match.Length..] : value;
    }

    /// <summary>A text without what fits at its end: the shortest, or the longest.</summary>
    public string TrimEnd(string value, bool isGreedy)
    {
        // read backwards, the shortest at the end is the first at the beginning
        var match = Regex.Match(Reverse(value), "^" + ToExpression(parts.Reverse(), isGreedy), Linear);
        return match.Success ? value[..^match.Length] : value;
    }

    /// <summary>A text with another one in place of what fits, or of the first that does.</summary>
    public string Replace(string value, string replacement, bool replacesAll)
    {
        var expression = new Regex(ToExpression(parts, isGreedy: true), Linear);
        if (!replacesAll)
            return expression.Replace(value, _ => replacement, count: 1);
        int end = -1;
        return expression.Replace(value, match =>
        {
            // nothing right behind what has been replaced is left alone
            bool isNew = match.Length > 0 || match.Index != end;
            end = match.Index + match.Length;
            return isNew ? Fill(replacement, match.Value) : "";
        });
    }

    static string Literal(char c) => c is '*' or '?' ? "\\" + c : Regex.Escape(c.ToString());

    static string ToExpression(IEnumerable<string> parts, bool isGreedy)
    {
        var expression = new StringBuilder();
        foreach (string part in parts)
            expression.Append(part switch { "*" => isGreedy ? ".*" : ".*?", "?" => ".", _ => part });
        return expression.ToString();
    }

    static string Reverse(string value)
    {
        char[] characters = value.ToCharArray();
        Array.Reverse(characters);
        return new string(characters);
    }

    /// <summary>Builders take a dollar sign in what replaces all for the name of a group: there is only the whole match, <c>$0</c>.</summary>
    static string Fill(string replacement, string match)
    {
        if (!replacement.Contains('$', StringComparison.Ordinal))
            return replacement;
        var filled = new StringBuilder();
        for (int i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '$')
            {
                filled.Append(replacement[i]);
                continue;
            }
            int start = i + 1;
            bool isBraced = start < replacement.Length && replacement[start] == '{';
            int end = isBraced ? start + 1 : start;
            while (end < replacement.Length && (char.IsLetterOrDigit(replacement[end]) || replacement[end] == '_'))
                end++;
            string name = replacement[(isBraced ? start + 1 : start)..end];
            if (start < replacement.Length && replacement[start] == '$')
            {
                filled.Append('$');
                i = start;
            }
            else if (name.Length == 0 || (isBraced && (end == replacement.Length || replacement[end] != '}')))
            {
                filled.Append('$');
            }
            else
            {
                filled.Append(name == "0" ? match : "");
                i = isBraced ? end : end - 1;
            }
        }
        return filled.ToString();
    }
}
