namespace DockerPS.Engine;

/// <summary>Opens connections to one engine. Each kind of address has its own.</summary>
public abstract class Dialer
{
    /// <summary>How many connections may be open at once; a dialer whose connections cost a process sets it low.</summary>
    public virtual int MaximumConnections => int.MaxValue;

    /// <summary>The name that goes into the <c>Host</c> header.</summary>
    public virtual string HostHeader => "docker";

    /// <summary>Opens a connection.</summary>
    public abstract ValueTask<Stream> DialAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens a connection for reads that block. A socket that was never used asynchronously stays a blocking one, and reading a log of
    /// millions of small frames from it costs half the time.
    /// </summary>
    public virtual Stream Dial(CancellationToken cancellationToken) => DialAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <summary>Says that nothing more will be written, while reading goes on: the end of a process's standard input.</summary>
    public abstract ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken);
}
