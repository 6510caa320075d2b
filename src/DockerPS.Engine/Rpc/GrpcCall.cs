namespace DockerPS.Engine;

/// <summary>A call of a gRPC method, from either side's point of view.</summary>
abstract class GrpcCall
{
    /// <summary>The path of the method, such as <c>/moby.filesync.v1.FileSync/DiffCopy</c>.</summary>
    public abstract string Method { get; }

    /// <summary>All values of a metadata key from the other side, in order.</summary>
    public abstract IReadOnlyList<string> GetMetadata(string key);

    /// <summary>The other side's next message; null after its last one.</summary>
    public abstract ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends a message; waits while the other side cannot accept more. Several tasks may send at once.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}

/// <summary>Handles calls of one gRPC method. When it returns, the call has ended successfully.</summary>
/// <exception cref="GrpcException">The call ends with that status.</exception>
delegate Task GrpcHandler(GrpcCall call, CancellationToken cancellationToken);

/// <summary>Ends a call with a status other than OK.</summary>
sealed class GrpcException(GrpcStatus status, string message) : Exception(message)
{
    /// <summary>The status.</summary>
    public GrpcStatus Status { get; } = status;
}

/// <summary>The result of a call.</summary>
/// <remarks>Source: gRPC, status codes.</remarks>
enum GrpcStatus
{
    Ok = 0,
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    NotFound = 5,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
}
