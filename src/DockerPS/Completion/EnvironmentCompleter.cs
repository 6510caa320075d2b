using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerPS.Completion;

/// <summary>
/// Offers the environment variables of the session, whose values a container may get. No value is shown: it may be secret.
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
                static name => new Candidate(name, $"{name} as it is in this session")));
}
