using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// A pattern in a substitution: <c>?</c> is one character, <c>*</c> any number of them, a backslash takes the next one as it is.
/// </summary>
/// <remarks>It takes as many steps as pattern and text have characters, multiplied, and never more.</remarks>
sealed class ShellPattern
{
    // parts that are no characters
    const int AnyOne = -1;
    const int AnyNumber = -2;

    readonly IReadOnlyList<int> parts;

    ShellPattern(IReadOnlyList<int> parts) => this.parts = parts;

    /// <summary>How many characters it has.</summary>
    public int Length => parts.Count;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">A backslash stands before what it cannot stand before.</exception>
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
            // a brace or a slash is escaped for the sake of the substitution, not of the pattern
            if (i < text.Length && text[i] is '}' or '/' or '*' or '?' or '\\')
                parts.Add(text[i]);
            else
                throw new FormatException($"invalid pattern ({text}) in substitution: invalid escape '\\{(i < text.Length ? text[i] : "")}'");
        }
        return new ShellPattern(parts);
    }

    /// <summary>A text without what fits at its beginning: the shortest, or the longest.</summary>
    public string TrimStart(string value, bool isGreedy) => FindEnds(parts, value, isGreedy)[0] is var end and >= 0 ? value[end..] : value;

    /// <summary>A text without what fits at its end: the shortest, or the longest.</summary>
    public string TrimEnd(string value, bool isGreedy)
    {
        // read backwards, the shortest at the end is the first at the beginning
        char[] backwards = value.ToCharArray();
        Array.Reverse(backwards);
        return FindEnds([.. parts.Reverse()], backwards, isGreedy)[0] is var end and >= 0 ? value[..^end] : value;
    }

    /// <summary>A text with another one in place of what fits, or of the first that does.</summary>
    public string Replace(string value, string replacement, bool replacesAll)
    {
        int[] ends = FindEnds(parts, value, isGreedy: true);
        var replaced = new StringBuilder();
        int copied = 0;
        for (int start = 0; start <= value.Length; start++)
        {
            int end = ends[start];
            // nothing right behind what has been replaced is left alone
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
    /// Where what fits from each place of a text ends, the first or the last such end; -1 where nothing fits. As each star on its own takes
    /// as little or as much as it can, so does the whole.
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
    /// Builders take a dollar sign in what replaces all for the name of a group: there is only the whole match, <c>$0</c>.
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
