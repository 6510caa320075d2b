namespace DockerPS.Engine;

/// <summary>Passes the bytes on as they are, without frames.</summary>
/// <param name="multiplexed">Whether the output has frames.</param>
/// <param name="write">Receives each block.</param>
sealed class ByteParser(bool multiplexed, OutputWriter write) : OutputParser(multiplexed)
{
    protected override void OnOutput(ContainerStream stream, ReadOnlySpan<byte> bytes, bool frameStart) => write(stream, bytes);
}
