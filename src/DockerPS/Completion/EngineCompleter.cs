using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;
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
        var line = new CompletionLine(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            var client = DockerSession.Current.GetClient(BoundEngine(fakeBoundParameters));
            // off this thread, and with a limit of its own, so that a server that accepts and never answers cannot hold the prompt
            var candidates = Task.Run(() => FindAsync(client, line, limit.Token), limit.Token);
            if (candidates.Wait(Limit))
                return [.. Candidate.Complete(line, candidates.Result), .. FindLocal(line)];
        }
        catch (Exception)
        {
            // a tab that fails must not disturb the line that is being typed
        }
        return [.. Candidate.Complete(line, FindUsual(line)), .. FindLocal(line)];
    }

    /// <summary>What is offered if the engine does not answer.</summary>
    private protected virtual IEnumerable<Candidate> FindUsual(CompletionLine line) => [];

    /// <summary>What this machine has to offer beside the engine, such as files.</summary>
    private protected virtual IEnumerable<CompletionResult> FindLocal(CompletionLine line) => [];

    /// <summary>Asks the engine for candidates.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="line">The line that is being typed.</param>
    /// <param name="cancellationToken">Cancelled at the limit.</param>
    protected abstract Task<IEnumerable<Candidate>> FindAsync(EngineClient client, CompletionLine line, CancellationToken cancellationToken);

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
