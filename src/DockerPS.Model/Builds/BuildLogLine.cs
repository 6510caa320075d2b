namespace DockerPS;

/// <summary>A line of build output.</summary>
/// <param name="Step">The step that it belongs to, as the builder names it; empty for the build as a whole.</param>
/// <param name="Text">The line.</param>
/// <param name="IsError">Whether the step wrote it to its standard error.</param>
public sealed record BuildLogLine(string Step, string Text, bool IsError)
{
    /// <summary>The line.</summary>
    public override string ToString() => Text;
}
