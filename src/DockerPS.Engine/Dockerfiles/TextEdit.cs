namespace DockerPS.Engine;

/// <summary>Replaces part of a text.</summary>
/// <param name="Start">The start of the part.</param>
/// <param name="End">The end of the part.</param>
/// <param name="Text">The new text.</param>
sealed record TextEdit(int Start, int End, string Text)
{
    /// <summary>Replaces part of a Dockerfile.</summary>
    public static TextEdit Of(DockerfileExtent extent, string text) => new(extent.StartOffset, extent.EndOffset, text);
}
