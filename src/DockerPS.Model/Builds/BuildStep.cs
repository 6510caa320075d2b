namespace DockerPS;

/// <summary>A step of a build.</summary>
/// <param name="Number">The number, in the order in which steps started, starting at 1.</param>
/// <param name="Name">The builder's name for it, such as <c>[build 2/3] RUN make</c>.</param>
/// <param name="Line">The line in the Dockerfile where it begins, starting at 1; null if it has no line.</param>
/// <param name="Started">When it started: by the engine's clock for BuildKit, by this machine's clock for the classic builder.</param>
/// <param name="Duration">How long it ran. A <see cref="TimeSpan" /> in PowerShell.</param>
/// <param name="IsCached">Whether its result came from an earlier build.</param>
/// <param name="Error">Why it failed; null if it did not fail.</param>
public sealed record BuildStep(int Number, string Name, int? Line, DateTime? Started, string Duration, bool IsCached, string? Error)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
