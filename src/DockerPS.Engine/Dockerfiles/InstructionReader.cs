namespace DockerPS.Engine;

/// <summary>Reads an instruction: its keyword, its options, and its arguments in the form that the keyword requires.</summary>
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

    readonly LogicalLine line;
    readonly JsonStrings json;
    readonly char escape;

    public InstructionReader(LogicalLine line, char escape)
    {
        this.line = line;
        json = new JsonStrings(line);
        this.escape = escape;
    }

    /// <summary>The keywords of instructions.</summary>
    public static IReadOnlyCollection<string> Keywords => Forms.Keys;

    string Text => line.Text;

    /// <summary>Reads the instruction. What it requires is checked later, because builders read the whole file first.</summary>
    /// <exception cref="DockerfileRefusal">It cannot be read.</exception>
    public DockerfileInstruction Read() => Read(0, Text.Length);

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
        return position < end && Forms.TryGetValue(keyword, out var form)
            ? ReadArguments(instruction, form, position, end)
            : instruction;
    }

    DockerfileInstruction ReadArguments(DockerfileInstruction instruction, ArgumentForm form, int start, int end)
    {
        switch (form)
        {
            case ArgumentForm.List:
                return json.Read(start, end) is { } list
                    ? instruction with { Arguments = list, IsJson = true }
                    : instruction with { Arguments = Words(start, end) };
            case ArgumentForm.Command:
                return json.Read(start, end) is { } command
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
        // a nested ONBUILD is refused anyway: a thousand of them must not be a thousand calls deep
        return Read(start, Text[start..wordEnd].Equals("ONBUILD", StringComparison.OrdinalIgnoreCase) ? wordEnd : end);
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
        return json.Read(start, end) is { } command
            ? instruction with { Arguments = [kind, .. command], IsJson = true }
            : instruction with { Arguments = [kind, Argument(start, end)] };
    }
}
