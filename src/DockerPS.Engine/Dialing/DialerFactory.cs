namespace DockerPS.Engine;

/// <summary>Selects the dialer for an address.</summary>
static class DialerFactory
{
    /// <summary>The dialer for an endpoint. Invalid addresses are refused here, before anything is opened.</summary>
    public static Dialer Create(EngineEndpoint endpoint)
    {
        var address = EngineAddress.Parse(endpoint.Address, endpoint.Tls is not null, endpoint.Source);
        switch (address.Scheme)
        {
            case "unix":
                return NewUnixDialer(endpoint, address.Path);
            case "npipe":
                return OperatingSystem.IsWindows()
                    ? new NamedPipeDialer(address)
                    : throw Invalid(endpoint, "named pipes exist on Windows only");
            case "ssh":
                return new SshDialer(address);
            default:
                return endpoint.Tls is { } tls ? new TlsDialer(address, tls) : new TcpDialer(address);
        }
    }

    static UnixDialer NewUnixDialer(EngineEndpoint endpoint, string path)
    {
        try
        {
            return new UnixDialer(path);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Invalid(endpoint, "the path of a socket cannot be longer than about a hundred characters");
        }
        catch (PlatformNotSupportedException)
        {
            throw Invalid(endpoint, "this system has no Unix sockets");
        }
    }

    static EngineException Invalid(EngineEndpoint endpoint, string reason) => new(
        EngineError.Invalid,
        new Subject("EngineAddress", endpoint.Address),
        $"The address {endpoint.Address} (from {endpoint.Source}) cannot be used: {reason}.");
}
