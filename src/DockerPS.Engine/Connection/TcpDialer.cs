using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Connects over plain TCP: <c>tcp://host:2375</c>.</summary>
public sealed class TcpDialer(string host, int port) : Dialer
{
    /// <inheritdoc />
    public override string HostHeader => host.Contains(':') ? $"[{host}]:{port}" : $"{host}:{port}";

    /// <inheritdoc />
    public override async ValueTask<Stream> DialAsync(CancellationToken cancellationToken) =>
        new NetworkStream(await ConnectAsync(host, port, cancellationToken).ConfigureAwait(false), ownsSocket: true);

    /// <inheritdoc />
    public override Stream Dial(CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        try
        {
            socket.Connect(host, port);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
        return ValueTask.CompletedTask;
    }

    /// <summary>A connected socket with small writes sent at once.</summary>
    internal static async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
