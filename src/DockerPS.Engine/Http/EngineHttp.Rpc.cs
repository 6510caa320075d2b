using System.Net.Sockets;
using System.Security.Authentication;

namespace DockerPS.Engine;

// gRPC, at the API address or on a connection that the engine hands over
sealed partial class EngineHttp
{
    /// <summary>The API version from which engines serve gRPC at their API address.</summary>
    static readonly Version RpcVersion = new(1, 53);

    /// <summary>How long to wait for a server that may not support HTTP/2 at all.</summary>
    static readonly TimeSpan RpcLimit = TimeSpan.FromSeconds(10);

    volatile bool lacksRpc;

    /// <summary>Opens gRPC at the API address; null if the engine does not serve it there, which is remembered.</summary>
    /// <param name="ask">Makes a first call to find out whether the server offers the service.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T?> OpenRpcAsync<T>(Func<GrpcChannel, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var ping = await GetPingAsync(cancellationToken).ConfigureAwait(false);
        if (lacksRpc || ping.ApiVersion < RpcVersion)
            return null;
        Stream? stream;
        try
        {
            stream = await transport.DialHttp2Async(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            // the next request finds out why, and reports it
            return null;
        }
        var opened = stream is null ? null : await AskAsync(new GrpcChannel(stream), ask, cancellationToken).ConfigureAwait(false);
        lacksRpc = opened is null;
        return opened;
    }

    /// <summary>Opens gRPC on a connection that the engine hands over, as engines do that do not serve it at their API address.</summary>
    public async Task<GrpcChannel> UpgradeToRpcAsync(Subject subject, CancellationToken cancellationToken)
    {
        var connection = await UpgradeAsync(
            EngineRequest.Post("/grpc", subject).Needs(new Version(1, 39)),
            SessionProtocol,
            cancellationToken)
            .ConfigureAwait(false);
        return new GrpcChannel(connection.Stream, connection);
    }

    static async Task<T?> AskAsync<T>(
        GrpcChannel channel,
        Func<GrpcChannel, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RpcLimit);
        T? answer = null;
        try
        {
            return answer = await ask(channel, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is GrpcException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
        finally
        {
            if (answer is null)
                await channel.DisposeAsync().ConfigureAwait(false);
        }
    }
}
