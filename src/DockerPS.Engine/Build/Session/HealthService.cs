namespace DockerPS.Engine;

/// <summary>Tells the engine that the session is alive; it asks now and then, and ends a session that does not answer.</summary>
/// <remarks>Source: https://github.com/grpc/grpc/blob/master/doc/health-checking.md.</remarks>
static class HealthService
{
    const ulong Serving = 1;

    /// <summary>What it serves.</summary>
    public static IEnumerable<KeyValuePair<string, Func<GrpcCall, Task>>> Methods => [new("/grpc.health.v1.Health/Check", CheckAsync)];

    static async Task CheckAsync(GrpcCall call)
    {
        await call.ReadOnlyMessageAsync().ConfigureAwait(false);
        await call.WriteAsync(new ProtobufWriter().Number(1, Serving)).ConfigureAwait(false);
    }
}
