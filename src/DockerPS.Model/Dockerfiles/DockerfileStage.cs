namespace DockerPS;

/// <summary>A stage of a Dockerfile: a FROM and everything up to the next one.</summary>
public sealed record DockerfileStage
{
    /// <summary>The number, starting at 0.</summary>
    public required int Index { get; init; }

    /// <summary>The name in lower case, as builders compare it; null if it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The base, with variables expanded: an image, the name of a stage, or <c>scratch</c>.</summary>
    public required string Base { get; init; }

    /// <summary>The platform of the base, with variables expanded; null if the file does not specify one.</summary>
    public string? Platform { get; init; }

    /// <summary>The FROM that begins it.</summary>
    public required DockerfileInstruction From { get; init; }

    /// <summary>Its instructions, beginning with FROM.</summary>
    public required IReadOnlyList<DockerfileInstruction> Instructions { get; init; }

    /// <summary>The stages and images that it depends on, in order.</summary>
    public IReadOnlyList<DockerfileDependency> Dependencies { get; init; } = [];

    /// <summary>The first line, starting at 1.</summary>
    public int Line => From.Line;

    /// <summary>The name, or the number if it has none.</summary>
    public override string ToString() => Name ?? $"stage-{Index}";
}

/// <summary>The dependency of a stage on another stage or an image.</summary>
/// <param name="Kind">The kind of dependency.</param>
/// <param name="Source">The image, or the stage as the file names it.</param>
/// <param name="Stage">The number of the stage; null for an image.</param>
/// <param name="Line">The line of the instruction.</param>
public sealed record DockerfileDependency(DockerfileDependencyKind Kind, string Source, int? Stage, int Line)
{
    /// <summary>As <c>CopyFrom build</c>.</summary>
    public override string ToString() => $"{Kind} {Source}";
}

/// <summary>The kinds of dependency of a stage on another stage or an image.</summary>
public enum DockerfileDependencyKind : long
{
    /// <summary>It is based on it: FROM.</summary>
    From,

    /// <summary>It copies files from it: COPY --from.</summary>
    CopyFrom,

    /// <summary>A step mounts its files: RUN --mount=from=….</summary>
    MountFrom,
}
