namespace DockerPS.Engine;

/// <summary>One line of a <c>.dockerignore</c> file.</summary>
/// <remarks>
/// Source: the rules of Dockerfile reference, section .dockerignore file, as github.com/moby/patternmatcher decides them: <c>*</c> and <c>?</c>
/// stop at a slash, <c>**</c> does not, <c>[a-z]</c> and <c>[^a-z]</c> are one character, a backslash takes the next one as it is.
/// </remarks>
sealed class IgnorePattern
{
    readonly List<Token> tokens = [];

    /// <param name="text">The pattern without its exclamation mark: relative, with slashes, and clean.</param>
    /// <param name="isException">Whether it takes things back in that earlier lines left out.</param>
    /// <param name="line">The number of the line, from 1; 0 for a pattern that no file has.</param>
    /// <exception cref="FormatException">The text is no pattern.</exception>
    public IgnorePattern(string text, bool isException, int line)
    {
        Text = text;
        IsException = isException;
        Line = line;
        Parse();
    }

    enum Kind
    {
        /// <summary>This character.</summary>
        Literal,

        /// <summary>Any character but a slash.</summary>
        One,

        /// <summary>Any number of characters but slashes.</summary>
        Many,

        /// <summary>Any number of whole folders, each with its slash.</summary>
        Folders,

        /// <summary>Any number of any characters.</summary>
        Anything,

        /// <summary>A character of a class.</summary>
        Class,
    }

    /// <summary>The pattern without its exclamation mark.</summary>
    public string Text { get; }

    /// <summary>Whether it takes things back in.</summary>
    public bool IsException { get; }

    /// <summary>Its line in the file, from 1; 0 when no file has it.</summary>
    public int Line { get; }

    /// <summary>Whether the whole of a path fits. Its folders are other paths, which are asked for by themselves.</summary>
    public bool Matches(ReadOnlySpan<char> path) => Matches(0, path);

    /// <summary>Whether something in a folder may fit, so that an ignored folder must be looked into all the same.</summary>
    public bool MayMatchBelow(string folder)
    {
        string[] own = Text.Split('/');
        string[] folders = folder.Split('/');
        for (int i = 0; i < own.Length && i < folders.Length; i++)
        {
            if (own[i].AsSpan().IndexOfAny("*?[\\") >= 0)
                return true;
            if (own[i] != folders[i])
                return false;
        }
        return true;
    }

    /// <summary>The line as it stands.</summary>
    public override string ToString() => IsException ? "!" + Text : Text;

    void Parse()
    {
        int i = 0;
        while (i < Text.Length)
        {
            char c = Text[i++];
            switch (c)
            {
                case '*' when i < Text.Length && Text[i] == '*':
                    i++;
                    bool isFolder = i < Text.Length && Text[i] == '/';
                    if (isFolder)
                        i++;
                    // '**' and plain text fit whatever ends so, also in the middle of a name
                    bool isSuffix = i == 2 && !isFolder && Text.AsSpan(i).IndexOfAny("*?[\\") < 0;
                    tokens.Add(new Token(i == Text.Length || isSuffix ? Kind.Anything : Kind.Folders));
                    break;
                case '*':
                    tokens.Add(new Token(Kind.Many));
                    break;
                case '?':
                    tokens.Add(new Token(Kind.One));
                    break;
                case '[':
                    tokens.Add(ParseClass(ref i));
                    break;
                case '\\':
                    if (i == Text.Length)
                        throw new FormatException("it ends with a backslash");
                    tokens.Add(new Token(Kind.Literal, Text[i++]));
                    break;
                default:
                    tokens.Add(new Token(Kind.Literal, c));
                    break;
            }
        }
    }

    Token ParseClass(ref int i)
    {
        bool isNegated = i < Text.Length && Text[i] == '^';
        if (isNegated)
            i++;
        var ranges = new List<(char First, char Last)>();
        while (true)
        {
            if (i == Text.Length)
                throw new FormatException("its '[' has no ']'");
            if (Text[i] == ']')
            {
                i++;
                return ranges.Count > 0 ? new Token(Kind.Class, Ranges: ranges, IsNegated: isNegated) : throw new FormatException("its '[]' is empty");
            }
            char first = ClassCharacter(ref i);
            char last = first;
            if (i + 1 < Text.Length && Text[i] == '-' && Text[i + 1] != ']')
            {
                i++;
                last = ClassCharacter(ref i);
                if (last < first)
                    throw new FormatException($"its range '{first}-{last}' is upside down");
            }
            ranges.Add((first, last));
        }
    }

    char ClassCharacter(ref int i)
    {
        if (Text[i] == '\\' && i + 1 < Text.Length)
            i++;
        return Text[i++];
    }

    bool Matches(int token, ReadOnlySpan<char> rest)
    {
        for (; token < tokens.Count; token++)
        {
            switch (tokens[token].Kind)
            {
                case Kind.Anything when token == tokens.Count - 1:
                    return true;
                case Kind.Anything:
                    return MatchesSomewhere(token + 1, rest, static _ => true);
                case Kind.Many:
                    return MatchesSomewhere(token + 1, rest, static skipped => skipped != '/');
                case Kind.Folders:
                    return Matches(token + 1, rest) || MatchesBehindSlash(token + 1, rest);
                case var _ when rest.IsEmpty || !tokens[token].Fits(rest[0]):
                    return false;
                default:
                    // a character beyond the basic plane is one character
                    rest = rest[(tokens[token].Kind != Kind.Literal && rest.Length > 1 && char.IsHighSurrogate(rest[0]) ? 2 : 1)..];
                    break;
            }
        }
        return rest.IsEmpty;
    }

    bool MatchesSomewhere(int token, ReadOnlySpan<char> rest, Predicate<char> maySkip)
    {
        for (int i = 0; ; i++)
        {
            if (Matches(token, rest[i..]))
                return true;
            if (i == rest.Length || !maySkip(rest[i]))
                return false;
        }
    }

    bool MatchesBehindSlash(int token, ReadOnlySpan<char> rest)
    {
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '/' && Matches(token, rest[(i + 1)..]))
                return true;
        }
        return false;
    }

    sealed record Token(Kind Kind, char Character = default, List<(char First, char Last)>? Ranges = null, bool IsNegated = false)
    {
        public bool Fits(char c) => Kind switch
        {
            Kind.One => c != '/',
            Kind.Class => Ranges!.Exists(range => c >= range.First && c <= range.Last) != IsNegated,
            _ => c == Character,
        };
    }
}
