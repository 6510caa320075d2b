using System.Net.Sockets;

namespace DockerPS.TestEngine;

/// <summary>Requests to an engine over its Unix socket.</summary>
static class EngineApi
{
    /// <summary>Connects to an engine.</summary>
    /// <param name="socket">The path of its socket.</param>
    public static HttpClient Open(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://engine"),
    };
}
