namespace DockerPS.Engine;

/// <summary>What is known about an instruction after variables have been expanded.</summary>
sealed record InstructionFacts
{
    /// <summary>The instruction.</summary>
    public required DockerfileInstruction Instruction { get; init; }

    /// <summary>The variables that it uses but nothing sets.</summary>
    public IReadOnlyList<UndefinedVariable> Undefined { get; init; } = [];

    /// <summary>Whether there is a WORKDIR before it, in its stage or in one that the stage builds on.</summary>
    public bool HasWorkdir { get; init; }

    /// <summary>
    /// The shell that a SHELL before it has set, in its stage or in one that the stage builds on; null for the shell of the base image.
    /// </summary>
    public IReadOnlyList<string>? Shell { get; init; }

    /// <summary>The user of the steps before it; null if the base image decides.</summary>
    public string? User { get; init; }

    /// <summary>Whether the base of a FROM is the same whatever the build arguments are.</summary>
    public bool IsBaseFixed { get; init; }

    /// <summary>Whether the option --platform of a FROM is only <c>$TARGETPLATFORM</c>.</summary>
    public bool IsTargetPlatform { get; init; }

    /// <summary>Whether the option --platform of a FROM uses no variable.</summary>
    public bool IsPlatformConstant { get; init; }

    /// <summary>The expanded platform of a FROM; null if it has none.</summary>
    public string? Platform { get; init; }
}

/// <summary>A variable that is used but not set.</summary>
/// <param name="Name">The name.</param>
/// <param name="Suggestion">A variable with a similar name; null if there is none.</param>
/// <param name="IsCertain">Whether no base image could set it.</param>
sealed record UndefinedVariable(string Name, string? Suggestion, bool IsCertain);
