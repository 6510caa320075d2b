namespace DockerPS.Engine;

/// <summary>Splits output into lines, separately for each stream.</summary>
/// <param name="multiplexed">Whether the output has frames.</param>
/// <param name="timestamps">Whether each message begins with the engine's timestamp and a space.</param>
/// <param name="emit">Receives each line.</param>
sealed class LineParser(bool multiplexed, bool timestamps, Action<OutputLine> emit) : OutputParser(multiplexed)
{
    readonly LineBuffer standardOutput = new(ContainerStream.StandardOutput, timestamps, emit);
    readonly LineBuffer standardError = new(ContainerStream.StandardError, timestamps, emit);

    protected override void OnOutput(ContainerStream stream, ReadOnlySpan<byte> bytes, bool frameStart) =>
        (stream == ContainerStream.StandardError ? standardError : standardOutput).Add(bytes, frameStart);

    protected override void OnEnd()
    {
        standardOutput.Flush();
        standardError.Flush();
    }
}
