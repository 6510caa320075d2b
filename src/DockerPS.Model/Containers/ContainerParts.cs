namespace DockerPS;

/// <summary>A port of a container, either published on the engine's host or only exposed.</summary>
/// <param name="Port">The port number inside the container.</param>
/// <param name="Protocol">The protocol: <c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="HostPort">The port number on the host; null if the port is exposed but not published.</param>
/// <param name="HostAddress">The host address that it is published on; null if it is not published.</param>
public sealed record ContainerPort(int Port, string Protocol, int? HostPort, string? HostAddress)
{
    /// <summary>The port as <c>docker ps</c> writes it: <c>0.0.0.0:8080->80/tcp</c>, or <c>80/tcp</c>.</summary>
    public override string ToString() =>
        HostPort is null ? $"{Port}/{Protocol}"
        : HostAddress?.Contains(':', StringComparison.Ordinal) == true ? $"[{HostAddress}]:{HostPort}->{Port}/{Protocol}"
        : $"{HostAddress}:{HostPort}->{Port}/{Protocol}";
}

/// <summary>The connection of a container to a network.</summary>
/// <param name="Name">The name of the network.</param>
/// <param name="NetworkId">The id of the network; empty until the container has run.</param>
/// <param name="IPAddress">Its IPv4 address there; null while it is not running.</param>
/// <param name="IPv6Address">Its IPv6 address there; null if it has none.</param>
/// <param name="Gateway">The network's gateway.</param>
/// <param name="MacAddress">Its MAC address there, as <c>02:42:ac:11:00:02</c>.</param>
/// <param name="Aliases">Other names that resolve to it in this network; null if there are none.</param>
public sealed record ContainerNetwork(
    string Name,
    string NetworkId,
    string? IPAddress,
    string? IPv6Address,
    string? Gateway,
    string? MacAddress,
    IReadOnlyList<string>? Aliases)
{
    /// <summary>The name of the network.</summary>
    public override string ToString() => Name;
}

/// <summary>A mount in a container.</summary>
/// <param name="Type"><c>bind</c>, <c>volume</c>, <c>tmpfs</c> or <c>npipe</c>.</param>
/// <param name="Name">The name of the volume; null for other types.</param>
/// <param name="Source">The path on the host.</param>
/// <param name="Destination">The path in the container.</param>
/// <param name="Driver">The volume's driver; null for other types.</param>
/// <param name="ReadOnly">Whether the container cannot write to it.</param>
public sealed record ContainerMount(string Type, string? Name, string? Source, string Destination, string? Driver, bool ReadOnly)
{
    /// <summary>The mount in the syntax of <c>docker run -v</c>.</summary>
    public override string ToString() => $"{Name ?? Source}:{Destination}{(ReadOnly ? ":ro" : "")}";
}
