namespace DockerPS.Engine;

/// <summary>A set of characters, by their Unicode code points.</summary>
sealed class CharacterSet
{
    const int Largest = 0x10ffff;

    readonly List<(int First, int Last)> ranges = [];

    /// <summary>The characters that a dot matches.</summary>
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

    /// <summary>The POSIX classes, which contain only ASCII; null for an unknown name.</summary>
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

    /// <summary>The class of a backslash and a letter; null for any other letter.</summary>
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

    /// <summary>Whether the set contains a character.</summary>
    public bool Contains(int character)
    {
        foreach (var (first, last) in ranges)
        {
            if (character >= first && character <= last)
                return true;
        }
        return false;
    }

    /// <summary>Adds a range of characters.</summary>
    public void Add(int first, int last) => ranges.Add((first, last));

    /// <summary>Adds all characters of a set, or all others.</summary>
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

    /// <summary>A set of ranges, written as pairs of their first and last characters.</summary>
    static CharacterSet Of(string pairs)
    {
        var set = new CharacterSet();
        for (int i = 0; i < pairs.Length; i += 2)
            set.Add(pairs[i], pairs[i + 1]);
        return set;
    }
}
