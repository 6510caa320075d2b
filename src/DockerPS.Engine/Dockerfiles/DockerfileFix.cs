namespace DockerPS.Engine;

/// <summary>A Dockerfile with its fixes.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">The text with the fixes.</param>
/// <param name="Count">The number of findings that are fixed.</param>
public sealed record DockerfileFix(string Path, string Text, int Count)
{
    /// <summary>Writes the file.</summary>
    /// <exception cref="EngineException">The file cannot be written.</exception>
    public void Write() => DockerfileSource.Write(Path, Text);
}
