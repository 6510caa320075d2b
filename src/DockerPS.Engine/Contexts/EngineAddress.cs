using System.Globalization;
using System.Net;

namespace DockerPS.Engine;

/// <summary>A parsed engine address.</summary>
/// <param name="Scheme"><c>unix</c>, <c>npipe</c>, <c>tcp</c>, <c>http</c>, <c>https</c> or <c>ssh</c>.</param>
/// <param name="Host">The host, without the brackets of IPv6; empty for a socket or pipe.</param>
/// <param name="Port">The port; 0 if there is none, or if ssh chooses it.</param>
/// <param name="Path">The path of the socket or pipe; otherwise a prefix for every API path, usually empty.</param>
internal sealed record EngineAddress(string Scheme, string Host, int Port, string Path)
{
    public const string DefaultSocket = "/var/run/docker.sock";
    public const string DefaultPipe = "//./pipe/docker_engine";
    public const int PlainPort = 2375;
    public const int TlsPort = 2376;

    const string Separator = "://";
    const string Expected = "Expected the name of a docker context, or an address such as unix:///var/run/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2376 or ssh://user@host";

    /// <summary>The user name for ssh; null if ssh chooses it.</summary>
    public string? User { get; init; }

    /// <summary>Whether it is a network address, where TLS makes sense.</summary>
    public bool IsTcp => Scheme is "tcp" or "http" or "https";

    /// <summary>Whether a text is an address, not the name of a context: names cannot contain a colon or a slash.</summary>
    public static bool IsAddress(string text) => text.AsSpan().IndexOfAny(":/\\") >= 0;

    /// <summary>Parses an address and fills in docker's defaults.</summary>
    /// <param name="text">The address, as the user wrote it.</param>
    /// <param name="tls">Whether TLS was requested separately, which determines the default port.</param>
    /// <param name="source">Where it came from, for errors.</param>
    public static EngineAddress Parse(string text, bool tls, string source)
    {
        text = text.Trim();
        int end = text.IndexOf(Separator, StringComparison.Ordinal);
        // docker treats host:port as tcp
        string scheme = end < 0 ? "tcp" : text[..end].ToLowerInvariant();
        string rest = end < 0 ? text : text[(end + Separator.Length)..];
        if (scheme != "ssh" && rest.Contains(Separator, StringComparison.Ordinal))
            throw Invalid(text, source, "it contains another address");
        switch (scheme)
        {
            case "unix":
                return new EngineAddress(scheme, "", 0, rest.Length == 0 ? DefaultSocket : rest);
            case "npipe":
                string pipe = rest.Length == 0 ? DefaultPipe : rest.Replace('\\', '/');
                return pipe.Split('/') is ["", "", { Length: > 0 }, "pipe", { Length: > 0 }, ..]
                    ? new EngineAddress(scheme, "", 0, pipe)
                    : throw Invalid(text, source, "a named pipe is written as npipe:////./pipe/docker_engine");
            case "ssh":
                return ParseSsh(text, rest, source);
            case "tcp" or "http" or "https":
                if (end < 0 && rest.StartsWith('/'))
                    throw Invalid(text, source, $"a socket is written as unix://{rest}");
                int port = scheme switch { "http" => 80, "https" => 443, _ => tls ? TlsPort : PlainPort };
                return ParseTcp(scheme, text, rest, port, source);
            default:
                throw Invalid(text, source, $"'{scheme}' is not a supported protocol");
        }
    }

    /// <summary>The address in its normal form, which identifies the engine in a session.</summary>
    public override string ToString() => Scheme switch
    {
        "unix" or "npipe" => Scheme + Separator + Path,
        "ssh" => $"ssh://{(User is null ? "" : Uri.EscapeDataString(User) + "@")}{Authority}{Path}",
        _ => $"{Scheme}://{Authority}{Path}",
    };

    /// <summary>Host and port in URL syntax.</summary>
    public string Authority =>
        (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)
            + (Port == 0 ? "" : ":" + Port.ToString(CultureInfo.InvariantCulture));

