using System.Buffers;
using System.Text;

namespace DockerPS.Engine;

/// <summary>One line of a <c>.dockerignore</c> file.</summary>
/// <remarks>
/// Source: github.com/moby/patternmatcher, which engines and the docker command use: a pattern is a whole path, the start or the
/// end of one, or becomes a regular expression, with all consequences for unusual patterns.
/// </remarks>
sealed class IgnorePattern
{
    const string AnyFolders = "(.*/)?";
    const string InFolder = "[^/]";
    const string SpecialForExpressions = ".+()|{}$";

    static readonly SearchValues<char> MayBeSpecial = SearchValues.Create("*?[]^\\");

    readonly IgnoreExpression? expression;
    Kind kind;

    /// <param name="text">The pattern without its exclamation mark: relative, with slashes, and in its shortest form.</param>
    /// <param name="isException">Whether it includes what earlier lines excluded.</param>
    /// <param name="line">The number of the line, from 1; 0 for a pattern that is not in a file.</param>
    /// <exception cref="FormatException">The pattern is not valid.</exception>
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
        /// <summary>The pattern is the whole path.</summary>
        Exact,

        /// <summary>The path starts with the text before the stars.</summary>
        Start,

        /// <summary>The path ends with the text after the stars.</summary>
        End,

        /// <summary>A regular expression matches the path.</summary>
        Expression,
    }

    /// <summary>The pattern without its exclamation mark.</summary>
    public string Text { get; }

    /// <summary>Whether it includes what earlier lines excluded.</summary>
    public bool IsException { get; }

    /// <summary>Its line in the file, from 1; 0 if it is not in a file.</summary>
    public int Line { get; }

    /// <summary>Creates a pattern that matches only this path.</summary>
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

    /// <summary>Whether the pattern matches a whole path. The folders of the path are matched separately.</summary>
    public bool Matches(ReadOnlySpan<char> path) => kind switch
    {
        Kind.Exact => path.SequenceEqual(Text),
        Kind.Start => path.StartsWith(Text.AsSpan(0, Text.Length - 2)),
        Kind.End => path.EndsWith(Text.AsSpan(2)) || (Text.Length > 2 && Text[2] == '/' && path.SequenceEqual(Text.AsSpan(3))),
        _ => expression!.Matches(path),
    };

    /// <summary>Whether the pattern may match something in a folder, so that even an ignored folder must be searched.</summary>
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

    /// <summary>The line as written.</summary>
    public override string ToString() => IsException ? "!" + Text : Text;

    /// <summary>Determines the kind, and creates the expression that is used if no simpler kind is enough.</summary>
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
                        kind = Kind.Start;
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

    /// <summary>Refuses what Go's <c>filepath.Match</c> refuses, which builders call first.</summary>
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
            throw new FormatException($"'{text[i]}' is not allowed there in its '['");
        if (i < text.Length && text[i] == '\\')
            i++;
        if (++i >= text.Length)
            throw new FormatException("its '[' has no ']'");
    }
}
