using System.Buffers;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;
using DockerPS.Formatting;
using DockerPS.Session;

namespace DockerPS.Completion;

/// <summary>
/// The base of every completer that asks an engine: honours a bound <c>-Engine</c>, gives up after two seconds, quotes what needs quotes,
/// and offers nothing, without an error, when there is no engine.
/// </summary>
public abstract class EngineCompleter : IArgumentCompleter
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            var client = DockerSession.Current.GetClient(BoundEngine(fakeBoundParameters));
            // off this thread, and with a limit of its own, so that a server that accepts and never answers can not hold the prompt
            var candidates = Task.Run(() => FindAsync(client, fakeBoundParameters, limit.Token), limit.Token);
            return candidates.Wait(Limit) ? Candidate.Complete(wordToComplete, candidates.Result) : [];
        }
        catch (Exception)
        {
            // a tab that fails must not disturb the line that is being typed
            return [];
        }
    }

    /// <summary>Asks the engine for candidates.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="bound">What the line binds so far.</param>
    /// <param name="cancellationToken">Cancelled at the limit.</param>
    protected abstract Task<IEnumerable<Candidate>> FindAsync(EngineClient client, IDictionary bound, CancellationToken cancellationToken);

    /// <summary>The engine that the line names; null when it names none.</summary>
    static EngineReference? BoundEngine(IDictionary bound) => (bound["Engine"] is PSObject wrapped ? wrapped.BaseObject : bound["Engine"]) switch
    {
        null => null,
        EngineReference reference => reference,
        DockerConnection connection => new EngineReference(connection),
        DockerContext context => new EngineReference(context),
        var other => new EngineReference(other.ToString() ?? ""),
    };
}

/// <summary>Something that tab may put in place of the word.</summary>
/// <param name="Text">The word, unquoted.</param>
/// <param name="ToolTip">What it is, in one line.</param>
public sealed record Candidate(string Text, string ToolTip)
{
    static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" '\"`$;,(){}|&<>@#*?[]");

    /// <summary>The candidates that begin with a word, which may hold wildcards or have a quote in front, sorted.</summary>
    internal static IReadOnlyList<CompletionResult> Complete(string word, IEnumerable<Candidate> candidates)
    {
        var pattern = WildcardPattern.Get(word.Trim('"', '\'') + "*", WildcardOptions.IgnoreCase);
        return
        [
            .. candidates
                // what a terminal would obey is no name that an engine gives, and has no place in a command line
                .Where(candidate => pattern.IsMatch(candidate.Text) && VisibleText.Of(candidate.Text) == candidate.Text)
                .OrderBy(static candidate => candidate.Text, StringComparer.OrdinalIgnoreCase)
                .Select(static candidate => candidate.ToResult()),
        ];
    }

    internal CompletionResult ToResult() => new(Quoted, Text, CompletionResultType.ParameterValue, ToolTip.Length == 0 ? Text : VisibleText.Of(ToolTip));

    // PowerShell takes typographic quotes for quotes, too
    string Quoted => Text.AsSpan().ContainsAny(NeedsQuotes) || !System.Text.Ascii.IsValid(Text) ? "'" + CodeGeneration.EscapeSingleQuotedStringContent(Text) + "'" : Text;
}
