namespace DockerPS.Engine.Tests;

/// <summary>Begins with some bytes, and never ends.</summary>
sealed class EndlessStream(byte[] beginning) : OneWayStream
{
    /// <summary>How many bytes were read from it.</summary>
    public long Given { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer.Span.Fill((byte)'x');
        if (Given == 0)
            beginning.CopyTo(buffer);
        Given += buffer.Length;
        return ValueTask.FromResult(buffer.Length);
    }
}
