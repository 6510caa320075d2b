using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>
/// Completes environment variables of the session, which a container can inherit. Values are not shown, as they may be secret.
/// </summary>
public sealed class EnvironmentCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Candidate.Complete(
            new CompletionLine(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters),
            Environment.GetEnvironmentVariables().Keys.Cast<string>().Select(
                static name => new Candidate(name, $"{name} from this session")));
}
