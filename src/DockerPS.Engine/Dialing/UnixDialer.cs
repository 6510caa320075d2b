using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Connects to a Unix domain socket: <c>unix:///var/run/docker.sock</c>.</summary>
public sealed class UnixDialer(string path) : Dialer
{
    readonly UnixDomainSocketEndPoint endPoint = new(path);

    /// <inheritdoc />
    public override ValueTask<Stream> DialAsync(CancellationToken cancellationToken) =>
        OpenAsync(NewSocket(), async socket =>
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        });

    /// <inheritdoc />
    public override Stream Dial(CancellationToken cancellationToken) =>
        Open(
            NewSocket(),
            socket =>
            {
                socket.Connect(endPoint);
                return new NetworkStream(socket, ownsSocket: true);
            },
            cancellationToken);

    /// <inheritdoc />
    public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
        return ValueTask.CompletedTask;
    }

    static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
