using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Opens connections to one engine. Each kind of address has its own.</summary>
public abstract class Dialer
{
    /// <summary>How many connections may be pooled at once; a dialer whose connections cost a process sets it low.</summary>
    public virtual int MaximumConnections => int.MaxValue;

    /// <summary>The name that goes into the <c>Host</c> header.</summary>
    public virtual string HostHeader => "docker";

    /// <summary>What comes before every path of the API; nothing unless the engine is behind a gateway.</summary>
    public virtual string BasePath => "";

    /// <summary>How long connecting may take when nobody says otherwise.</summary>
    public virtual TimeSpan DefaultTimeout => TimeSpan.FromSeconds(15);

    /// <summary>Opens a connection.</summary>
    public abstract ValueTask<Stream> DialAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens a connection on which HTTP/2 is spoken from the first byte; null when the other side is known not to speak it.
    /// </summary>
    public virtual async ValueTask<Stream?> DialHttp2Async(CancellationToken cancellationToken) =>
        await DialAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Opens a connection for reads that block. A socket that was never used asynchronously stays a blocking one, and reading a log of
    /// millions of small frames from it costs half the time.
    /// </summary>
    public virtual Stream Dial(CancellationToken cancellationToken) => DialAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>Says that nothing more will be written, while reading goes on: the end of a process's standard input.</summary>
    public abstract ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken);

    /// <summary>Makes a stream of a new socket, asynchronously; the socket is closed when that fails.</summary>
    private protected static async ValueTask<Stream> OpenAsync(Socket socket, Func<Socket, ValueTask<Stream>> open)
    {
        try
        {
            return await open(socket).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Makes a stream of a new socket with blocking calls, which closing the socket ends when they are cancelled.</summary>
    private protected static Stream Open(Socket socket, Func<Socket, Stream> open, CancellationToken cancellationToken)
    {
        using var closing = cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
        try
        {
            return open(socket);
        }
        catch (Exception)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
