namespace DockerPS.Engine;

/// <content>Names with values.</content>
sealed partial class InstructionReader
{
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
        return pair.Value is not null
            ? pair
            : throw new DockerfileRefusal(word.Extent, $"can't find = in '{word.Text}': must be of the form name=value");
    }

    static DockerfilePair ToOptionalPair(DockerfileArgument word)
    {
        int equals = word.Text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? new DockerfilePair(word.Text, null, IsLegacy: false, word.Extent)
            : new DockerfilePair(word.Text[..equals], word.Text[(equals + 1)..], IsLegacy: false, word.Extent);
    }
}
