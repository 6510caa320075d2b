using System.Net.Sockets;

namespace DockerPS.Engine;

/// <summary>Opens connections to one engine. There is one dialer for each kind of address.</summary>
public abstract class Dialer
{
    /// <summary>The maximum number of pooled connections; low for a dialer whose connections each need a process.</summary>
    public virtual int MaximumConnections => int.MaxValue;

    /// <summary>The value of the <c>Host</c> header.</summary>
    public virtual string HostHeader => "docker";

    /// <summary>A prefix for every API path; empty unless the engine is behind a gateway.</summary>
    public virtual string BasePath => "";

    /// <summary>The default time limit for connecting.</summary>
    public virtual TimeSpan DefaultTimeout => TimeSpan.FromSeconds(15);

    /// <summary>Opens a connection.</summary>
    public abstract ValueTask<Stream> DialAsync(CancellationToken cancellationToken);

    /// <summary>Opens a connection that uses HTTP/2 from the first byte; null if the other side is known not to support it.</summary>
    public virtual async ValueTask<Stream?> DialHttp2Async(CancellationToken cancellationToken) =>
        await DialAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Opens a connection for blocking reads. A socket that was never used asynchronously stays in blocking mode, and reading a log of
    /// millions of small frames from it takes half as long.
    /// </summary>
    public virtual Stream Dial(CancellationToken cancellationToken) => DialAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>Closes the writing side while reading continues: the end of a process's standard input.</summary>
    public abstract ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken);

    /// <summary>Connects a new socket asynchronously and returns its stream; the socket is closed on failure.</summary>
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

    /// <summary>Connects a new socket with blocking calls and returns its stream; cancelling closes the socket, which ends them.</summary>
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
