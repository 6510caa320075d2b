using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes Dockerfile rules, with their description as the tooltip.</summary>
public sealed class DockerfileRuleCompleter : IArgumentCompleter
{
    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Candidate.Complete(
            wordToComplete,
            DockerfileRules.All.Select(static rule => new Candidate(rule.Name, $"{rule.Severity}: {rule.Summary}")));
}
