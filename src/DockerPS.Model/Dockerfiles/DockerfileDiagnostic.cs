namespace DockerPS;

/// <summary>Something in a Dockerfile that should be otherwise.</summary>
public sealed record DockerfileDiagnostic
{
    /// <summary>The rule that found it.</summary>
    public required string Rule { get; init; }

    /// <summary>How bad it is.</summary>
    public required DockerfileSeverity Severity { get; init; }

    /// <summary>Where the rule comes from.</summary>
    public required DockerfileRuleSource Source { get; init; }

    /// <summary>The path of the file; null for a text that came without one.</summary>
    public string? Path { get; init; }

    /// <summary>The line, from 1.</summary>
    public int Line => Extent.StartLine;

    /// <summary>The column, from 1.</summary>
    public int Column => Extent.StartColumn;

    /// <summary>Where it stands.</summary>
    public required DockerfileExtent Extent { get; init; }

    /// <summary>What is found.</summary>
    public required string Message { get; init; }

    /// <summary>Why it matters.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about it; null when there is no general answer.</summary>
    public string? Fix { get; init; }

    /// <summary>Whether -Fix can do that.</summary>
    public bool CanFix { get; init; }

    /// <summary>The stage in which it is; null for one before the first, or about the whole file.</summary>
    public string? Stage { get; init; }

    /// <summary>Where more is written about the rule; null when nothing is.</summary>
    public Uri? HelpUri { get; init; }

    /// <summary>As <c>Dockerfile:3:5: Warning StageNameCasing: …</c>, which editors understand.</summary>
    public override string ToString() => $"{Path ?? "Dockerfile"}:{Line}:{Column}: {Severity} {Rule}: {Message}";
}

/// <summary>How bad something in a Dockerfile is.</summary>
public enum DockerfileSeverity : long
{
    /// <summary>A reviewer would mention it.</summary>
    Information,

    /// <summary>It does not do what one expects, or will not for long.</summary>
    Warning,

    /// <summary>The builder refuses it, or the file asks that it be an error.</summary>
    Error,
}

/// <summary>Where a rule for Dockerfiles comes from.</summary>
public enum DockerfileRuleSource : long
{
    /// <summary>The builder refuses what breaks it.</summary>
    Builder,

    /// <summary>A check of <c>docker build --check</c>.</summary>
    BuildCheck,

    /// <summary>What careful reviewers look for.</summary>
    Review,
}

/// <summary>A rule that Dockerfiles are checked by.</summary>
/// <param name="Name">The name, which is that of <c>docker build --check</c> where the rule is one of its.</param>
/// <param name="Severity">How bad it is to break it.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Summary">What it asks for.</param>
/// <param name="Reason">Why.</param>
/// <param name="HelpUri">Where more is written about it; null when nothing is.</param>
public sealed record DockerfileRuleInfo(
    string Name,
    DockerfileSeverity Severity,
    DockerfileRuleSource Source,
    string Summary,
    string Reason,
    Uri? HelpUri)
{
    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
