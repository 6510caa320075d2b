namespace DockerPS.Engine;

/// <summary>Something that a build tells.</summary>
public abstract record BuildEvent;

/// <summary>A step has begun.</summary>
/// <param name="Step">The step, as the builder names it.</param>
/// <param name="Number">How many steps have begun, with this one.</param>
/// <param name="Known">How many steps there are, as far as the builder knows by now.</param>
public sealed record BuildStepStarted(string Step, int Number, int Known) : BuildEvent;

/// <summary>A step has ended well.</summary>
/// <param name="Step">The step.</param>
/// <param name="IsCached">Whether it was taken from an earlier build.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record BuildStepEnded(string Step, bool IsCached, TimeSpan Duration) : BuildEvent;

/// <summary>A step, or the builder, has written a line.</summary>
/// <param name="Line">The line.</param>
public sealed record BuildOutput(BuildLogLine Line) : BuildEvent;

/// <summary>The builder, or the preparation of the context, warns of something.</summary>
/// <param name="Text">The warning.</param>
public sealed record BuildWarning(string Text) : BuildEvent;

/// <summary>A step transfers something.</summary>
/// <param name="Status">How far it is.</param>
public sealed record BuildTransfer(TransferStatus Status) : BuildEvent;

/// <summary>The result is there.</summary>
/// <param name="ImageId">The id of the image; null when the result went elsewhere.</param>
public sealed record BuildFinished(string? ImageId) : BuildEvent
{
    /// <summary>The steps in the order in which they began.</summary>
    public IReadOnlyList<BuildStep> Steps { get; init; } = [];

    /// <summary>Bytes of files that the builder asked for; null when it could not ask.</summary>
    public long? ContextSent { get; init; }
}
