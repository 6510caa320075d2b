namespace DockerPS.Engine;

/// <summary>The parts of a port of EXPOSE.</summary>
/// <param name="Address">The address of the host; empty if there is none, as it should be.</param>
/// <param name="Host">The port of the host; empty if there is none, as it should be.</param>
/// <param name="Container">The port or the range.</param>
/// <param name="Protocol">The protocol as written; empty if there is none.</param>
sealed record ExposedPort(string Address, string Host, string Container, string Protocol)
{
    /// <summary>Splits a port into its parts.</summary>
    public static ExposedPort Parse(string text)
    {
        string[] parts = text.Split(':');
        string port = parts[^1];
        int slash = port.IndexOf('/', StringComparison.Ordinal);
        string address = parts.Length > 2 ? string.Join(':', parts.SkipLast(2)) : "";
        return new ExposedPort(
            address,
            parts.Length > 1 ? parts[^2] : "",
            slash < 0 ? port : port[..slash],
            slash < 0 ? "" : port[(slash + 1)..]);
    }
}
