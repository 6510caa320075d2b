namespace DockerPS;

/// <summary>A network.</summary>
/// <remarks>Source: Engine API, <c>GET /networks</c>.</remarks>
public sealed class Network : EngineObject
{
    /// <summary>The full id.</summary>
    public required string Id { get; init; }

    /// <summary>The name. Several networks may have the same name.</summary>
    public required string Name { get; init; }

    /// <summary>The driver, such as <c>bridge</c>, <c>host</c>, <c>overlay</c> or <c>macvlan</c>.</summary>
    public string Driver { get; init; } = "";

    /// <summary><c>local</c>, or <c>swarm</c> for one that exists on every node of a swarm.</summary>
    public string Scope { get; init; } = "";

    /// <summary>When it was created; null if not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>Whether access from the network to the outside is blocked.</summary>
    public bool Internal { get; init; }

    /// <summary>Whether standalone containers can connect to it, if it is a swarm network.</summary>
    public bool Attachable { get; init; }

    /// <summary>Whether it has IPv6 addresses.</summary>
    public bool IPv6 { get; init; }

    /// <summary>Its subnets.</summary>
    public IReadOnlyList<NetworkSubnet> Subnets { get; init; } = [];

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The options for its driver.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The running containers that are connected to it; null unless requested with -Detailed.</summary>
    public IReadOnlyList<NetworkEndpoint>? Containers { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A subnet of a network.</summary>
/// <param name="Subnet">The address range, such as <c>172.20.0.0/16</c>.</param>
/// <param name="Gateway">The gateway; null if there is none.</param>
/// <param name="IPRange">The part from which containers get addresses; null for all of it.</param>
public sealed record NetworkSubnet(string Subnet, string? Gateway, string? IPRange)
{
    /// <summary>The address range.</summary>
    public override string ToString() => Subnet;
}

/// <summary>A container in a network.</summary>
/// <param name="Container">The name of the container.</param>
/// <param name="ContainerId">The id of the container.</param>
/// <param name="IPAddress">Its IPv4 address there; null if it has none.</param>
/// <param name="IPv6Address">Its IPv6 address there; null if it has none.</param>
/// <param name="MacAddress">Its MAC address there.</param>
public sealed record NetworkEndpoint(string Container, string ContainerId, string? IPAddress, string? IPv6Address, string? MacAddress)
{
    /// <summary>The name of the container.</summary>
    public override string ToString() => Container;
}
