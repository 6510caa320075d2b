using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DockerPS;

/// <summary>A network that a new container is connected to, with the options of the connection.</summary>
/// <remarks>Source: <c>docker run --network</c>.</remarks>
public sealed record NetworkAttachment : ITextValue<NetworkAttachment>
{
    const string Expected = "Expected the name of a network, or name=NETWORK with options such as alias=web,ip=10.1.0.5.";

    /// <summary>The network: its name or id, <c>bridge</c>, <c>host</c>, <c>none</c> or <c>container:NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Additional names for the container in the network.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its IPv4 address there; null to let the engine choose.</summary>
    public IPAddress? IPAddress { get; init; }

    /// <summary>Its IPv6 address there; null to let the engine choose.</summary>
    public IPAddress? IPv6Address { get; init; }

    /// <summary>Its MAC address there; null to let the engine choose.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Its link-local addresses there.</summary>
    public IReadOnlyList<IPAddress> LinkLocalAddresses { get; init; } = [];

    /// <summary>Options for the network's driver.</summary>
    public IReadOnlyDictionary<string, string> DriverOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The priority as the default gateway, if there are several networks: the highest number wins; null to let the engine choose.
    /// </summary>
    public int? GatewayPriority { get; init; }

    /// <summary>Whether it is a user-defined network; in the engine's built-in networks, containers have no names.</summary>
    public bool IsUserDefined =>
        Name is not ("default" or "bridge" or "host" or "none") && !Name.StartsWith("container:", StringComparison.Ordinal);

    /// <summary>Parses a name, or docker's long syntax: <c>name=front,alias=web,ip=10.1.0.5</c>.</summary>
    public static NetworkAttachment Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        var network = new NetworkAttachment { Name = "" };
        if (!trimmed.Contains('=', StringComparison.Ordinal))
        {
            network = network with { Name = trimmed };
        }
        else
        {
            foreach (string field in CommaFields.Split(trimmed))
            {
                var (key, value) = CommaFields.SplitField(field);
                network = network.With(text, key.ToLowerInvariant(), value?.Trim() ?? "");
            }
        }
        network.Check(text);
        return network;
    }

    /// <inheritdoc />
    public void Check() => Check(ToString());

    /// <summary>The name of the network if there are no options, otherwise docker's long syntax.</summary>
    public override string ToString()
    {
        List<string> fields =
        [
            "name=" + Name,
            .. Aliases.Select(static alias => "alias=" + alias),
            .. IPAddress is null ? [] : (string[])[$"ip={IPAddress}"],
            .. IPv6Address is null ? [] : (string[])[$"ip6={IPv6Address}"],
            .. MacAddress is null ? [] : (string[])["mac-address=" + MacAddress],
            .. LinkLocalAddresses.Select(static address => $"link-local-ip={address}"),
            .. DriverOptions.Select(static option => $"driver-opt={option.Key}={option.Value}"),
            .. GatewayPriority is { } priority ? (string[])[string.Create(CultureInfo.InvariantCulture, $"gw-priority={priority}")] : [],
        ];
        return fields.Count == 1 ? Name : CommaFields.Join(fields);
    }

    NetworkAttachment With(string text, string key, string value) => key switch
    {
        "name" => this with { Name = value },
        "alias" => this with { Aliases = [.. Aliases, value] },
        "ip" => this with { IPAddress = ToAddress(text, value) },
        "ip6" => this with { IPv6Address = ToAddress(text, value) },
        "mac-address" => this with { MacAddress = value },
        "link-local-ip" => this with { LinkLocalAddresses = [.. LinkLocalAddresses, ToAddress(text, value)] },
        "driver-opt" => WithDriverOption(CommaFields.SplitField(value)),
        "gw-priority" =>
            this with
            {
                GatewayPriority = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority)
                    ? priority
                    : throw new FormatException($"'{value}' in the network '{text}' is not a valid number."),
            },
        _ => throw new FormatException(
            $"'{key}' in the network '{text}' is not a network option. Expected name, alias, ip, ip6, mac-address, link-local-ip, "
            + "driver-opt or gw-priority."),
    };

    NetworkAttachment WithDriverOption((string Key, string? Value) option) =>
        this with { DriverOptions = new Dictionary<string, string>(DriverOptions) { [option.Key] = option.Value ?? "" } };

    void Check(string text)
    {
        if (string.IsNullOrWhiteSpace(Name))
            throw new FormatException($"The network '{text}' has no name. {Expected}");
        if (IPAddress is { AddressFamily: not AddressFamily.InterNetwork })
            throw new FormatException($"'{IPAddress}' in the network '{text}' is not an IPv4 address.");
        if (IPv6Address is { AddressFamily: not AddressFamily.InterNetworkV6 })
            throw new FormatException($"'{IPv6Address}' in the network '{text}' is not an IPv6 address.");
        if (MacAddress is not null && !NetworkAddress.IsHardwareAddress(MacAddress))
        {
            throw new FormatException(
                $"'{MacAddress}' is not a valid MAC address. Expected six pairs of hexadecimal digits, such as 02:42:ac:11:00:02.");
        }
        if (Aliases.Any(string.IsNullOrWhiteSpace))
            throw new FormatException($"The network '{text}' has an empty alias. {Expected}");
        if (Aliases.Count > 0 && !IsUserDefined)
        {
            throw new FormatException(
                $"A container cannot have an alias in the network {Name}, which does not support names. Expected a user-defined network, "
                + "such as name=front,alias=web.");
        }
    }

    static IPAddress ToAddress(string text, string value) =>
        NetworkAddress.TryParse(value, out var address)
            ? address
            : throw new FormatException($"'{value}' in the network '{text}' is not a valid IP address.");
}
