namespace DockerPS;

/// <summary>Where and why a build failed.</summary>
/// <param name="Step">The step, as the builder names it; null if the build failed before the first step.</param>
/// <param name="Dockerfile">The path of the Dockerfile on this machine, or in the context if only the engine sees it.</param>
/// <param name="Line">The line in the Dockerfile where the step begins, starting at 1; null if unknown.</param>
/// <param name="ExitCode">The exit code of the step's command; null if no command failed.</param>
/// <param name="Output">The last lines that the step wrote.</param>
public sealed record BuildFailure(string? Step, string Dockerfile, int? Line, int? ExitCode, IReadOnlyList<string> Output)
{
    /// <summary>The steps that had started, in order.</summary>
    public IReadOnlyList<BuildStep> Steps { get; init; } = [];
}
