namespace DockerPS;

/// <summary>Where and why a build failed.</summary>
/// <param name="Step">The step, as the builder names it; null when the build failed before any step.</param>
/// <param name="Dockerfile">The path of the Dockerfile on the machine that asked for the build, or in the context where only the engine
/// sees it.</param>
/// <param name="Line">The line of the Dockerfile at which the step begins, from 1; null when it is not known.</param>
/// <param name="ExitCode">The code with which the step's command ended; null when it was no command that failed.</param>
/// <param name="Output">The last lines that the step wrote.</param>
public sealed record BuildFailure(string? Step, string Dockerfile, int? Line, int? ExitCode, IReadOnlyList<string> Output)
{
    /// <summary>The steps that had begun, in their order.</summary>
    public IReadOnlyList<BuildStep> Steps { get; init; } = [];
}
