using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// A pattern of a substitution: <c>?</c> is one character, <c>*</c> any number of them, and a backslash escapes the next one.
/// </summary>
/// <remarks>The number of steps is at most the length of the pattern times the length of the text.</remarks>
sealed class ShellPattern
{
    // parts that are not characters
    const int AnyOne = -1;
    const int AnyNumber = -2;

    readonly IReadOnlyList<int> parts;

    ShellPattern(IReadOnlyList<int> parts) => this.parts = parts;

    /// <summary>The number of characters.</summary>
    public int Length => parts.Count;

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">A backslash comes before a character that cannot be escaped.</exception>
    public static ShellPattern Parse(string text)
    {
        var parts = new List<int>();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c != '\\')
            {
                parts.Add(c switch { '*' => AnyNumber, '?' => AnyOne, _ => c });
                continue;
            }
            i++;
            // a brace or a slash is escaped for the substitution, not for the pattern
            if (i < text.Length && text[i] is '}' or '/' or '*' or '?' or '\\')
                parts.Add(text[i]);
            else
                throw InvalidEscape(text, i);
        }
        return new ShellPattern(parts);
    }

    /// <summary>Removes the shortest or the longest match at the start of a text.</summary>
    public string TrimStart(string value, bool isGreedy) =>
        FindEnds(parts, value, isGreedy)[0] is var end and >= 0 ? value[end..] : value;

    /// <summary>Removes the shortest or the longest match at the end of a text.</summary>
    public string TrimEnd(string value, bool isGreedy)
    {
        // backwards, the end of the text is its start
        char[] backwards = value.ToCharArray();
        Array.Reverse(backwards);
        return FindEnds([.. parts.Reverse()], backwards, isGreedy)[0] is var end and >= 0 ? value[..^end] : value;
    }

    /// <summary>Replaces all matches in a text, or only the first.</summary>
    public string Replace(string value, string replacement, bool replacesAll)
    {
        int[] ends = FindEnds(parts, value, isGreedy: true);
        var replaced = new StringBuilder();
        int copied = 0;
        for (int start = 0; start <= value.Length; start++)
        {
            int end = ends[start];
            // an empty match right after a replacement does not count
            if (end < 0 || (end == copied && start > 0))
                continue;
            replaced.Append(value, copied, start - copied).Append(replacesAll ? Fill(replacement, value[start..end]) : replacement);
            copied = end;
            if (!replacesAll)
                break;
            start = Math.Max(start, end - 1);
        }
        return replaced.Append(value, copied, value.Length - copied).ToString();
    }

    /// <summary>
    /// For each position of a text, the end of the shortest or the longest match that starts there; -1 if there is none. If each star
    /// takes as little or as much as it can, so does the whole pattern.
    /// </summary>
    static int[] FindEnds(IReadOnlyList<int> parts, ReadOnlySpan<char> text, bool isGreedy)
    {
        int[] ends = new int[text.Length + 1];
        for (int i = 0; i <= text.Length; i++)
            ends[i] = i;
        foreach (int part in parts.Reverse())
        {
            if (part == AnyNumber)
                FindEndsOfStar(ends, text, isGreedy);
            else
                FindEndsOfOne(part, ends, text);
        }
        return ends;
    }

    static FormatException InvalidEscape(string text, int position) =>
        new($"invalid pattern ({text}) in substitution: invalid escape '\\{(position < text.Length ? text[position] : "")}'");

    static void FindEndsOfOne(int part, int[] ends, ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
            ends[i] = part == AnyOne ? text[i] == '\n' ? -1 : ends[i + 1] : text[i] == part ? ends[i + 1] : -1;
        ends[text.Length] = -1;
    }

    static void FindEndsOfStar(int[] ends, ReadOnlySpan<char> text, bool isGreedy)
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] != '\n' && ends[i + 1] >= 0 && (ends[i] < 0 || (isGreedy ? ends[i + 1] > ends[i] : ends[i + 1] < ends[i])))
                ends[i] = ends[i + 1];
        }
    }

    /// <summary>
    /// If all matches are replaced, builders take a dollar sign for the name of a group: the only one is the whole match, <c>$0</c>.
    /// </summary>
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
