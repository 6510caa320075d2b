namespace DockerPS;

/// <summary>A step of a build.</summary>
/// <param name="Number">Its number in the order in which steps began, from 1.</param>
/// <param name="Name">What the builder calls it, such as <c>[build 2/3] RUN make</c>.</param>
/// <param name="Line">The line of the Dockerfile at which it begins, from 1; null for what is in no line.</param>
/// <param name="Started">When it began: by the engine's clock for BuildKit, by this machine's for the classic builder.</param>
/// <param name="Duration">How long it ran. A <see cref="TimeSpan" /> in PowerShell.</param>
/// <param name="IsCached">Whether it was taken from an earlier build.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record BuildStep(int Number, string Name, int? Line, DateTime? Started, string Duration, bool IsCached, string? Error)
{
    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
