using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>What a user can do about a build that failed, where the builder's words alone do not say it.</summary>
static partial class BuildAdvice
{
    /// <summary>Finds it; null when there is nothing useful to say.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="reason">The builder's sentence.</param>
    /// <param name="input">What was built.</param>
    public static string? Find(BuildFailure failure, string reason, BuildInput input)
    {
        // the sentence for a step that ran repeats its command, which may hold any words
        if (failure.ExitCode is not null)
            return null;
        if (reason.Contains("subdir not supported", StringComparison.Ordinal))
            return "BuildKit of this engine takes no folder of a git repository: use -Builder Classic, or update the engine.";
        if (input.WebAddress is not null && NoText().IsMatch(reason))
            return "BuildKit takes what is there for a Dockerfile. A tar of the PAX format has to be compressed, or built with -Builder Classic.";
        if (MissingSecret().Match(reason) is { Success: true } secret)
            return $"Give it with -Secret @{{ '{secret.Groups["id"].Value}' = ... }}.";
        if (MissingAgent().Match(reason) is { Success: true } agent)
            return $"Name an SSH agent with -Ssh {agent.Groups["id"].Value}.";
        if (RegistryErrors.IsRefusal(reason))
            return "Log in to the registry with 'docker login': a build has the users of the docker command's configuration.";
        return !input.HasFiles && FileStep().IsMatch(failure.Step ?? "") ? "A Dockerfile without a folder has no files to copy: name their folder with -Path." : null;
    }

    [GeneratedRegex(@"\0|\\x00", RegexOptions.CultureInvariant)]
    private static partial Regex NoText();

    [GeneratedRegex(@"secret (?<id>[^\s:]+):? not found", RegexOptions.CultureInvariant)]
    private static partial Regex MissingSecret();

    [GeneratedRegex(@"unset ssh forward key (?<id>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex MissingAgent();

    [GeneratedRegex(@"\] (COPY|ADD) (?!.*(--from=|://))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FileStep();
}
