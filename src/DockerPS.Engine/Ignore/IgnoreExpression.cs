using System.Globalization;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// The regular expressions that patterns of <c>.dockerignore</c> become, read as Go's package regexp reads them: characters, classes,
/// <c>.</c>, <c>*</c> behind a class, the group <c>(.*/)?</c>, and what a backslash makes. Its time grows with the length of the path only,
/// whatever the pattern.
/// </summary>
/// <remarks>
/// Source: github.com/google/re2, Syntax. .NET's own expressions differ: they count in halves of characters, and read classes otherwise.
/// </remarks>
sealed class IgnoreExpression
{
    const int MostOnStack = 256;

    readonly List<Step> steps = [];
    readonly string text;
    int position;

    /// <param name="text">The expression, which has to fit the whole of a path.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public IgnoreExpression(string text)
    {
        this.text = text;
        Parse();
    }

    enum Kind
    {
        /// <summary>A character of the set.</summary>
        One,

        /// <summary>Any number of characters of the set.</summary>
        Many,

        /// <summary>The steps up to the target, or none of them.</summary>
        Optional,

        /// <summary>The beginning of the path.</summary>
        Start,

        /// <summary>The end of the path.</summary>
        End,

        /// <summary>The edge of a word.</summary>
        Boundary,

        /// <summary>No edge of a word.</summary>
        NoBoundary,
    }

    /// <summary>Whether the whole of a path fits.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        int count = steps.Count + 1;
        Span<bool> now = count <= MostOnStack ? stackalloc bool[count] : new bool[count];
        Span<bool> next = count <= MostOnStack ? stackalloc bool[count] : new bool[count];
        now.Clear();
        Rune? last = null;
        Add(now, 0, last, First(path));
        while (!path.IsEmpty)
        {
            Rune.DecodeFromUtf16(path, out var rune, out int length);
            path = path[length..];
            var following = First(path);
            next.Clear();
            bool goesOn = false;
            for (int i = 0; i < steps.Count; i++)
            {
                if (!now[i] || steps[i].Set is not { } set || !set.Contains(rune.Value))
                    continue;
                Add(next, steps[i].Kind == Kind.Many ? i : i + 1, rune, following);
                goesOn = true;
            }
            if (!goesOn)
                return false;
            var spare = now;
            now = next;
            next = spare;
            last = rune;
        }
        return now[steps.Count];
    }

    static Rune? First(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty)
            return null;
        Rune.DecodeFromUtf16(path, out var rune, out _);
        return rune;
    }

    /// <summary>Notes that a step comes next, and each that may come in its place without a character.</summary>
    void Add(Span<bool> noted, int step, Rune? before, Rune? after)
    {
        if (noted[step])
            return;
        noted[step] = true;
        if (step == steps.Count)
            return;
        bool passes = steps[step].Kind switch
        {
            Kind.Many or Kind.Optional => true,
            Kind.Start => before is null,
            Kind.End => after is null,
            Kind.Boundary => IsWord(before) != IsWord(after),
            Kind.NoBoundary => IsWord(before) == IsWord(after),
            _ => false,
        };
        if (passes)
            Add(noted, step + 1, before, after);
        if (steps[step].Kind == Kind.Optional)
            Add(noted, steps[step].Target, before, after);
    }

    static bool IsWord(Rune? rune) => rune is { } value && CharacterSet.Word.Contains(value.Value);

    void Parse()
    {
        const string AnyFolders = "(.*/)?";
        while (position < text.Length)
        {
            char c = text[position];
            if (c == '(')
            {
                position += AnyFolders.Length;
                steps.Add(new Step(Kind.Optional, null, steps.Count + 3));
                steps.Add(new Step(Kind.Many, CharacterSet.AnyButNewLine));
                steps.Add(new Step(Kind.One, CharacterSet.Of('/')));
                continue;
            }
            if (c is '^' || (c == '\\' && text[position + 1] is 'A' or 'z' or 'b' or 'B'))
            {
                position += c == '^' ? 1 : 2;
                steps.Add(
                    new Step(
                        text[position - 1] switch { 'z' => Kind.End, 'b' => Kind.Boundary, 'B' => Kind.NoBoundary, _ => Kind.Start },
                        null));
                continue;
            }
            var set = c switch
            {
                '.' => Take(CharacterSet.AnyButNewLine),
                '[' => ParseClass(),
                '\\' => ParseEscaped(),
                _ => CharacterSet.Of(TakeRune().Value),
            };
            bool isMany = position < text.Length && text[position] == '*';
            if (isMany)
                position++;
            steps.Add(new Step(isMany ? Kind.Many : Kind.One, set));
        }
    }

    CharacterSet Take(CharacterSet set)
    {
        position++;
        return set;
    }

    Rune TakeRune()
    {
        Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out int length);
        position += length;
        return rune;
    }

    CharacterSet ParseClass()
    {
        position++;
        bool isNegated = Skip('^');
        var set = new CharacterSet();
        for (bool isFirst = true; isFirst || Peek() != ']'; isFirst = false)
        {
            if (Peek() == '['
                && position + 1 < text.Length
                && text[position + 1] == ':'
                && text.IndexOf(":]", position + 2, StringComparison.Ordinal) is var end and > 0)
            {
                string name = text[(position + 2)..end];
                position = end + 2;
                set.Add(
                    CharacterSet.Named(name.TrimStart('^'))
                        ?? throw new FormatException($"'[:{name}:]' is not a valid class of characters"),
                    name.StartsWith('^'));
            }
            else if (Peek() == '\\' && position + 1 < text.Length && CharacterSet.Perl(text[position + 1]) is { } perl)
            {
                position += 2;
                set.Add(perl, isNegated: false);
            }
            else
            {
                int first = TakeOfClass();
                int last = first;
                if (Peek() == '-' && position + 1 < text.Length && text[position + 1] != ']')
                {
                    position++;
                    last = TakeOfClass();
                    if (last < first)
                        throw new FormatException($"its range '{char.ConvertFromUtf32(first)}-{char.ConvertFromUtf32(last)}' is upside down");
                }
                set.Add(first, last);
            }
        }
        position++;
        return isNegated ? set.Negate() : set;
    }

    int TakeOfClass() => Peek() == '\\' ? ParseCharacter() : TakeRune().Value;

    char Peek() => position < text.Length ? text[position] : throw new FormatException("its '[' has no ']'");

    bool Skip(char c)
    {
        bool isThere = Peek() == c;
        if (isThere)
            position++;
        return isThere;
    }

    CharacterSet ParseEscaped()
    {
        if (CharacterSet.Perl(text[position + 1]) is not { } set)
            return CharacterSet.Of(ParseCharacter());
        position += 2;
        return set;
    }

    /// <summary>The character that a backslash and what follows it stand for: itself, unless it is a letter or digit.</summary>
    int ParseCharacter()
    {
        position++;
        var rune = TakeRune();
        return rune.Value switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ when rune.IsAscii && !Rune.IsLetterOrDigit(rune) => rune.Value,
            _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"a backslash and '{rune}' stand for nothing; folders are parted by slashes")),
        };
    }

    readonly record struct Step(Kind Kind, CharacterSet? Set, int Target = 0);
}

