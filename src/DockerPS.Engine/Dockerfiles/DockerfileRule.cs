namespace DockerPS.Engine;

/// <summary>A rule, and the function that checks it.</summary>
/// <param name="Info">The rule.</param>
/// <param name="Find">Finds all violations in a file.</param>
sealed record DockerfileRule(DockerfileRuleInfo Info, Func<RuleContext, IEnumerable<Finding>> Find)
{
    /// <summary>Whether it is applied only if a file or a caller asks for it by name.</summary>
    public bool IsExperimental { get; init; }

    /// <summary>Whether later instructions can change its findings, so that it cannot judge part of a file.</summary>
    public bool NeedsWholeFile { get; init; }
}
