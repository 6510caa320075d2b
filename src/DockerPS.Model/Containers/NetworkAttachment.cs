using System.Globalization;
using System.Net;

namespace DockerPS;

/// <summary>A network to connect a new container to, with its place in it.</summary>
/// <remarks>Source: <c>docker run --network</c>.</remarks>
public sealed class NetworkAttachment
{
    /// <summary>Reads a name, or docker's long syntax: <c>name=front,alias=web,ip=10.1.0.5</c>.</summary>
    public NetworkAttachment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (!trimmed.Contains('='))
        {
            Name = trimmed.Length > 0 ? trimmed : throw new FormatException("Expected the name of a network, but got an empty text.");
            return;
        }
        var aliases = new List<string>();
        var linkLocal = new List<IPAddress>();
        var options = new Dictionary<string, string>();
        foreach (string field in CommaFields.Split(trimmed))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string key = (equals < 0 ? field : field[..equals]).Trim().ToLowerInvariant();
            string value = equals < 0 ? "" : field[(equals + 1)..].Trim();
            switch (key)
            {
                case "name":
                    Name = value;
                    break;
                case "alias":
                    aliases.Add(value);
                    break;
                case "ip":
                    IPAddress = ToAddress(text, value);
                    break;
                case "ip6":
                    IPv6Address = ToAddress(text, value);
                    break;
                case "mac-address":
                    MacAddress = value;
                    break;
                case "link-local-ip":
                    linkLocal.Add(ToAddress(text, value));
                    break;
                case "driver-opt":
                    int separator = value.IndexOf('=', StringComparison.Ordinal);
                    options[separator < 0 ? value : value[..separator]] = separator < 0 ? "" : value[(separator + 1)..];
                    break;
                case "gw-priority":
                    GatewayPriority = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority) ? priority : throw new FormatException($"'{value}' in the network '{text}' is no number.");
                    break;
                default:
                    throw new FormatException($"'{key}' in the network '{text}' is no option. Expected name, alias, ip, ip6, mac-address, link-local-ip, driver-opt or gw-priority.");
            }
        }
        if (string.IsNullOrEmpty(Name))
            throw new FormatException($"The network '{text}' has no name. Expected the name of a network, or name=NETWORK with options such as alias=web,ip=10.1.0.5.");
        (Aliases, LinkLocalAddresses, DriverOptions) = (aliases, linkLocal, options);
    }

    /// <summary>Takes a network, and a container's place in it.</summary>
    /// <param name="name">The network's name or id.</param>
    /// <param name="aliases">Further names of the container there.</param>
    /// <param name="ipAddress">Its IPv4 address there; null for the engine's choice.</param>
    /// <param name="ipv6Address">Its IPv6 address there; null for the engine's choice.</param>
    /// <param name="linkLocalAddresses">Its link-local addresses there.</param>
    public NetworkAttachment(string name, IReadOnlyList<string> aliases, IPAddress? ipAddress, IPAddress? ipv6Address, IReadOnlyList<IPAddress> linkLocalAddresses)
    {
        Name = name;
        Aliases = aliases;
        IPAddress = ipAddress;
        IPv6Address = ipv6Address;
        LinkLocalAddresses = linkLocalAddresses;
    }

    /// <summary>The network: its name or id, <c>bridge</c>, <c>host</c>, <c>none</c> or <c>container:NAME</c>.</summary>
    public string Name { get; } = "";

    /// <summary>Further names under which others in the network find the container.</summary>
    public IReadOnlyList<string> Aliases { get; } = [];

    /// <summary>Its IPv4 address there; null for one of the engine's choice.</summary>
    public IPAddress? IPAddress { get; }

    /// <summary>Its IPv6 address there; null for one of the engine's choice.</summary>
    public IPAddress? IPv6Address { get; }

    /// <summary>Its hardware address there; null for one of the engine's choice.</summary>
    public string? MacAddress { get; }

    /// <summary>Its link-local addresses there.</summary>
    public IReadOnlyList<IPAddress> LinkLocalAddresses { get; } = [];

    /// <summary>Options for the network's driver.</summary>
    public IReadOnlyDictionary<string, string> DriverOptions { get; } = new Dictionary<string, string>();

    /// <summary>Which of several networks is the way out: the highest number; null for the engine's choice.</summary>
    public int? GatewayPriority { get; }

    /// <summary>The name of the network.</summary>
    public override string ToString() => Name;

    static IPAddress ToAddress(string text, string value) =>
        IPAddress.TryParse(value, out var address) ? address : throw new FormatException($"'{value}' in the network '{text}' is no IP address.");
}
