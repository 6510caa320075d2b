using System.Net;
using System.Net.Sockets;

namespace DockerPS.Tests;

/// <summary>A proxy for the engine whose connections can be cut.</summary>
sealed class EngineProxy : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly List<Socket> sockets = [];

    public EngineProxy()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"tcp://{listener.LocalEndpoint}";

    /// <summary>Cuts every connection, and refuses new ones.</summary>
    public void Dispose()
    {
        listener.Dispose();
        lock (sockets)
            sockets.ForEach(static socket => socket.Dispose());
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync();
            var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await engine.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"));
            lock (sockets)
                sockets.AddRange([client, engine]);
            _ = CopyAsync(client, engine);
            _ = CopyAsync(engine, client);
        }
    }

    static async Task CopyAsync(Socket from, Socket to)
    {
        await using var source = new NetworkStream(from);
        await using var target = new NetworkStream(to);
        await source.CopyToAsync(target);
        to.Shutdown(SocketShutdown.Send);
    }
}
