namespace DockerPS;

/// <summary>A problem in a Dockerfile.</summary>
public sealed record DockerfileDiagnostic
{
    /// <summary>The rule that found it.</summary>
    public required string Rule { get; init; }

    /// <summary>The severity.</summary>
    public required DockerfileSeverity Severity { get; init; }

    /// <summary>The origin of the rule.</summary>
    public required DockerfileRuleSource Source { get; init; }

    /// <summary>The path of the file; null for a text without a path.</summary>
    public string? Path { get; init; }

    /// <summary>The line, starting at 1.</summary>
    public int Line => Extent.StartLine;

    /// <summary>The column, starting at 1.</summary>
    public int Column => Extent.StartColumn;

    /// <summary>Its position.</summary>
    public required DockerfileExtent Extent { get; init; }

    /// <summary>What was found.</summary>
    public required string Message { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Reason { get; init; }

    /// <summary>How to fix it; null if there is no general answer.</summary>
    public string? Fix { get; init; }

    /// <summary>Whether -Fix can fix it.</summary>
    public bool CanFix { get; init; }

    /// <summary>The stage that it is in; null before the first stage, or for the whole file.</summary>
    public string? Stage { get; init; }

    /// <summary>A page about the rule; null if there is none.</summary>
    public Uri? HelpUri { get; init; }

    /// <summary>As <c>Dockerfile:3:5: Warning StageNameCasing: …</c>, which editors understand.</summary>
    public override string ToString() => $"{Path ?? "Dockerfile"}:{Line}:{Column}: {Severity} {Rule}: {Message}";
}

/// <summary>The severity of a problem in a Dockerfile.</summary>
public enum DockerfileSeverity : long
{
    /// <summary>A reviewer would mention it.</summary>
    Information,

    /// <summary>It does not do what one would expect, or will stop working.</summary>
    Warning,

    /// <summary>The builder rejects it, or the file asks to treat it as an error.</summary>
    Error,
}

/// <summary>The origin of a Dockerfile rule.</summary>
public enum DockerfileRuleSource : long
{
    /// <summary>The builder rejects files that break it.</summary>
    Builder,

    /// <summary>A check of <c>docker build --check</c>.</summary>
    BuildCheck,

    /// <summary>A rule of good practice.</summary>
    Review,
}

/// <summary>A rule for checking Dockerfiles.</summary>
/// <param name="Name">The name, which is the same as in <c>docker build --check</c> if the rule exists there.</param>
/// <param name="Severity">The severity of breaking it.</param>
/// <param name="Source">Its origin.</param>
/// <param name="Summary">What it requires.</param>
/// <param name="Reason">Why.</param>
/// <param name="HelpUri">A page about it; null if there is none.</param>
public sealed record DockerfileRuleInfo(
    string Name,
    DockerfileSeverity Severity,
    DockerfileRuleSource Source,
    string Summary,
    string Reason,
    Uri? HelpUri)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
