using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>Completes the names of docker contexts.</summary>
sealed class EngineNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
