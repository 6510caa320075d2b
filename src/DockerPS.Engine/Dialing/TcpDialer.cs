using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Connects over plain TCP: <c>tcp://host:2375</c>.</summary>
public class TcpDialer : Dialer
{
    readonly EngineAddress address;

    internal TcpDialer(EngineAddress address) => this.address = address;

    /// <inheritdoc />
    public override string HostHeader => address.Authority;

    /// <inheritdoc />
    public override string BasePath => address.Path;

    /// <inheritdoc />
    public override ValueTask<Stream> DialAsync(CancellationToken cancellationToken) => DialAsync(isHttp2: false, cancellationToken);

    /// <inheritdoc />
    public override Stream Dial(CancellationToken cancellationToken) =>
        Open(
            NewSocket(),
            socket =>
            {
                socket.Connect(address.Host, address.Port);
                return Secure(new NetworkStream(socket, ownsSocket: true));
            },
            cancellationToken);

    /// <inheritdoc />
    public override ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a connection for HTTP/1.1 or for HTTP/2.</summary>
    private protected ValueTask<Stream> DialAsync(bool isHttp2, CancellationToken cancellationToken) =>
        OpenAsync(NewSocket(), async socket =>
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            return await SecureAsync(new NetworkStream(socket, ownsSocket: true), isHttp2, cancellationToken).ConfigureAwait(false);
        });

    /// <summary>The protocol on top of the connection; none for plain TCP.</summary>
    private protected virtual ValueTask<Stream> SecureAsync(NetworkStream stream, bool isHttp2, CancellationToken cancellationToken) =>
        new(stream);

    /// <inheritdoc cref="SecureAsync" />
    private protected virtual Stream Secure(NetworkStream stream) => stream;

    static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
