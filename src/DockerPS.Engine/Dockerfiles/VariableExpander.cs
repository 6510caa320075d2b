using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// Expands variables and removes quotes, as builders do in the arguments of an instruction: <c>$x</c>, <c>${x}</c>, <c>${x:-y}</c>,
/// <c>${x-y}</c>, <c>${x:+y}</c>, <c>${x+y}</c>, <c>${x:?e}</c>, <c>${x?e}</c>, <c>${x#p}</c>, <c>${x##p}</c>, <c>${x%p}</c>,
/// <c>${x%%p}</c>, <c>${x/a/b}</c> and <c>${x//a/b}</c>.
/// </summary>
/// <remarks>Source: the Dockerfile reference, section Environment replacement, and the package shell of github.com/moby/buildkit.</remarks>
/// <param name="escape">The escape character.</param>
/// <param name="lookUp">Returns the value of a variable; null if it is not set.</param>
sealed class VariableExpander(char escape, Func<string, string?> lookUp)
{
    const char Nothing = '\0';

    // deeper than anybody writes, but far from a stack overflow
    const int DeepestNesting = 200;

    readonly HashSet<string> known = new(StringComparer.Ordinal);
    readonly HashSet<string> unknown = new(StringComparer.Ordinal);
    string text = "";
    int position;
    int depth;
    bool keepsEscapes;

    /// <summary>Whether the result keeps quotes.</summary>
    public bool KeepsQuotes { get; init; }

    /// <summary>Whether the result keeps escape characters.</summary>
    public bool KeepsEscapes { get; init; }

    /// <summary>Whether quotes have no special meaning.</summary>
    public bool IgnoresQuotes { get; init; }

    /// <summary>Whether variables that are not set are kept as written.</summary>
    public bool KeepsUnknown { get; init; }

    /// <summary>The maximum length of a result.</summary>
    public int LongestResult { get; init; } = int.MaxValue;

    /// <summary>Receives the number of steps that a pattern search takes, and may refuse them.</summary>
    public Action<long>? Spend { get; init; }

    /// <summary>The variables that were used and have a value.</summary>
    public IReadOnlyCollection<string> Known => known;

    /// <summary>The variables that were used and have no value.</summary>
    public IReadOnlyCollection<string> Unknown => unknown;

    bool IsAtEnd => position >= text.Length;

    char Current => text[position];

    /// <summary>Expands a word; white space in it is kept.</summary>
    /// <exception cref="OverflowException">The result is too long.</exception>
    /// <exception cref="FormatException">It cannot be expanded; the message says why.</exception>
    public string Expand(string word)
    {
        Begin(word);
        return Read(Nothing, KeepsEscapes, null);
    }

    /// <summary>Expands a text, and splits it at white space.</summary>
    /// <exception cref="FormatException">It cannot be expanded; the message says why.</exception>
    public IReadOnlyList<string> Split(string words)
    {
        Begin(words);
        var split = new WordSplitter();
        Read(Nothing, KeepsEscapes, split);
        return split.Finish();
    }

    void Begin(string word)
    {
        text = word;
        position = 0;
        depth = 0;
        known.Clear();
        unknown.Clear();
    }

    /// <summary>Reads up to and including a character.</summary>
    string Read(char end, bool keepEscapes, WordSplitter? words)
    {
        if (++depth > DeepestNesting)
            throw new FormatException("the variables are nested too deeply");
        bool before = keepsEscapes;
        keepsEscapes = keepEscapes;
        var result = new StringBuilder();
        while (!IsAtEnd)
        {
            char c = Current;
            if (c == end && end != Nothing)
            {
                position++;
                keepsEscapes = before;
                depth--;
                return result.ToString();
            }
            if (ReadSpecial(c) is { } special)
            {
                if (result.Length + special.Length > LongestResult)
                    throw new OverflowException();
                result.Append(special);
                if (c == '$')
                    words?.AddSplit(special);
                else
                    words?.AddWhole(special);
                continue;
            }
            position++;
            bool isEscape = c == escape;
            if (isEscape)
            {
                if (keepsEscapes)
                {
                    result.Append(c);
                    words?.AddWhole(c);
                }
                if (IsAtEnd)
                    break;
                c = text[position++];
            }
            result.Append(c);
            if (isEscape)
                words?.AddWhole(c);
            else
                words?.AddSplit(c);
        }
        if (end != Nothing)
            throw new FormatException($"syntax error: missing '{end}'");
        keepsEscapes = before;
        depth--;
        return result.ToString();
    }

    string? ReadSpecial(char c) => c switch
    {
        '$' => ReadVariable(),
        '<' => ReadPossibleHeredoc(),
        '\'' when !IgnoresQuotes => ReadSingleQuoted(),
        '"' when !IgnoresQuotes => ReadDoubleQuoted(),
        _ => null,
    };

    string ReadSingleQuoted()
    {
        int end = text.IndexOf('\'', position + 1);
        if (end < 0)
            throw new FormatException("unexpected end of statement while looking for matching single-quote");
        string inner = KeepsQuotes ? text[position..(end + 1)] : text[(position + 1)..end];
        position = end + 1;
        return inner;
    }

    string ReadDoubleQuoted()
    {
        var result = new StringBuilder();
        if (KeepsQuotes)
            result.Append('"');
        position++;
        while (!IsAtEnd)
        {
            char c = Current;
            if (c == '$')
            {
                string value = ReadVariable();
                if (result.Length + value.Length > LongestResult)
                    throw new OverflowException();
                result.Append(value);
                continue;
            }
            position++;
            if (c == '"')
            {
                if (KeepsQuotes)
                    result.Append(c);
                return result.ToString();
            }
            if (c == escape)
            {
                if (keepsEscapes)
                    result.Append(c);
                if (IsAtEnd)
                    break;
                // before any other character it has no special meaning
                if (Current is '"' or '$' || Current == escape)
                    c = text[position++];
            }
            result.Append(c);
        }
        throw new FormatException("unexpected end of statement while looking for matching double-quote");
    }

