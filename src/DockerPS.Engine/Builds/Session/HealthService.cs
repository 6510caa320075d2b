namespace DockerPS.Engine;

/// <summary>Tells the engine that the session is alive; the engine ends a session that fails to answer twice.</summary>
/// <remarks>Source: gRPC, health checking protocol.</remarks>
sealed class HealthService
{
    /// <summary>The method.</summary>
    public const string Check = "/grpc.health.v1.Health/Check";

    const ulong Serving = 1;

    /// <summary>Answers a health check.</summary>
    public static async Task CheckAsync(GrpcCall call, CancellationToken cancellationToken)
    {
        await call.ReadOneAsync(cancellationToken).ConfigureAwait(false);
        await call.WriteAsync(new ProtobufWriter().Number(1, Serving).Written, cancellationToken).ConfigureAwait(false);
    }
}
