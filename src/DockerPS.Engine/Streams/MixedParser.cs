namespace DockerPS.Engine;

/// <summary>Passes on standard output as bytes and standard error as lines.</summary>
/// <param name="multiplexed">Whether the output has frames.</param>
/// <param name="write">Receives each block of standard output.</param>
/// <param name="emit">Receives each line of standard error.</param>
sealed class MixedParser(bool multiplexed, Action<byte[]> write, Action<OutputLine> emit) : OutputParser(multiplexed)
{
    readonly LineBuffer standardError = new(ContainerStream.StandardError, timestamps: false, emit);

    protected override void OnOutput(ContainerStream stream, ReadOnlySpan<byte> bytes, bool frameStart)
    {
        if (stream == ContainerStream.StandardError)
            standardError.Add(bytes, frameStart);
        else
            write(bytes.ToArray());
    }

    protected override void OnEnd() => standardError.Flush();
}
