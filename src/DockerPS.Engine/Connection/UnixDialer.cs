using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Connects to a Unix domain socket: <c>unix:///var/run/docker.sock</c>.</summary>
public sealed class UnixDialer(string path) : Dialer
{
    readonly UnixDomainSocketEndPoint endPoint = new(path);

    /// <inheritdoc />
    public override async ValueTask<Stream> DialAsync(CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override Stream Dial(CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        try
        {
            socket.Connect(endPoint);
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

    static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
