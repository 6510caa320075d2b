using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// A regular expression for a pattern of <c>.dockerignore</c>, with the meaning of Go's package regexp: characters, classes, <c>.</c>,
/// <c>*</c> after a class, the group <c>(.*/)?</c>, and escapes. The time to match grows only with the length of the path, whatever the
/// pattern.
/// </summary>
/// <remarks>
/// Source: github.com/google/re2, Syntax. The expressions of .NET differ: they match UTF-16 code units, and have other classes.
/// </remarks>
sealed class IgnoreExpression
{
    const int MostOnStack = 256;

    readonly List<Step> steps = [];
    readonly string text;
    int position;

    /// <param name="text">The expression, which must match the whole path.</param>
    /// <exception cref="FormatException">The expression is not valid.</exception>
    public IgnoreExpression(string text)
    {
        this.text = text;
        Parse();
    }

    enum Kind
    {
        /// <summary>One character of the set.</summary>
        One,

        /// <summary>Any number of characters of the set.</summary>
        Many,

        /// <summary>All steps up to the target, or none.</summary>
        Optional,

        /// <summary>The start of the path.</summary>
        Start,

        /// <summary>The end of the path.</summary>
        End,

        /// <summary>A word boundary.</summary>
        Boundary,

        /// <summary>Anything but a word boundary.</summary>
        NoBoundary,
    }

    /// <summary>Whether the expression matches the whole path.</summary>
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

    /// <summary>Marks a step as possible next, and each step that it allows without a character.</summary>
    void Add(Span<bool> marked, int step, Rune? before, Rune? after)
    {
        if (marked[step])
            return;
        marked[step] = true;
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
            Add(marked, step + 1, before, after);
        if (steps[step].Kind == Kind.Optional)
            Add(marked, steps[step].Target, before, after);
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
                        throw Reversed(first, last);
                }
                set.Add(first, last);
            }
        }
        position++;
        return isNegated ? set.Negate() : set;
    }

    static FormatException Reversed(int first, int last) =>
        new($"its range '{char.ConvertFromUtf32(first)}-{char.ConvertFromUtf32(last)}' is reversed");

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

    /// <summary>Reads an escaped character: itself, unless it is a letter or a digit.</summary>
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
            _ => throw new FormatException(
                $"'\\{char.ConvertFromUtf32(rune.Value)}' is not a valid escape; separate folders with slashes"),
        };
    }

    readonly record struct Step(Kind Kind, CharacterSet? Set, int Target = 0);
}
