namespace DockerPS.Engine;

/// <summary>Serves calls of gRPC on one connection.</summary>
/// <param name="methods">What is served, by the paths of the methods.</param>
sealed class GrpcServer(IReadOnlyDictionary<string, Func<GrpcCall, Task>> methods)
{
    EngineException? fault;

    /// <summary>What went wrong on this side first, and not on the other; null when nothing did.</summary>
    public EngineException? Fault => fault;

    /// <summary>Serves until the other side closes the connection, or the token is cancelled.</summary>
    /// <param name="stream">The connection; it is closed at the end.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>What the other side did to break the protocol; null when it did nothing of the kind.</returns>
    public async Task<Http2Exception?> RunAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var connection = new Http2Connection(stream, ServeAsync);
        return await connection.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    async Task ServeAsync(Http2Stream stream)
    {
        using var call = new GrpcCall(stream);
        var (status, text) = await ServeAsync(call).ConfigureAwait(false);
        await call.EndAsync(status, text).ConfigureAwait(false);
    }

    async Task<(GrpcStatus Status, string? Text)> ServeAsync(GrpcCall call)
    {
        try
        {
            if (!methods.TryGetValue(call.Method, out var method))
                return (GrpcStatus.Unimplemented, $"there is no method {call.Method} here");
            await method(call).ConfigureAwait(false);
            return (GrpcStatus.Ok, null);
        }
        catch (GrpcException e)
        {
            return (e.Status, e.Message);
        }
        catch (InvalidDataException e)
        {
            return (GrpcStatus.InvalidArgument, e.Message);
        }
        catch (EngineException e)
        {
            Interlocked.CompareExchange(ref fault, e, null);
            return (GrpcStatus.Unknown, e.Message);
        }
        catch (Exception e) when (Http2Connection.IsEnd(e) && call.Ended.IsCancellationRequested)
        {
            return (GrpcStatus.Cancelled, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            // a file or a socket of this machine, of which the exception says enough
            return (GrpcStatus.Unknown, e.Message);
        }
    }
}
