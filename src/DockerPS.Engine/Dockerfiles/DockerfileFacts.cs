namespace DockerPS.Engine;

/// <summary>A Dockerfile, and what is known about its instructions after variables have been expanded.</summary>
/// <param name="File">The file.</param>
/// <param name="Instructions">What is known about each instruction, in order.</param>
sealed record DockerfileFacts(Dockerfile File, IReadOnlyList<InstructionFacts> Instructions)
{
    /// <summary>What is known about the instructions of a stage, beginning with its FROM.</summary>
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
