using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes docker context names, with description and address as the tooltip. Does not contact any engine.</summary>
public sealed class EngineNameCompleter : IArgumentCompleter
{
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
            return Candidate.Complete(wordToComplete, ContextStore.Open().List(static _ => { }).Select(ToCandidate));
        }
        catch (Exception)
        {
            // a failing completion must not disturb the line that is being typed
            return [];
        }
    }

    static Candidate ToCandidate(DockerContext context) =>
        new(context.Name, context.Description.Length == 0 ? context.Endpoint : $"{context.Description} ({context.Endpoint})");
}
