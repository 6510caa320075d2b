namespace DockerPS.Engine;

/// <summary>Chooses the dialer for an address.</summary>
static class DialerFactory
{
    /// <summary>The dialer for an endpoint. Bad addresses are refused here, before anything is opened.</summary>
    public static Dialer Create(EngineEndpoint endpoint)
    {
        int colon = endpoint.Address.IndexOf("://", StringComparison.Ordinal);
        string scheme = colon < 0 ? "" : endpoint.Address[..colon];
        string rest = colon < 0 ? endpoint.Address : endpoint.Address[(colon + 3)..];
        switch (scheme)
        {
            case "unix":
                return new UnixDialer(rest);
            case "tcp" when Uri.TryCreate(endpoint.Address, UriKind.Absolute, out var uri):
                return new TcpDialer(uri.IdnHost, uri.Port > 0 ? uri.Port : 2375);
            default:
                throw new EngineException(EngineError.Invalid, new Subject("EngineAddress", endpoint.Address), $"'{endpoint.Address}' (from {endpoint.Source}) is not an engine's address.");
        }
    }
}
