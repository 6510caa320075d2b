using System.Buffers;
using System.Text;

namespace DockerPS.Engine;

/// <summary>One line of a <c>.dockerignore</c> file.</summary>
/// <remarks>
/// Source: github.com/moby/patternmatcher, which decides for engines and for the docker command: a pattern is a plain text, the beginning
/// of one, the end of one, or becomes a regular expression, with all that this makes of unusual patterns.
/// </remarks>
sealed class IgnorePattern
{
    const string AnyFolders = "(.*/)?";
    const string InFolder = "[^/]";
    const string SpecialForExpressions = ".+()|{}$";

    static readonly SearchValues<char> MayBeSpecial = SearchValues.Create("*?[]^\\");

    readonly IgnoreExpression? expression;
    Kind kind;

    /// <param name="text">The pattern without its exclamation mark: relative, with slashes, and clean.</param>
    /// <param name="isException">Whether it takes things back in that earlier lines left out.</param>
    /// <param name="line">The number of the line, from 1; 0 for a pattern that no file has.</param>
    /// <exception cref="FormatException">The text is no pattern.</exception>
    public IgnorePattern(string text, bool isException, int line)
    {
        Text = text;
        IsException = isException;
        Line = line;
        Check(text);
        string made = Compile();
        if (kind == Kind.Expression)
            expression = new IgnoreExpression(made);
    }

    enum Kind
    {
        /// <summary>The whole path is the text.</summary>
        Exact,

        /// <summary>The path begins with what stands before the stars.</summary>
        Beginning,

        /// <summary>The path ends with what stands behind the stars.</summary>
        End,

        /// <summary>A regular expression decides.</summary>
        Expression,
    }

    /// <summary>The pattern without its exclamation mark.</summary>
    public string Text { get; }

    /// <summary>Whether it takes things back in.</summary>
    public bool IsException { get; }

    /// <summary>Its line in the file, from 1; 0 when no file has it.</summary>
    public int Line { get; }

    /// <summary>A pattern that fits this path alone.</summary>
    public static string Escape(string path)
    {
        var escaped = new StringBuilder(path.Length);
        foreach (char c in path)
        {
            if (MayBeSpecial.Contains(c))
                escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>Whether the whole of a path fits. Its folders are other paths, which are asked for by themselves.</summary>
    public bool Matches(ReadOnlySpan<char> path) => kind switch
    {
        Kind.Exact => path.SequenceEqual(Text),
        Kind.Beginning => path.StartsWith(Text.AsSpan(0, Text.Length - 2)),
        Kind.End => path.EndsWith(Text.AsSpan(2)) || (Text.Length > 2 && Text[2] == '/' && path.SequenceEqual(Text.AsSpan(3))),
        _ => expression!.Matches(path),
    };

    /// <summary>Whether something in a folder may fit, so that an ignored folder must be looked into all the same.</summary>
    public bool MayMatchBelow(string folder)
    {
        string[] own = Text.Split('/');
        string[] folders = folder.Split('/');
        for (int i = 0; i < own.Length && i < folders.Length; i++)
        {
            if (own[i].AsSpan().IndexOfAny(MayBeSpecial) >= 0)
                return true;
            if (own[i] != folders[i])
                return false;
        }
        return true;
    }

    /// <summary>The line as it stands.</summary>
    public override string ToString() => IsException ? "!" + Text : Text;

    /// <summary>Finds the kind, and makes the expression that decides where no simpler kind does.</summary>
    string Compile()
    {
        var made = new StringBuilder();
        for (int i = 0; i < Text.Length;)
        {
            int first = i;
            char c = Text[i++];
            switch (c)
            {
                case '*' when i < Text.Length && Text[i] == '*':
                    i++;
                    if (i < Text.Length && Text[i] == '/')
                        i++;
                    if (i < Text.Length)
                    {
                        made.Append(AnyFolders);
                        kind = Kind.Expression;
                    }
                    else if (kind == Kind.Exact)
                        kind = Kind.Beginning;
                    else
                    {
                        made.Append(".*");
                        kind = Kind.Expression;
                    }
                    if (first == 0)
                        kind = Kind.End;
                    break;
                case '*':
                    made.Append(InFolder).Append('*');
                    kind = Kind.Expression;
                    break;
                case '?':
                    made.Append(InFolder);
                    kind = Kind.Expression;
                    break;
                case '\\':
                    made.Append(c).Append(Text[i++]);
                    kind = Kind.Expression;
                    break;
                case '[' or ']':
                    made.Append(c);
                    kind = Kind.Expression;
                    break;
                default:
                    made.Append(SpecialForExpressions.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
                    break;
            }
        }
        return made.ToString();
    }

    /// <summary>Refuses what Go's <c>filepath.Match</c> does: builders ask it first.</summary>
    static void Check(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            switch (text[i++])
            {
                case '\\' when i++ == text.Length:
                    throw new FormatException("it ends with a backslash");
                case '[':
                    CheckClass(text, ref i);
                    break;
            }
        }
    }

    static void CheckClass(string text, ref int i)
    {
        if (i < text.Length && text[i] == '^')
            i++;
        for (int count = 0; ; count++)
        {
            if (i < text.Length && text[i] == ']')
            {
                i++;
                if (count == 0)
                    throw new FormatException("its '[]' is empty");
                return;
            }
            CheckCharacter(text, ref i);
            if (text[i] == '-')
            {
                i++;
                CheckCharacter(text, ref i);
            }
        }
    }

    static void CheckCharacter(string text, ref int i)
    {
        if (i < text.Length && text[i] is '-' or ']')
            throw new FormatException($"'{text[i]}' stands where a character of its '[' is expected");
        if (i < text.Length && text[i] == '\\')
            i++;
        if (++i >= text.Length)
            throw new FormatException("its '[' has no ']'");
    }
}
