using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace DockerPS;

/// <summary>Which ports of a container to publish, and where: one port, or a range of them.</summary>
public sealed partial class PortMapping
{
    const string Expected = "Expected HOST:CONTAINER such as 8080:80, 127.0.0.1:8080:80/udp or 8000-8010:80-90, or CONTAINER alone such as 80 for a free port of the host.";

    /// <summary>Reads docker's syntax: <c>[[ADDRESS:][HOST]:]CONTAINER[/PROTOCOL]</c>, where both ports may be ranges <c>FIRST-LAST</c>.</summary>
    public PortMapping(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Syntax().Match(text.Trim());
        if (!match.Success)
            throw new FormatException($"'{text}' is no port mapping. {Expected}");
        (ContainerPort, int containerLast) = ParseRange(text, match.Groups["container"].Value);
        Count = containerLast - ContainerPort + 1;
        if (match.Groups["protocol"] is { Success: true } protocol)
            Protocol = protocol.Value.ToLowerInvariant();
        if (match.Groups["address"] is { Success: true, Length: > 0 } address)
            HostAddress = IPAddress.TryParse(address.Value.Trim('[', ']'), out var ip) ? ip : throw new FormatException($"'{address.Value}' in the port mapping '{text}' is no IP address. {Expected}");
        if (match.Groups["host"] is not { Success: true, Length: > 0 } host)
            return;
        (int first, int last) = ParseRange(text, host.Value);
        HostPort = first;
        if (last - first + 1 == Count)
            return;
        // docker takes a host range for one container port: the engine chooses a free one of it
        HostPortLast = Count == 1 ? last : throw new FormatException($"The two ranges in the port mapping '{text}' are of different length.");
    }

    /// <summary>Publishes a port of the container on a free port of the host.</summary>
    public PortMapping(int containerPort)
        : this(containerPort.ToString(CultureInfo.InvariantCulture)) { }

    /// <summary>The first port in the container.</summary>
    public int ContainerPort { get; }

    /// <summary>How many ports, one after the other.</summary>
    public int Count { get; } = 1;

    /// <summary><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</summary>
    public string Protocol { get; } = "tcp";

    /// <summary>The first port on the host; null for a free one that the engine chooses.</summary>
    public int? HostPort { get; }

    /// <summary>The last port on the host of which the engine may choose one for a single container port; null when there is no choice.</summary>
    public int? HostPortLast { get; }

    /// <summary>The address of the host to publish on; null for all.</summary>
    public IPAddress? HostAddress { get; }

    /// <summary>The mapping in docker's syntax.</summary>
    public override string ToString()
    {
        string host = HostPort is not { } first ? "" : HostPortLast is { } last ? $"{first}-{last}" : Range(first);
        string address = HostAddress is null ? "" : HostAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{HostAddress}]:" : $"{HostAddress}:";
        return $"{address}{host}{(host.Length > 0 || address.Length > 0 ? ":" : "")}{Range(ContainerPort)}{(Protocol == "tcp" ? "" : "/" + Protocol)}";
    }

    string Range(int first) => Count == 1 ? first.ToString(CultureInfo.InvariantCulture) : $"{first}-{first + Count - 1}";

    static (int First, int Last) ParseRange(string text, string range)
    {
        int dash = range.IndexOf('-', StringComparison.Ordinal);
        int first = ParsePort(text, dash < 0 ? range : range[..dash]);
        int last = dash < 0 ? first : ParsePort(text, range[(dash + 1)..]);
        return last >= first ? (first, last) : throw new FormatException($"The range {range} in the port mapping '{text}' ends before it begins.");
    }

    static int ParsePort(string text, string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 65535
            ? number
            : throw new FormatException($"'{port}' in the port mapping '{text}' is no port: expected a number from 1 to 65535.");

    [GeneratedRegex(@"^(?:(?:(?<address>\[[0-9A-Fa-f:.]+\]|[^:\[\]/]*):)?(?<host>[0-9-]*):)?(?<container>[0-9]+(?:-[0-9]+)?)(?:/(?<protocol>tcp|udp|sctp))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
