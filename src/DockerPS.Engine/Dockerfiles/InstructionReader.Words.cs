using System.Text;

namespace DockerPS.Engine;

/// <content>Options, words, and the white space between them.</content>
sealed partial class InstructionReader
{
    /// <summary>Reads the options before the arguments, without quotes and escape characters. A bare <c>--</c> ends them.</summary>
    List<DockerfileFlag> ReadFlags(ref int position, int end)
    {
        var flags = new List<DockerfileFlag>();
        while (true)
        {
            while (position < end && SeparatesFlags(Text[position]))
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
            if (quote == '\0' && SeparatesFlags(c))
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

    /// <summary>Words separated by white space that is neither quoted nor escaped. They keep their quotes.</summary>
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
                    // an escape character at the very end is ignored
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

    DockerfileArgument Argument(int start, int end) => new(Text[start..end], line.Extent(start, end));

    (int Start, int End) Trim(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(Text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(Text[end - 1]))
            end--;
        return (start, end);
    }

    /// <summary>White space that separates words; other white space is part of them.</summary>
    static bool IsBlank(char c) => c is ' ' or '\t' or '\v' or '\f' or '\r';

    /// <summary>White space that separates options, which builders read byte by byte.</summary>
    static bool SeparatesFlags(char c) => c <= '\u00A0' && char.IsWhiteSpace(c);
}
