using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

/// <summary>Calls gRPC methods over an HTTP/2 connection, any number of them at once.</summary>
/// <remarks>Source: gRPC over HTTP/2.</remarks>
sealed class GrpcChannel : IAsyncDisposable
{
    readonly CancellationTokenSource ending = new();
    readonly Http2ClientConnection connection;
    readonly IAsyncDisposable? owner;
    readonly Task running;

    /// <summary>Opens the channel.</summary>
    /// <param name="stream">The connection, which ends with the channel.</param>
    /// <param name="owner">Another object to dispose of with it.</param>
    public GrpcChannel(Stream stream, IAsyncDisposable? owner = null)
    {
        this.owner = owner;
        connection = new Http2ClientConnection(stream);
        running = connection.RunAsync(ending.Token);
    }

    /// <summary>Calls a method with one message, and returns each message of the response as it arrives.</summary>
    /// <exception cref="GrpcException">The call failed.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> CallAsync(
        string method,
        ReadOnlyMemory<byte> message,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = Begin(method, []);
        await call.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        await call.EndAsync(cancellationToken).ConfigureAwait(false);
        while (await call.ReadAsync(cancellationToken).ConfigureAwait(false) is { } answer)
            yield return answer;
    }

    /// <summary>The same for a method with a single response message.</summary>
    public async Task<ReadOnlyMemory<byte>> CallOnceAsync(string method, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? last = null;
        await foreach (var answer in CallAsync(method, message, cancellationToken).ConfigureAwait(false))
            last = answer;
        return last ?? throw new GrpcException(GrpcStatus.Internal, $"{method} returned nothing");
    }

    /// <summary>Starts a call that sends and receives messages until either side ends it.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public GrpcClientCall Begin(string method, IEnumerable<HeaderField> metadata)
    {
        HeaderField[] fields =
        [
            new(":method", "POST"), new(":scheme", "http"), new(":path", method), new(":authority", "docker"),
            new("content-type", "application/grpc"), new("te", "trailers"), new("user-agent", "DockerPS"), .. metadata,
        ];
        try
        {
            return new GrpcClientCall(this, method, connection.Open(fields));
        }
        catch (OperationCanceledException e)
        {
            throw Explain(e);
        }
    }

    /// <summary>Forgets a call; if it has not ended, it is cancelled.</summary>
    public void Release(Http2Stream stream) => connection.Release(stream);

    /// <summary>Why a call was aborted.</summary>
    public IOException Explain(Exception exception) =>
        new(
            connection.Failure?.Message ?? (connection.HasEnded ? "the connection was closed" : "the other side aborted the call"),
            connection.Failure ?? exception);

    /// <summary>Ends the connection, and all calls that have not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        connection.Dispose();
        if (owner is not null)
            await owner.DisposeAsync().ConfigureAwait(false);
        ending.Dispose();
    }
}
