namespace DockerPS.Engine;

/// <summary>A violation of a rule.</summary>
/// <param name="Extent">The place.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">How to fix it; null if there is no general answer.</param>
sealed record Finding(DockerfileExtent Extent, string Message, string? Fix = null)
{
    /// <summary>The edits that fix it without changing what is built; empty if there are none.</summary>
    public IReadOnlyList<TextEdit> Edits { get; init; } = [];

    /// <summary>The severity here; null for that of the rule.</summary>
    public DockerfileSeverity? Severity { get; init; }
}
