namespace DockerPS.Engine;

/// <summary>The size of a terminal in characters.</summary>
/// <param name="Height">The lines.</param>
/// <param name="Width">The columns.</param>
public readonly record struct TerminalSize(int Height, int Width);
