using System.Globalization;
using System.Net;

namespace DockerPS.Engine;

/// <summary>An engine's address, taken apart.</summary>
/// <param name="Scheme"><c>unix</c>, <c>npipe</c>, <c>tcp</c>, <c>http</c>, <c>https</c> or <c>ssh</c>.</param>
/// <param name="Host">The host, without the brackets of IPv6; empty for a socket or pipe.</param>
/// <param name="Port">The port; 0 where there is none, and where ssh chooses it.</param>
/// <param name="Path">The path of the socket or pipe; for the others, what comes before every path of the API, mostly nothing.</param>
internal sealed record EngineAddress(string Scheme, string Host, int Port, string Path)
{
    public const string DefaultSocket = "/var/run/docker.sock";
    public const string DefaultPipe = "//./pipe/docker_engine";
    public const int PlainPort = 2375;
    public const int TlsPort = 2376;

    const string Separator = "://";
    const string Expected = "Expected the name of a docker context, or an address such as unix:///var/run/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2376 or ssh://user@host";

    /// <summary>The user name for ssh; null when ssh chooses it.</summary>
    public string? User { get; init; }

    /// <summary>Whether it leads over a network, where TLS makes sense.</summary>
    public bool IsTcp => Scheme is "tcp" or "http" or "https";

    /// <summary>Whether a text is meant as an address, and not as the name of a context: no name can hold a colon or a slash.</summary>
    public static bool IsAddress(string text) => text.AsSpan().IndexOfAny(":/\\") >= 0;

    /// <summary>Takes an address apart and fills in what docker takes for granted.</summary>
    /// <param name="text">The address, as the user wrote it.</param>
    /// <param name="tls">Whether TLS was asked for beside it, which decides the port that is meant.</param>
    /// <param name="source">Where it came from, for the error.</param>
    public static EngineAddress Parse(string text, bool tls, string source)
    {
        text = text.Trim();
        int end = text.IndexOf(Separator, StringComparison.Ordinal);
        // docker takes host:port for tcp
        string scheme = end < 0 ? "tcp" : text[..end].ToLowerInvariant();
        string rest = end < 0 ? text : text[(end + Separator.Length)..];
        if (scheme != "ssh" && rest.Contains(Separator, StringComparison.Ordinal))
            throw Invalid(text, source, "it has an address within the address");
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

    /// <summary>The address in its normal form, which names the engine in a session.</summary>
    public override string ToString() => Scheme switch
    {
        "unix" or "npipe" => Scheme + Separator + Path,
        "ssh" => $"ssh://{(User is null ? "" : Uri.EscapeDataString(User) + "@")}{Authority}{Path}",
        _ => $"{Scheme}://{Authority}{Path}",
    };

    /// <summary>Host and port as they stand in a URL.</summary>
    public string Authority =>
        (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)
            + (Port == 0 ? "" : ":" + Port.ToString(CultureInfo.InvariantCulture));

    /// <summary>A text without what may be a secret in it: of all that stands before an @, only the user name for ssh is shown.</summary>
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
            throw Invalid(text, source, "a user name or password has no place in it");
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
            throw Invalid(text, source, "a password has no place in it; ssh takes it from its agent or keys");
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
            throw Invalid(text, source, "nothing may follow a ? or # in it");
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

    /// <summary>Refuses what can be the name of no host; an IPv6 address has been read already.</summary>
    static void CheckHost(string text, string host, string source)
    {
        // 10.1 and 0x7f.0.0.1 are no names, and mean something else to each system
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
