namespace DockerPS.Engine;

/// <summary>Serves gRPC on a connection that this side opened: in a build session, the engine is the caller.</summary>
/// <remarks>Source: gRPC over HTTP/2.</remarks>
static class GrpcServer
{
    /// <summary>
    /// Serves until the caller closes the connection, or announces its end and has received its last response. By then the connection is
    /// closed, every call's token is cancelled, and every handler has returned.
    /// </summary>
    /// <param name="stream">The connection, which the server owns from now on.</param>
    /// <param name="handlers">The handlers by the path of their method. A call to another method ends with
    /// <see cref="GrpcStatus.Unimplemented" />.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <exception cref="Http2Exception">The caller violates the protocol.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task RunAsync(Stream stream, IReadOnlyDictionary<string, GrpcHandler> handlers, CancellationToken cancellationToken)
    {
        using var connection = new Http2ServerConnection(stream, opened => ServeAsync(opened, handlers));
        await connection.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    static async Task ServeAsync(Http2Stream stream, IReadOnlyDictionary<string, GrpcHandler> handlers)
    {
        try
        {
            using var call = GrpcServerCall.Begin(stream);
            if (call is null)
            {
                stream.Reset(Http2Error.Protocol);
                return;
            }
            var (status, message) = await HandleAsync(call, handlers, stream.Ended).ConfigureAwait(false);
            await call.EndAsync(status, message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or Http2Exception)
        {
            // nobody waits for the response any more, or nobody reads responses
        }
    }

    static async Task<(GrpcStatus Status, string Message)> HandleAsync(
        GrpcServerCall call,
        IReadOnlyDictionary<string, GrpcHandler> handlers,
        CancellationToken cancellationToken)
    {
        if (!handlers.TryGetValue(call.Method, out var handler))
            return (GrpcStatus.Unimplemented, $"unknown method {call.Method}");
        try
        {
            await handler(call, cancellationToken).ConfigureAwait(false);
            return (GrpcStatus.Ok, "");
        }
        catch (GrpcException e)
        {
            return (e.Status, e.Message);
        }
        catch (OperationCanceledException e)
        {
            return (GrpcStatus.Cancelled, e.Message);
        }
#pragma warning disable CA1031 // whatever it is, it becomes the response to the caller
        catch (Exception e)
        {
            return (GrpcStatus.Internal, e.Message);
        }
#pragma warning restore CA1031
    }
}
