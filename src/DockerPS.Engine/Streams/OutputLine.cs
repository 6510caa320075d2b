namespace DockerPS.Engine;

/// <summary>A line that a container wrote.</summary>
/// <param name="Stream">Where it wrote it.</param>
/// <param name="Text">The line without its end. What is no UTF-8 is replaced by U+FFFD.</param>
/// <param name="Timestamp">When the engine took it; null unless that was asked for.</param>
public readonly record struct OutputLine(ContainerStream Stream, string Text, DateTimeOffset? Timestamp);
