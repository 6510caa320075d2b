using System.Text.RegularExpressions;

namespace DockerPS.Engine;

/// <summary>Why a build failed, where the builder's words alone do not say it.</summary>
static partial class BuildCause
{
    /// <summary>Finds it, and the name of what is missing.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="reason">The builder's sentence.</param>
    /// <param name="input">What was built.</param>
    public static (EngineCause Cause, string? Name) Find(BuildFailure failure, string reason, BuildInput input)
    {
        // the sentence for a step that ran repeats its command, which may hold any words
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
