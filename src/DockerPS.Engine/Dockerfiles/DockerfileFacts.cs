namespace DockerPS.Engine;

/// <summary>A Dockerfile, and what is known of its instructions once variables are filled in.</summary>
/// <param name="File">The file.</param>
/// <param name="Instructions">What is known of each instruction, in their order.</param>
sealed record DockerfileFacts(Dockerfile File, IReadOnlyList<InstructionFacts> Instructions)
{
    /// <summary>What is known of the instructions of a stage, the FROM first.</summary>
    public IEnumerable<InstructionFacts> Of(DockerfileStage stage) =>
        Instructions.Skip(Instructions.Count == 0 ? 0 : FirstOf(stage)).Take(stage.Instructions.Count);

    int FirstOf(DockerfileStage stage)
    {
        int low = 0;
        int high = Instructions.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Instructions[middle].Instruction.Stage < stage.Index)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

/// <summary>What is known of an instruction once variables are filled in.</summary>
sealed record InstructionFacts
{
    /// <summary>The instruction.</summary>
    public required DockerfileInstruction Instruction { get; init; }

    /// <summary>The variables that it uses and nothing sets.</summary>
    public IReadOnlyList<UndefinedVariable> Undefined { get; init; } = [];

    /// <summary>Whether a WORKDIR stands before it, in its stage or in one that the stage builds on.</summary>
    public bool HasWorkdir { get; init; }

    /// <summary>
    /// The shell that a SHELL before it has set, in its stage or in one that the stage builds on; null for the base image's.
    /// </summary>
    public IReadOnlyList<string>? Shell { get; init; }

    /// <summary>The user that steps have before it; null where only the base image knows.</summary>
    public string? User { get; init; }

    /// <summary>Whether the option --platform of a FROM is only <c>$TARGETPLATFORM</c>.</summary>
    public bool IsTargetPlatform { get; init; }

    /// <summary>Whether the option --platform of a FROM uses no variable.</summary>
    public bool IsPlatformConstant { get; init; }

    /// <summary>The platform of a FROM, filled in; null when it has none.</summary>
    public string? Platform { get; init; }
}

/// <summary>A variable that is used and that nothing sets.</summary>
/// <param name="Name">The name.</param>
/// <param name="Suggestion">A variable with a name that is close to it; null for none.</param>
/// <param name="IsCertain">Whether no base image can set it.</param>
sealed record UndefinedVariable(string Name, string? Suggestion, bool IsCertain);
