namespace DockerPS.Engine;

/// <summary>A connection inside a gRPC call: each message contains some of its bytes.</summary>
/// <param name="call">The call, which ends with the connection.</param>
sealed class GrpcTunnel(GrpcCall call) : TwoWayStream
{
    readonly CallStream input = new(call);
    readonly CallOutput output = new(call);

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        output.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is written asynchronously.");

    /// <inheritdoc />
    public override void Flush() { }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
            output.Dispose();
            (call as IDisposable)?.Dispose();
        }
        base.Dispose(disposing);
    }
}
