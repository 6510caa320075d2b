using System.Net;
using System.Net.Sockets;

namespace DockerPS.Engine.Tests;

/// <summary>A loopback port in front of an engine's socket.</summary>
sealed class TcpRelay : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly UnixDomainSocketEndPoint target;

    public TcpRelay(string address)
    {
        target = new UnixDomainSocketEndPoint(new Uri(address).AbsolutePath);
        listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Its address.</summary>
    public string Address => $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public void Dispose() => listener.Dispose();

    async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var client = await listener.AcceptSocketAsync();
                _ = RelayAsync(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    async Task RelayAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            await engine.ConnectAsync(target);
            await Task.WhenAll(CopyAsync(client, engine), CopyAsync(engine, client));
        }
    }

    static async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer)) > 0)
                await to.SendAsync(buffer.AsMemory(0, count));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // either side disconnected
        }
    }
}
