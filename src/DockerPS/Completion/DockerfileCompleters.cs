using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Base class of completers that read the Dockerfile of the build on the command line.</summary>
public abstract class DockerfileCompleter : IArgumentCompleter
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
            var line = new CompletionLine(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
            string path = (line.TextsOf("File"), line.TextsOf("LiteralPath"), line.TextsOf("Path")) switch
            {
                ([var file, ..], _, _) => file,
                (_, [var folder, ..], _) => folder,
                (_, _, [var folder, ..]) => folder,
                _ => ".",
            };
            return Candidate.Complete(line, Find(DockerfileParser.Read(Resolve(path), null, CancellationToken.None)));
        }
        catch (Exception)
        {
            // a failing completion must not disturb the line that is being typed
            return [];
        }
    }

    /// <summary>Resolves a path of the session; the session is busy with the completion, so only a nested command can do it.</summary>
    static string Resolve(string path)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand(@"Microsoft.PowerShell.Management\Convert-Path")
            .AddParameter("LiteralPath", path)
            .Invoke<string>()
            .Single();
    }

    /// <summary>Gets the candidates from the Dockerfile.</summary>
    private protected abstract IEnumerable<Candidate> Find(Dockerfile file);
}

/// <summary>Completes stages of the Dockerfile.</summary>
public sealed class BuildStageCompleter : DockerfileCompleter
{
    private protected override IEnumerable<Candidate> Find(Dockerfile file) =>
        file.Stages.Select(static stage => new Candidate(stage.ToString(), stage.From.Code));
}

/// <summary>Completes arguments that the Dockerfile declares.</summary>
public sealed class BuildArgumentCompleter : DockerfileCompleter
{
    private protected override IEnumerable<Candidate> Find(Dockerfile file) => file.Instructions
        .Where(static instruction => instruction.Keyword == "ARG")
        .SelectMany(static instruction => instruction.Pairs)
        .DistinctBy(static pair => pair.Name)
        .Select(static pair => new Candidate(pair.Name + "=", pair.Value is null ? "ARG without a default" : $"default {pair.Value}"));
}
