namespace DockerPS.Engine;

/// <summary>Sends everything that is written to a caller in byte messages.</summary>
sealed class CallOutput(GrpcCall call) : OneWayOutput
{
    /// <summary>Less than a caller accepts in one message.</summary>
    const int Most = 1024 * 1024;

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int start = 0; start < buffer.Length; start += Most)
            await call.WriteAsync(GrpcMessages.FromBytes(buffer.Span[start..Math.Min(buffer.Length, start + Most)]), cancellationToken)
                .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override void Flush() { }
}