    string ReadVariable()
    {
        position++;
        if (IsAtEnd || Current != '{')
        {
            string plain = ReadName();
            if (plain.Length == 0)
                return "$";
            return LookUp(plain) ?? (KeepsUnknown ? "$" + plain : "");
        }
        position++;
        if (IsAtEnd)
            throw MissingBrace();
        if (Current is '{' or '}' or ':')
            throw new FormatException("syntax error: bad substitution");
        string name = ReadName();
        if (IsAtEnd)
            throw MissingBrace();
        char modifier = text[position++];
        switch (modifier)
        {
            case '}':
                return LookUp(name) ?? (KeepsUnknown ? $"${{{name}}}" : "");
            case '/':
                return Replace(name);
            case ':':
                if (IsAtEnd)
                    throw MissingBrace();
                modifier = text[position++];
                return modifier is '#' or '%' ? throw Unsupported(":" + modifier) : Modify(name, modifier, emptyIsUnset: true);
            case '-' or '+' or '?' or '#' or '%':
                return Modify(name, modifier, emptyIsUnset: false);
            default:
                throw Unsupported(modifier.ToString());
        }
    }

    string Modify(string name, char modifier, bool emptyIsUnset)
    {
        string word = ReadTo('}', keepEscapes: modifier is '#' or '%', MissingBrace);
        string? value = LookUp(name);
        if (value is null && KeepsUnknown)
            return $"${{{name}{(emptyIsUnset ? ":" : "")}{modifier}{word}}}";
        bool isUnset = value is null || (emptyIsUnset && value.Length == 0);
        switch (modifier)
        {
            case '-':
                return isUnset ? word : value!;
            case '+':
                return isUnset ? "" : word;
            case '?':
                string reason = word.Length > 0 ? word : value is null ? "is not allowed to be unset" : "is not allowed to be empty";
                return isUnset ? throw new FormatException($"{name}: {reason}") : value!;
            case not ('#' or '%'):
                throw Unsupported(":" + modifier);
            default:
                bool isGreedy = word.StartsWith(modifier);
                var pattern = ShellPattern.Parse(isGreedy ? word[1..] : word);
                Spend?.Invoke((long)pattern.Length * (value?.Length ?? 0));
                return modifier == '#' ? pattern.TrimStart(value ?? "", isGreedy) : pattern.TrimEnd(value ?? "", isGreedy);
        }
    }

    string Replace(string name)
    {
        bool replacesAll = !IsAtEnd && Current == '/';
        if (replacesAll)
            position++;
        string pattern = ReadTo('/', keepEscapes: true, static () => new FormatException("syntax error: missing '/' in ${}"));
        string replacement = ReadTo('}', keepEscapes: true, MissingBrace);
        string? value = LookUp(name);
        if (value is null && KeepsUnknown)
            return $"${{{name}/{pattern}/{replacement}}}";
        var parsed = ShellPattern.Parse(pattern);
        Spend?.Invoke((long)parsed.Length * (value?.Length ?? 0));
        return parsed.Replace(value ?? "", replacement, replacesAll);
    }

    string ReadTo(char end, bool keepEscapes, Func<FormatException> missing)
    {
        try
        {
            return Read(end, keepEscapes, null);
        }
        catch (FormatException) when (IsAtEnd && depth <= DeepestNesting)
        {
            throw missing();
        }
    }

    /// <summary>Reads a name: letters, digits and underscores; only digits; or one of the shell's special parameters.</summary>
    string ReadName()
    {
        int start = position;
        if (!IsAtEnd && char.IsDigit(Current))
        {
            while (!IsAtEnd && char.IsDigit(Current))
                position++;
            return text[start..position];
        }
        if (!IsAtEnd && Current is '@' or '*' or '#' or '?' or '-' or '$' or '!')
            return text[start..++position];
        while (!IsAtEnd && (char.IsLetterOrDigit(Current) || Current == '_'))
            position++;
        return text[start..position];
    }

    /// <summary>White space between <c>&lt;&lt;</c> and the name of a heredoc does not separate them.</summary>
    string ReadPossibleHeredoc()
    {
        int start = position++;
        if (IsAtEnd || Current != '<')
            return "<";
        position++;
        while (!IsAtEnd && Current is '\t' or '\r' or ' ')
            position++;
        return text[start..position];
    }

    string? LookUp(string name)
    {
        string? value = lookUp(name);
        (value is null ? unknown : known).Add(name);
        return value;
    }

    static FormatException Unsupported(string modifier) => new($"unsupported modifier ({modifier}) in substitution");

    static FormatException MissingBrace() => new("syntax error: missing '}'");

    /// <summary>Collects words, separated by white space that is neither quoted nor escaped.</summary>
    sealed class WordSplitter
    {
        readonly List<string> words = [];
        readonly StringBuilder word = new();

        public void AddSplit(char c)
        {
            if (!char.IsWhiteSpace(c))
                word.Append(c);
            else if (word.Length > 0)
                End();
        }

        public void AddSplit(string part)
        {
            foreach (char c in part)
                AddSplit(c);
        }

        public void AddWhole(char c) => word.Append(c);

        public void AddWhole(string part) => word.Append(part);

        public List<string> Finish()
        {
            if (word.Length > 0)
                End();
            return words;
        }

        void End()
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
