namespace DockerPS.Engine;

/// <summary>How to check a Dockerfile.</summary>
public sealed record DockerfileCheckOptions
{
    /// <summary>The rules to apply, as names or wildcards; empty for all except the experimental ones.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The rules to skip, as names or wildcards.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init; } = [];

    /// <summary>The build context; null for the folder that contains the file.</summary>
    public string? ContextFolder { get; init; }
}
