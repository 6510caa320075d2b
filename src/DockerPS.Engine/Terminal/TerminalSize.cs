namespace DockerPS.Engine;

/// <summary>The size of a terminal in characters.</summary>
/// <param name="Height">Its lines.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct TerminalSize(int Height, int Width);
