using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;
using DockerPS.Session;

namespace DockerPS.Completion;

/// <summary>
/// Base class of every completer that asks an engine: uses the bound <c>-Engine</c>, gives up after two seconds, quotes where necessary,
/// and without an engine returns nothing and no error.
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
            // runs on another thread with its own time limit, so that a server that accepts connections but never answers cannot block the
            // prompt
            var candidates = Task.Run(() => FindAsync(client, line, limit.Token), limit.Token);
            if (candidates.Wait(Limit))
                return [.. Candidate.Complete(line, candidates.Result), .. FindLocal(line)];
        }
        catch (Exception)
        {
            // a failing completion must not disturb the line that is being typed
        }
        return [.. Candidate.Complete(line, FindUsual(line)), .. FindLocal(line)];
    }

    /// <summary>The candidates if the engine does not answer.</summary>
    private protected virtual IEnumerable<Candidate> FindUsual(CompletionLine line) => [];

    /// <summary>Local candidates in addition to the engine's, such as files.</summary>
    private protected virtual IEnumerable<CompletionResult> FindLocal(CompletionLine line) => [];

    /// <summary>Gets candidates from the engine.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="line">The line that is being typed.</param>
    /// <param name="cancellationToken">Cancelled at the time limit.</param>
    protected abstract Task<IEnumerable<Candidate>> FindAsync(
        EngineClient client,
        CompletionLine line,
        CancellationToken cancellationToken);

    /// <summary>The engine on the command line; null if there is none.</summary>
    static EngineReference? BoundEngine(IDictionary bound)
    {
        object? engine = bound["Engine"] is PSObject wrapped ? wrapped.BaseObject : bound["Engine"];
        return engine switch
        {
            null => null,
            EngineReference reference => reference,
            DockerConnection connection => new EngineReference(connection),
            DockerContext context => new EngineReference(context),
            _ => new EngineReference(engine.ToString() ?? ""),
        };
    }
}
