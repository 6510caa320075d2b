using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace DockerPS.Engine;

/// <summary>
/// Connects over TLS. The certificates are read for each connection: they are small, and that way renewed ones are used at once and no key
/// stays in memory.
/// </summary>
public sealed class TlsDialer : TcpDialer
{
    readonly string host;
    readonly TlsSettings settings;

    internal TlsDialer(EngineAddress address, TlsSettings settings)
        : base(address)
    {
        host = address.Host;
        this.settings = settings;
    }

    /// <inheritdoc />
    public override async ValueTask CloseWriteAsync(Stream stream, CancellationToken cancellationToken) =>
        await ((SslStream)stream).ShutdownAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override async ValueTask<Stream?> DialHttp2Async(CancellationToken cancellationToken)
    {
        var secure = (SslStream)await DialAsync(isHttp2: true, cancellationToken).ConfigureAwait(false);
        if (secure.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2)
            return secure;
        await secure.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private protected override async ValueTask<Stream> SecureAsync(NetworkStream stream, bool isHttp2, CancellationToken cancellationToken)
    {
        using var handshake = new TlsHandshake(host, settings);
        if (isHttp2)
            handshake.Options.ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
        var secure = new SslStream(stream);
        try
        {
            await secure.AuthenticateAsClientAsync(handshake.Options, cancellationToken).ConfigureAwait(false);
            return secure;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw handshake.Explain(e);
        }
    }

    private protected override Stream Secure(NetworkStream stream)
    {
        using var handshake = new TlsHandshake(host, settings);
        var secure = new SslStream(stream);
        try
        {
            secure.AuthenticateAsClient(handshake.Options);
            return secure;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw handshake.Explain(e);
        }
    }
}
