using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Finds the heredocs, such as <c>&lt;&lt;EOF</c>, of RUN, COPY and ADD.</summary>
static partial class Heredocs
{
    static readonly string[] Keywords = ["ADD", "COPY", "RUN"];

    /// <summary>The heredocs that an instruction announces; their content follows.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="text">Its whole text, on one line.</param>
    /// <exception cref="DockerfileRefusal">One of them cannot be read.</exception>
    public static IEnumerable<DockerfileHeredoc> Find(DockerfileInstruction instruction, string text)
    {
        var holder = instruction.Trigger ?? instruction;
        if (Array.IndexOf(Keywords, holder.Keyword) < 0 || holder.IsJson || !text.Contains("<<", StringComparison.Ordinal))
            return [];
        IReadOnlyList<string> words;
        try
        {
            words = new VariableExpander('\\', static _ => null) { KeepsQuotes = true, KeepsEscapes = true, KeepsUnknown = true }
                .Split(text);
        }
        catch (FormatException)
        {
            return [];
        }
        try
        {
            return [.. words.Select(word => Parse(word, instruction.KeywordExtent)).OfType<DockerfileHeredoc>()];
        }
        catch (FormatException e)
        {
            throw new DockerfileRefusal(instruction.KeywordExtent, e.Message);
        }
    }

    /// <summary>The name of the heredoc that a source or destination announces; null if it announces none.</summary>
    public static string? NameOf(DockerfileArgument word)
    {
        try
        {
            return Parse(word.Text, word.Extent)?.Name;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The heredoc that a word announces; null if it announces none.</summary>
    static DockerfileHeredoc? Parse(string word, DockerfileExtent place)
    {
        var match = Head().Match(word);
        string rest = match.Groups["name"].Value;
        if (!match.Success || rest.Length == 0)
            return null;
        var names = new VariableExpander('\\', static _ => null) { KeepsUnknown = true }.Split(rest);
        if (names.Count != 1)
            return null;
        // a quote that has disappeared was around the name, not part of it
        var raw = new VariableExpander('\\', static _ => null) { KeepsUnknown = true, KeepsQuotes = true }.Split(rest);
        _ = int.TryParse(match.Groups["number"].ValueSpan, out int number);
        return new DockerfileHeredoc(
            names[0],
            "",
            raw.Count == 1 && Quotes(names[0]) == Quotes(raw[0]),
            match.Groups["tabs"].Length > 0,
            number,
            place);

        static int Quotes(string name) => name.Count(static c => c is '\'' or '"');
    }

    [GeneratedRegex(@"^(?<number>[0-9]*)<<(?<tabs>-?)[\t\n\f\r ]*(?<name>[^<]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Head();
}
