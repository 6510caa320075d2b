using System.Management.Automation;
using DockerPS.Formatting;

namespace DockerPS.Completion;

/// <summary>A completion result.</summary>
/// <param name="Text">The text, unquoted.</param>
/// <param name="ToolTip">A one-line description.</param>
/// <param name="Id">The id of the object; null if it has none.</param>
public sealed record Candidate(string Text, string ToolTip = "", string? Id = null)
{
    const int ShortestId = 3;
    const int ShownId = 12;

    /// <summary>
    /// Returns the candidates that fit a line, sorted and without those that the line already contains: candidates that begin with the
    /// word, which may contain wildcards or start with a quote; or else those whose id begins with it; or else those that contain it.
    /// </summary>
    internal static IReadOnlyList<CompletionResult> Complete(CompletionLine line, IEnumerable<Candidate> candidates)
    {
        var others = line.OtherWords;
        return Complete(line.Word, candidates.Where(candidate => !others.Contains(candidate.Text)));
    }

    /// <inheritdoc cref="Complete(CompletionLine, IEnumerable{Candidate})" />
    internal static IReadOnlyList<CompletionResult> Complete(string word, IEnumerable<Candidate> candidates)
    {
        word = word.Trim('"', '\'');
        // names with terminal control characters do not come from an engine, and must not get into a command line
        var all = candidates.Where(static candidate => VisibleText.Of(candidate.Text) == candidate.Text).ToList();
        var found = Find(all, WildcardPattern.Get(word + "*", WildcardOptions.IgnoreCase));
        if (found.Count == 0 && word.Length >= ShortestId)
            found = all.FindAll(candidate => candidate.Id?.StartsWith(word, StringComparison.OrdinalIgnoreCase) == true)
                .ConvertAll(static candidate => candidate.AsId);
        if (found.Count == 0)
            found = Find(all, WildcardPattern.Get($"*{word}*", WildcardOptions.IgnoreCase));
        return
        [
            .. found.OrderBy(static candidate => candidate.Text, StringComparer.OrdinalIgnoreCase)
                .Select(static candidate => candidate.ToResult()),
        ];
    }

    static List<Candidate> Find(List<Candidate> candidates, WildcardPattern pattern) =>
        candidates.FindAll(candidate => pattern.IsMatch(candidate.Text));

    internal CompletionResult ToResult() =>
        new(CommandLineWord.Quote(Text), Text, CompletionResultType.ParameterValue, ToolTip.Length == 0 ? Text : VisibleText.Of(ToolTip));

    Candidate AsId => this with { Text = Id!.Length > ShownId ? Id[..ShownId] : Id, ToolTip = $"{Text}, {ToolTip}" };
}
