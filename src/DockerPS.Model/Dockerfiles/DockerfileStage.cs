namespace DockerPS;

/// <summary>A stage of a Dockerfile: a FROM and all up to the next one.</summary>
public sealed record DockerfileStage
{
    /// <summary>Its number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its name in lower case, as builders compare it; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>What it builds on, with variables filled in: an image, the name of a stage, or <c>scratch</c>.</summary>
    public required string Base { get; init; }

    /// <summary>The platform of the base, with variables filled in; null when the file names none.</summary>
    public string? Platform { get; init; }

    /// <summary>The FROM that begins it.</summary>
    public required DockerfileInstruction From { get; init; }

    /// <summary>Its instructions, the FROM first.</summary>
    public required IReadOnlyList<DockerfileInstruction> Instructions { get; init; }

    /// <summary>The stages and images that it takes from, in their order.</summary>
    public IReadOnlyList<DockerfileDependency> Dependencies { get; init; } = [];

    /// <summary>The first line, from 1.</summary>
    public int Line => From.Line;

    /// <summary>Its name, or its number when it has none.</summary>
    public override string ToString() => Name ?? $"stage-{Index}";
}

/// <summary>What a stage takes from another one or from an image.</summary>
/// <param name="Kind">How it takes.</param>
/// <param name="Source">The image, or the stage as the file calls it.</param>
/// <param name="Stage">The number of the stage; null for an image.</param>
/// <param name="Line">The line of the instruction.</param>
public sealed record DockerfileDependency(DockerfileDependencyKind Kind, string Source, int? Stage, int Line)
{
    /// <summary>As <c>CopyFrom build</c>.</summary>
    public override string ToString() => $"{Kind} {Source}";
}

/// <summary>How a stage takes from another one or from an image.</summary>
public enum DockerfileDependencyKind : long
{
    /// <summary>It builds on it: FROM.</summary>
    From,

    /// <summary>It copies files of it: COPY --from.</summary>
    CopyFrom,

    /// <summary>A step sees its files: RUN --mount=from=….</summary>
    MountFrom,
}
