using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Finds out why a build failed if the builder's message alone does not say it.</summary>
static partial class BuildCause
{
    /// <summary>Finds the cause, and the name of what is missing.</summary>
    /// <param name="failure">The exception.</param>
    /// <param name="reason">The builder's message.</param>
    /// <param name="input">The input of the build.</param>
    public static (EngineCause Cause, string? Name) Find(BuildFailure failure, string reason, BuildInput input)
    {
        // the message for a step that ran repeats its command, which may contain any text
        if (failure.ExitCode is not null)
            return default;
        if (reason.Contains("subdir not supported", StringComparison.Ordinal))
            return (EngineCause.NoRepositoryFolder, null);
        if (input.ShownAddress is not null && NoText().IsMatch(reason))
            return (EngineCause.TakenForDockerfile, null);
        if (MissingSecret().Match(reason) is { Success: true } secret)
            return (EngineCause.BuildSecretMissing, secret.Groups["id"].Value);
        if (MissingAgent().Match(reason) is { Success: true } agent)
            return (EngineCause.BuildAgentMissing, agent.Groups["id"].Value);
        if (RegistryErrors.IsRefusal(reason))
            return (EngineCause.BuildLoginMissing, null);
        return (!input.HasFiles && FileStep().IsMatch(failure.Step ?? "") ? EngineCause.BuildContextMissing : EngineCause.Unknown, null);
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
