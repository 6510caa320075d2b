using System.Buffers;
using System.Text;
using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>Reads the JSON arrays of an instruction, and where each string is.</summary>
sealed class JsonStrings(LogicalLine line)
{
    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    string Text => line.Text;

    /// <summary>Reads an array of strings; null if it is not a JSON array, but words or a command.</summary>
    /// <param name="start">Its start in the line.</param>
    /// <param name="end">Its end.</param>
    /// <exception cref="DockerfileRefusal">It is an array of something else.</exception>
    public List<DockerfileArgument>? Read(int start, int end)
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

    /// <summary>Replaces unpaired surrogates, which are not characters.</summary>
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
}
