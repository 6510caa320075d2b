using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DockerPS;

/// <summary>Publishes a port of a container, or a range of ports.</summary>
/// <remarks>Source: <c>docker run --publish</c>.</remarks>
public sealed record PortMapping : ITextValue<PortMapping>
{
    const string Expected = "Expected [address:][host port:]container port[/protocol], such as 8080:80.";
    const int Highest = 65535;

    /// <summary>The first port in the container.</summary>
    public required int ContainerPort { get; init; }

    /// <summary>The number of consecutive ports.</summary>
    public int Count { get; init; } = 1;

    /// <summary><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>The first port on the host; null to let the engine choose a free one.</summary>
    public int? HostPort { get; init; }

    /// <summary>
    /// The last of the host ports from which the engine may choose for a single container port; null if there is no choice.
    /// </summary>
    public int? HostPortLast { get; init; }

    /// <summary>The host address to publish on; null for all.</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>
    /// Parses docker's syntax: <c>[[ADDRESS:][HOST]:]CONTAINER[/PROTOCOL]</c>, where both ports may be ranges <c>FIRST-LAST</c> and host
    /// port 0 means a free one, or <c>published=8080,target=80,protocol=udp</c>.
    /// </summary>
    public static PortMapping Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed.Contains('=', StringComparison.Ordinal))
            trimmed = ReadFields(text, trimmed);
        int slash = trimmed.LastIndexOf('/');
        string ports = slash < 0 ? trimmed : trimmed[..slash];
        int last = ports.LastIndexOf(':');
        (int container, int containerLast) = ParseRange(text, ports[(last + 1)..]);
        int count = containerLast - container + 1;
        var mapping = new PortMapping
        {
            ContainerPort = container,
            Count = count,
            Protocol = slash < 0 ? "tcp" : trimmed[(slash + 1)..].ToLowerInvariant(),
        };
        if (last >= 0)
        {
            // an IPv6 address contains colons, with or without brackets
            int middle = last == 0 ? -1 : ports.LastIndexOf(':', last - 1);
            string host = ports[(middle + 1)..last];
            if (middle > 0)
                mapping = mapping with { HostAddress = ParseAddress(text, ports[..middle]) };
            if (host.Length > 0 && host != "0")
            {
                (int first, int end) = ParseRange(text, host);
                // docker accepts a host range for one container port: the engine chooses a free port from it
                if (end - first + 1 != count && count != 1)
                    throw new FormatException($"The two ranges in the port mapping '{text}' have different lengths. {Expected}");
                mapping = mapping with { HostPort = first, HostPortLast = end - first + 1 == count ? null : end };
            }
        }
        mapping.Check();
        return mapping;
    }

    /// <inheritdoc />
    public void Check()
    {
        if (Protocol is not ("tcp" or "udp" or "sctp"))
            throw new FormatException($"'{Protocol}' in the port mapping '{this}' is not a valid protocol. Expected tcp, udp or sctp.");
        if (Count < 1 || !IsRange(ContainerPort, ContainerPort + Count - 1)
            || (HostPort is { } first && !IsRange(first, HostPortLast ?? (first + Count - 1)))
            || (HostPortLast is not null && (HostPort is null || Count != 1)))
        {
            throw new FormatException($"'{this}' is not a valid port mapping: ports are numbers from 1 to {Highest}. {Expected}");
        }
    }

    /// <summary>The mapping in docker's syntax.</summary>
    public override string ToString()
    {
        string host = HostPort is not { } first ? "" : HostPortLast is { } last ? $"{first}-{last}" : Range(first);
        string address = HostAddress is null
            ? ""
            : HostAddress.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{HostAddress}]:"
            : $"{HostAddress}:";
        return $"{address}{host}{(host.Length > 0 || address.Length > 0 ? ":" : "")}{Range(ContainerPort)}{(Protocol == "tcp" ? "" : "/" + Protocol)}";
    }

    string Range(int first) => Count == 1 ? first.ToString(CultureInfo.InvariantCulture) : $"{first}-{first + Count - 1}";

    static bool IsRange(int first, int last) => first >= 1 && last >= first && last <= Highest;

    /// <summary>Converts the long form to the short one.</summary>
    static string ReadFields(string text, string fields)
    {
        string published = "", target = "", protocol = "tcp";
        foreach (string field in CommaFields.Split(fields))
        {
            switch (CommaFields.SplitField(field))
            {
                case ("published", { } value):
                    published = value + ":";
                    break;
                case ("target", { } value):
                    target = value;
                    break;
                case ("protocol", { } value):
                    protocol = value;
                    break;
                // a single engine has no other mode
                case ("mode", "host"):
                    break;
                default:
                    throw new FormatException(
                        $"'{field}' in the port mapping '{text}' is not a valid option. Expected options such as published=8080,target=80,protocol=udp.");
            }
        }
        return $"{published}{target}/{protocol}";
    }

    static IPAddress ParseAddress(string text, string address)
    {
        bool bracketed = address.StartsWith('[') && address.EndsWith(']');
        return NetworkAddress.TryParse(bracketed ? address[1..^1] : address, out var found)
            && (!bracketed || found.AddressFamily == AddressFamily.InterNetworkV6)
            ? found
            : throw new FormatException($"'{address}' in the port mapping '{text}' is not a valid IP address. {Expected}");
    }

    static (int First, int Last) ParseRange(string text, string range)
    {
        string[] ends = range.Split('-');
        if (ends.Length > 2 || !ends.All(static end => end.Length > 0 && end.All(char.IsAsciiDigit)))
            throw new FormatException($"'{text}' is not a valid port mapping. {Expected}");
        int first = ParsePort(text, ends[0]), last = ParsePort(text, ends[^1]);
        return last >= first
            ? (first, last)
            : throw new FormatException($"The range {range} in the port mapping '{text}' ends before it begins. {Expected}");
    }

    static int ParsePort(string text, string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= Highest
            ? number
            : throw new FormatException(
                $"'{port}' in the port mapping '{text}' is not a valid port: expected a number from 1 to {Highest}.");
}
