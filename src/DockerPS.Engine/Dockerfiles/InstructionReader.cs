using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Reads one instruction: its keyword, its options and its arguments in the form that the keyword asks for.</summary>
sealed partial class InstructionReader
{
    static readonly Dictionary<string, ArgumentForm> Forms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ADD"] = ArgumentForm.List,
        ["ARG"] = ArgumentForm.Names,
        ["CMD"] = ArgumentForm.Command,
        ["COPY"] = ArgumentForm.List,
        ["ENTRYPOINT"] = ArgumentForm.Command,
        ["ENV"] = ArgumentForm.Pairs,
        ["EXPOSE"] = ArgumentForm.Words,
        ["FROM"] = ArgumentForm.Words,
        ["HEALTHCHECK"] = ArgumentForm.Health,
        ["LABEL"] = ArgumentForm.Pairs,
        ["MAINTAINER"] = ArgumentForm.Whole,
        ["ONBUILD"] = ArgumentForm.Trigger,
        ["RUN"] = ArgumentForm.Command,
        ["SHELL"] = ArgumentForm.Command,
        ["STOPSIGNAL"] = ArgumentForm.Whole,
        ["USER"] = ArgumentForm.Whole,
        ["VOLUME"] = ArgumentForm.List,
        ["WORKDIR"] = ArgumentForm.Whole,
    };

    static readonly string[] WithHeredocs = ["ADD", "COPY", "RUN"];
    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    readonly LogicalLine line;
    readonly char escape;

    public InstructionReader(LogicalLine line, char escape)
    {
        this.line = line;
        this.escape = escape;
    }

    enum ArgumentForm
    {
        /// <summary>A JSON array, or words between white space.</summary>
        List,

        /// <summary>A JSON array, or a command as it stands.</summary>
        Command,

        /// <summary>Words between white space.</summary>
        Words,

        /// <summary>Names, each with or without a value.</summary>
        Names,

        /// <summary>Names with values.</summary>
        Pairs,

        /// <summary>One argument, with all the white space in it.</summary>
        Whole,

        /// <summary>A word, and a command behind it.</summary>
        Health,

        /// <summary>An instruction.</summary>
        Trigger,
    }

    /// <summary>What an instruction may be called.</summary>
    public static IReadOnlyCollection<string> Keywords => Forms.Keys;

    string Text => line.Text;

    /// <summary>Reads the instruction. What it must have is looked at later: builders read the whole file first.</summary>
    /// <exception cref="DockerfileRefusal">It cannot be read.</exception>
    public DockerfileInstruction Read() => Read(0, Text.Length);

    /// <summary>The heredocs that an instruction announces; their content follows.</summary>
    public IEnumerable<DockerfileHeredoc> FindHeredocs(DockerfileInstruction instruction)
    {
        var holder = instruction.Trigger ?? instruction;
        if (Array.IndexOf(WithHeredocs, holder.Keyword) < 0 || holder.IsJson || !Text.Contains("<<", StringComparison.Ordinal))
            return [];
        IReadOnlyList<string> words;
        try
        {
            words = new VariableExpander('\\', static _ => null) { KeepsQuotes = true, KeepsEscapes = true, KeepsUnknown = true }
                .Split(Text);
        }
        catch (FormatException)
        {
            return [];
        }
        try
        {
            return [.. words.Select(word => ParseHeredoc(word, instruction.KeywordExtent)).OfType<DockerfileHeredoc>()];
        }
        catch (FormatException e)
        {
            throw new DockerfileRefusal(instruction.KeywordExtent, e.Message);
        }
    }

    /// <summary>The name of the heredoc that a source or destination is; null when it is none.</summary>
    public static string? HeredocNameOf(DockerfileArgument word)
    {
        try
        {
            return ParseHeredoc(word.Text, word.Extent)?.Name;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The heredoc that a word announces; null when it announces none.</summary>
    static DockerfileHeredoc? ParseHeredoc(string word, DockerfileExtent place)
    {
        var match = Heredoc().Match(word);
        string rest = match.Groups["name"].Value;
        if (!match.Success || rest.Length == 0)
            return null;
        var names = new VariableExpander('\\', static _ => null) { KeepsUnknown = true }.Split(rest);
        if (names.Count != 1)
            return null;
        // a quote that is gone was a quote around the name, and not a part of it
        var raw = new VariableExpander('\\', static _ => null) { KeepsUnknown = true, KeepsQuotes = true }.Split(rest);
        _ = int.TryParse(match.Groups["number"].ValueSpan, out int number);
        return new DockerfileHeredoc(
            names[0],
            "",
            raw.Count == 1 && Quotes(names[0]) == Quotes(raw[0]),
            match.Groups["tabs"].Length > 0,
            number,
            place);

        static int Quotes(string text) => text.Count(static c => c is '\'' or '"');
    }

    DockerfileInstruction Read(int start, int end)
    {
        (start, end) = Trim(start, end);
        int keywordEnd = start;
        while (keywordEnd < end && !IsBlank(Text[keywordEnd]))
            keywordEnd++;
        string keyword = Text[start..keywordEnd];
        var instruction = new DockerfileInstruction
        {
            Keyword = keyword.ToUpperInvariant(),
            WrittenKeyword = keyword,
            KeywordExtent = line.Extent(start, keywordEnd),
            Extent = line.Extent(start, end),
            Code = Text[start..end],
            Text = Text[start..end],
        };
        int position = keywordEnd;
        instruction = instruction with { Flags = ReadFlags(ref position, end) };
        (position, end) = Trim(position, end);
        instruction = instruction with { ArgumentText = Text[position..end] };
        return position < end && Forms.TryGetValue(keyword, out var form) ? ReadArguments(instruction, form, position, end) : instruction;
    }

    DockerfileInstruction ReadArguments(DockerfileInstruction instruction, ArgumentForm form, int start, int end)
    {
        switch (form)
        {
            case ArgumentForm.List:
                return ReadJson(start, end) is { } list
                    ? instruction with { Arguments = list, IsJson = true }
                    : instruction with { Arguments = Words(start, end) };
            case ArgumentForm.Command:
                return ReadJson(start, end) is { } command
                    ? instruction with { Arguments = command, IsJson = true }
                    : instruction with { Arguments = [Argument(start, end)] };
            case ArgumentForm.Words:
                return instruction with { Arguments = Words(start, end) };
            case ArgumentForm.Whole:
                return instruction with { Arguments = [Argument(start, end)] };
            case ArgumentForm.Names:
                var names = QuotedWords(start, end);
                return instruction with { Arguments = names, Pairs = [.. names.Select(ToOptionalPair)] };
            case ArgumentForm.Pairs:
                var pairs = QuotedWords(start, end);
                return instruction with { Arguments = pairs, Pairs = ReadPairs(instruction, pairs, start, end) };
            case ArgumentForm.Health:
                return ReadHealth(instruction, start, end);
            default:
                return instruction with { Trigger = ReadTrigger(start, end), Arguments = [Argument(start, end)] };
        }
    }

    DockerfileInstruction ReadTrigger(int start, int end)
    {
        int wordEnd = start;
        while (wordEnd < end && !IsBlank(Text[wordEnd]))
            wordEnd++;
        // an ONBUILD in it is refused in any case: a thousand of them must not be a thousand calls deep
        return Text[start..wordEnd].Equals("ONBUILD", StringComparison.OrdinalIgnoreCase) ? Read(start, wordEnd) : Read(start, end);
    }

    DockerfileInstruction ReadHealth(DockerfileInstruction instruction, int start, int end)
    {
        int wordEnd = start;
        while (wordEnd < end && !char.IsWhiteSpace(Text[wordEnd]))
            wordEnd++;
        var kind = Argument(start, wordEnd);
        (start, end) = Trim(wordEnd, end);
        if (start == end)
            return instruction with { Arguments = [kind] };
        return ReadJson(start, end) is { } command
            ? instruction with { Arguments = [kind, .. command], IsJson = true }
            : instruction with { Arguments = [kind, Argument(start, end)] };
    }

    List<DockerfilePair> ReadPairs(DockerfileInstruction instruction, List<DockerfileArgument> words, int start, int end)
    {
        if (words.Count == 0)
            return [];
        if (!words[0].Text.Contains('=', StringComparison.Ordinal))
        {
            int nameEnd = start;
            while (nameEnd < end && !IsBlank(Text[nameEnd]))
                nameEnd++;
            int value = nameEnd;
            while (value < end && IsBlank(Text[value]))
                value++;
            if (value == end)
                throw new DockerfileRefusal(words[0].Extent, $"{instruction.Keyword} must have two arguments: name=value");
            return [new DockerfilePair(Text[start..nameEnd], Text[value..end], IsLegacy: true, line.Extent(start, end))];
        }
        return [.. words.Select(ToPair)];
    }

    static DockerfilePair ToPair(DockerfileArgument word)
    {
        var pair = ToOptionalPair(word);
        return pair.Value is not null ? pair : throw new DockerfileRefusal(word.Extent, $"can't find = in '{word.Text}': must be of the form name=value");
    }

    static DockerfilePair ToOptionalPair(DockerfileArgument word)
    {
        int equals = word.Text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? new DockerfilePair(word.Text, null, IsLegacy: false, word.Extent)
            : new DockerfilePair(word.Text[..equals], word.Text[(equals + 1)..], IsLegacy: false, word.Extent);
    }

    /// <summary>The options in front of the arguments, without their quotes and escape characters; two dashes alone end them.</summary>
    List<DockerfileFlag> ReadFlags(ref int position, int end)
    {
        var flags = new List<DockerfileFlag>();
        while (true)
        {
            while (position < end && PartsFlags(Text[position]))
                position++;
            if (position + 1 >= end || Text[position] != '-' || Text[position + 1] != '-')
                return flags;
            int start = position;
            string word = ReadFlag(ref position, end);
            if (word == "--")
                return flags;
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            var extent = line.Extent(start, position);
            flags.Add(
                equals < 0
                    ? new DockerfileFlag(word[2..], null, extent)
                    : new DockerfileFlag(word[2..equals], word[(equals + 1)..], extent));
        }
    }

    string ReadFlag(ref int position, int end)
    {
        var word = new StringBuilder();
        char quote = '\0';
        for (; position < end; position++)
        {
            char c = Text[position];
            if (quote == '\0' && PartsFlags(c))
                break;
            if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (quote != '\0' && c == quote)
            {
                quote = '\0';
            }
            else if (c != escape)
            {
                word.Append(c);
            }
            else if (position + 1 < end)
            {
                word.Append(Text[++position]);
            }
        }
        return word.ToString();
    }

    DockerfileArgument Argument(int start, int end) => new(Text[start..end], line.Extent(start, end));

    List<DockerfileArgument> Words(int start, int end)
    {
        var words = new List<DockerfileArgument>();
        while (start < end)
        {
            int wordEnd = start;
            while (wordEnd < end && !IsBlank(Text[wordEnd]))
                wordEnd++;
            words.Add(Argument(start, wordEnd));
            start = wordEnd;
            while (start < end && IsBlank(Text[start]))
                start++;
        }
        return words;
    }

    /// <summary>Words between white space that is neither quoted nor escaped. They keep their quotes.</summary>
    List<DockerfileArgument> QuotedWords(int position, int end)
    {
        var words = new List<DockerfileArgument>();
        while (true)
        {
            while (position < end && char.IsWhiteSpace(Text[position]))
                position++;
            if (position == end)
                return words;
            int start = position;
            int wordEnd = end;
            char quote = '\0';
            while (position < end)
            {
                char c = Text[position];
                if (quote == '\0' && char.IsWhiteSpace(c))
                {
                    wordEnd = position;
                    break;
                }
                if (c == escape && quote != '\'')
                {
                    // an escape character at the very end stands for nothing
                    if (position + 1 == end)
                        wordEnd = position;
                    position = Math.Min(position + 2, end);
                    continue;
                }
                if (quote == '\0' && c is '\'' or '"')
                    quote = c;
                else if (c == quote)
                    quote = '\0';
                position++;
            }
            if (wordEnd > start)
                words.Add(Argument(start, wordEnd));
        }
    }

    /// <summary>The strings of a JSON array; null when it is none, which makes it words or a command.</summary>
    List<DockerfileArgument>? ReadJson(int start, int end)
    {
        if (Text[start] != '[')
            return null;
        if (ReadStrings(start, end) is { } strings)
            return strings;
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(Text[start..end]), new JsonDocumentOptions { MaxDepth = 10000 });
        }
        catch (JsonException)
        {
            return null;
        }
        throw new DockerfileRefusal(line.Extent(start, end), "when using JSON array syntax, arrays must be comprised of strings only");
    }

    List<DockerfileArgument>? ReadStrings(int position, int end)
    {
        var strings = new List<DockerfileArgument>();
        position++;
        SkipJsonSpace(ref position, end);
        bool isEmpty = position < end && Text[position] == ']';
        while (!isEmpty)
        {
            SkipJsonSpace(ref position, end);
            int start = position;
            if (ReadString(ref position, end) is not { } value)
                return null;
            strings.Add(new DockerfileArgument(value, line.Extent(start, position)));
            SkipJsonSpace(ref position, end);
            if (position == end || Text[position] is not (',' or ']'))
                return null;
            if (Text[position] == ']')
                break;
            position++;
        }
        return position == end - 1 ? strings : null;
    }

    void SkipJsonSpace(ref int position, int end)
    {
        while (position < end && Text[position] is ' ' or '\t' or '\r' or '\n')
            position++;
    }

    string? ReadString(ref int position, int end)
    {
        if (position == end || Text[position++] != '"')
            return null;
        var value = new StringBuilder();
        while (position < end)
        {
            char c = Text[position++];
            if (c == '"')
                return Repair(value);
            if (c < ' ')
                return null;
            if (c == '\\')
            {
                if (position == end || ReadEscape(ref position, end) is not { } escaped)
                    return null;
                c = escaped;
            }
            value.Append(c);
        }
        return null;
    }

    char? ReadEscape(ref int position, int end)
    {
        switch (Text[position++])
        {
            case '"':
                return '"';
            case '\\':
                return '\\';
            case '/':
                return '/';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when position + 4 <= end && Text.AsSpan(position, 4).IndexOfAnyExcept(HexDigits) < 0:
                position += 4;
                return (char)Convert.ToInt32(Text[(position - 4)..position], 16);
            default:
                return null;
        }
    }

    /// <summary>Half of a surrogate pair is no character.</summary>
    static string Repair(StringBuilder value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else
                value[i] = '\uFFFD';
        }
        return value.ToString();
    }

    (int Start, int End) Trim(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(Text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(Text[end - 1]))
            end--;
        return (start, end);
    }

    /// <summary>White space that parts words; what else looks like it belongs to them.</summary>
    static bool IsBlank(char c) => c is ' ' or '\t' or '\v' or '\f' or '\r';

    /// <summary>White space that parts options, which builders read byte by byte.</summary>
    static bool PartsFlags(char c) => c <= '\u00A0' && char.IsWhiteSpace(c);

    [GeneratedRegex(@"^(?<number>[0-9]*)<<(?<tabs>-?)[\t\n\f\r ]*(?<name>[^<]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Heredoc();
}
