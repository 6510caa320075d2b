namespace DockerPS.Engine;

/// <summary>How a call of gRPC ends.</summary>
/// <remarks>Source: https://grpc.github.io/grpc/core/md_doc_statuscodes.html.</remarks>
enum GrpcStatus
{
    /// <summary>Well.</summary>
    Ok = 0,

    /// <summary>Nobody waits for it any more.</summary>
    Cancelled = 1,

    /// <summary>With an error of which nothing more is known.</summary>
    Unknown = 2,

    /// <summary>What was sent is not what is expected.</summary>
    InvalidArgument = 3,

    /// <summary>What was asked for is not there.</summary>
    NotFound = 5,

    /// <summary>It asks for more than is good.</summary>
    ResourceExhausted = 8,

    /// <summary>There is no such method.</summary>
    Unimplemented = 12,
}

/// <summary>A call of gRPC ends with an error.</summary>
/// <param name="status">Which.</param>
/// <param name="message">What the other side is told.</param>
sealed class GrpcException(GrpcStatus status, string message) : Exception(message)
{
    /// <summary>Which error.</summary>
    public GrpcStatus Status => status;
}
