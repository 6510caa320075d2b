namespace DockerPS.Engine;

/// <summary>A line that a container wrote.</summary>
/// <param name="Stream">The stream that it was written to.</param>
/// <param name="Text">The line without its end. Invalid UTF-8 is replaced by U+FFFD.</param>
/// <param name="Timestamp">When the engine received it; null unless requested.</param>
public readonly record struct OutputLine(ContainerStream Stream, string Text, DateTimeOffset? Timestamp);