/// <summary>A set of characters, by their numbers in Unicode.</summary>
sealed class CharacterSet
{
    const int Largest = 0x10ffff;

    readonly List<(int First, int Last)> ranges = [];

    /// <summary>What a dot stands for.</summary>
    public static CharacterSet AnyButNewLine { get; } = Of('\n').Negate();

    /// <summary>Letters, digits and the underscore.</summary>
    public static CharacterSet Word { get; } = Named("word")!;

    /// <summary>One character.</summary>
    public static CharacterSet Of(int character)
    {
        var set = new CharacterSet();
        set.Add(character, character);
        return set;
    }

    /// <summary>The classes of POSIX, which know ASCII only; null for a name that none has.</summary>
    public static CharacterSet? Named(string name) => name switch
    {
        "alnum" => Of("09AZaz"),
        "alpha" => Of("AZaz"),
        "ascii" => Of("\u0000\u007f"),
        "blank" => Of("\t\t  "),
        "cntrl" => Of("\u0000\u001f\u007f\u007f"),
        "digit" => Of("09"),
        "graph" => Of("!~"),
        "lower" => Of("az"),
        "print" => Of(" ~"),
        "punct" => Of("!/:@[`{~"),
        "space" => Of("\t\r  "),
        "upper" => Of("AZ"),
        "word" => Of("09AZaz__"),
        "xdigit" => Of("09AFaf"),
        _ => null,
    };

    /// <summary>What a backslash and a letter stand for; null for a letter that stands for no class.</summary>
    public static CharacterSet? Perl(char letter) => letter switch
    {
        'd' => Named("digit"),
        'D' => Named("digit")!.Negate(),
        's' => Of("\t\n\f\r  "),
        'S' => Of("\t\n\f\r  ").Negate(),
        'w' => Named("word"),
        'W' => Named("word")!.Negate(),
        _ => null,
    };

    /// <summary>Whether a character is in it.</summary>
    public bool Contains(int character)
    {
        foreach (var (first, last) in ranges)
        {
            if (character >= first && character <= last)
                return true;
        }
        return false;
    }

    /// <summary>Adds characters.</summary>
    public void Add(int first, int last) => ranges.Add((first, last));

    /// <summary>Adds all characters of a set, or all that are not in it.</summary>
    public void Add(CharacterSet other, bool isNegated) => ranges.AddRange(isNegated ? other.Negate().ranges : other.ranges);

    /// <summary>All other characters.</summary>
    public CharacterSet Negate()
    {
        var others = new CharacterSet();
        int next = 0;
        foreach (var (first, last) in ranges.Order())
        {
            if (first > next)
                others.Add(next, first - 1);
            next = Math.Max(next, last + 1);
        }
        if (next <= Largest)
            others.Add(next, Largest);
        return others;
    }

    /// <summary>Pairs of first and last characters.</summary>
    static CharacterSet Of(string pairs)
    {
        var set = new CharacterSet();
        for (int i = 0; i < pairs.Length; i += 2)
            set.Add(pairs[i], pairs[i + 1]);
        return set;
    }
}
