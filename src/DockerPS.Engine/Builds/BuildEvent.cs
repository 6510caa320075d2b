namespace DockerPS.Engine;

/// <summary>An event of a build.</summary>
public abstract record BuildEvent;

/// <summary>A step has started.</summary>
/// <param name="Step">The step, as the builder names it.</param>
/// <param name="Number">How many steps have started, including this one.</param>
/// <param name="Known">How many steps there are, as far as the builder knows at this point.</param>
public sealed record BuildStepStarted(string Step, int Number, int Known) : BuildEvent;

/// <summary>A step has completed successfully.</summary>
/// <param name="Step">The step.</param>
/// <param name="IsCached">Whether it was taken from an earlier build.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record BuildStepEnded(string Step, bool IsCached, TimeSpan Duration) : BuildEvent;

/// <summary>A step, or the builder, has written a line.</summary>
/// <param name="Line">The line.</param>
public sealed record BuildOutput(BuildLogLine Line) : BuildEvent;

/// <summary>A warning from the builder, or from preparing the context.</summary>
/// <param name="Text">The warning.</param>
public sealed record BuildWarning(string Text) : BuildEvent;

/// <summary>A step transfers data.</summary>
/// <param name="Status">The progress.</param>
public sealed record BuildTransfer(TransferStatus Status) : BuildEvent;

/// <summary>The result is complete.</summary>
/// <param name="ImageId">The id of the image; null if the result was exported elsewhere.</param>
public sealed record BuildFinished(string? ImageId) : BuildEvent
{
    /// <summary>The steps in the order in which they began.</summary>
    public IReadOnlyList<BuildStep> Steps { get; init; } = [];

    /// <summary>The bytes of files that the builder requested; null if it cannot request files.</summary>
    public long? ContextSent { get; init; }
}