    /// <summary>The text without anything that could be a secret: of the part before an @, only the user name for ssh is shown.</summary>
    public static string Redact(string text)
    {
        int start = text.IndexOf(Separator, StringComparison.Ordinal) is var found and >= 0 ? found + Separator.Length : 0;
        int at = text.LastIndexOf('@');
        if (at <= start)
            return text;
        int colon = text.IndexOf(':', start, at - start);
        return !text.StartsWith("ssh:", StringComparison.OrdinalIgnoreCase) ? text[..start] + "***" + text[at..]
            : colon < 0 ? text
            : text[..colon] + ":***" + text[at..];
    }

    static EngineAddress ParseTcp(string scheme, string text, string rest, int defaultPort, string source)
    {
        var (user, host, port, path) = Split(text, rest, source);
        if (user is not null)
            throw Invalid(text, source, "it cannot contain a user name or password");
        CheckHost(text, host, source);
        return new EngineAddress(
            scheme,
            host.Length == 0 ? "localhost" : host.ToLowerInvariant(),
            port == 0 ? defaultPort : port,
            path.TrimEnd('/'));
    }

    static EngineAddress ParseSsh(string text, string rest, string source)
    {
        var (user, host, port, path) = Split(text, rest, source);
        if (user is not null && user.Contains(':', StringComparison.Ordinal))
            throw Invalid(text, source, "it cannot contain a password; ssh uses its agent or keys");
        if (host.Length == 0 || host.StartsWith('-'))
            throw Invalid(text, source, "it has no host");
        CheckHost(text, host, source);
        return new EngineAddress("ssh", host, port, path.Trim('/').Length == 0 ? "" : path)
        {
            User = string.IsNullOrEmpty(user) ? null : Uri.UnescapeDataString(user),
        };
    }

    static (string? User, string Host, int Port, string Path) Split(string text, string rest, string source)
    {
        if (rest.AsSpan().IndexOfAny("?#") >= 0)
            throw Invalid(text, source, "it cannot contain a query (?) or fragment (#)");
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string authority = slash < 0 ? rest : rest[..slash];
        string path = slash < 0 ? "" : rest[slash..];
        int at = authority.LastIndexOf('@');
        string? user = at < 0 ? null : authority[..at];
        string host = authority[(at + 1)..];
        string port = "";
        int bracket = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) : -1;
        if (bracket > 0)
        {
            port = host[(bracket + 1)..];
            host = host[1..bracket];
            if (!IPAddress.TryParse(host, out _) || (port.Length > 0 && port[0] != ':'))
                throw Invalid(text, source, "an IPv6 address is written as [::1]:2375");
        }
        else if (host.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
        {
            port = host[colon..];
            host = host[..colon];
        }
        if (port.Length <= 1)
            return (user, host, 0, path);
        return int.TryParse(port.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 65536
            ? (user, host, number, path)
            : throw Invalid(text, source, $"'{port[1..]}' is not a valid port");
    }

    /// <summary>Refuses invalid host names; IPv6 addresses have already been parsed.</summary>
    static void CheckHost(string text, string host, string source)
    {
        // 10.1 and 0x7f.0.0.1 are not names, and each system interprets them differently
        if (IPAddress.TryParse(host, out _) && !NetworkAddress.TryParse(host, out _) && !host.Contains('%', StringComparison.Ordinal))
            throw Invalid(text, source, $"'{host}' is not a valid IP address: expected four decimal numbers");
        if (host.Length > 0 && !host.Contains(':', StringComparison.Ordinal) && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw Invalid(text, source, $"'{host}' is not a valid host");
    }

    static EngineException Invalid(string text, string source, string reason) => new(
        EngineError.Invalid,
        new Subject("EngineAddress", Redact(text)),
        $"'{Redact(text)}' (from {source}) is not the address of a Docker engine: {reason}. {Expected}.")
    {
        Advice = Expected + ".",
    };
}
