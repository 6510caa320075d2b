namespace DockerPS;

/// <summary>A network.</summary>
/// <remarks>Source: Engine API, <c>GET /networks</c>.</remarks>
public sealed class Network : EngineObject
{
    /// <summary>The full id.</summary>
    public required string Id { get; init; }

    /// <summary>The name. Several networks may have the same.</summary>
    public required string Name { get; init; }

    /// <summary>The driver, such as <c>bridge</c>, <c>host</c>, <c>overlay</c> or <c>macvlan</c>.</summary>
    public string Driver { get; init; } = "";

    /// <summary><c>local</c>, or <c>swarm</c> for one that every node of a swarm knows.</summary>
    public string Scope { get; init; } = "";

    /// <summary>When it was created; null when that is not recorded.</summary>
    public DateTime? Created { get; init; }

    /// <summary>Whether nothing outside can be reached from it.</summary>
    public bool Internal { get; init; }

    /// <summary>Whether containers that are no services may connect to it.</summary>
    public bool Attachable { get; init; }

    /// <summary>Whether it has IPv6 addresses.</summary>
    public bool IPv6 { get; init; }

    /// <summary>Its ranges of addresses.</summary>
    public IReadOnlyList<NetworkSubnet> Subnets { get; init; } = [];

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The options that its driver was given.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The containers that are connected to it and run; null unless details were asked for.</summary>
    public IReadOnlyList<NetworkEndpoint>? Containers { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>A range of addresses of a network.</summary>
/// <param name="Subnet">The range, such as <c>172.20.0.0/16</c>.</param>
/// <param name="Gateway">The way out; null when there is none.</param>
/// <param name="IPRange">The part of it that containers get addresses of; null for all.</param>
public sealed record NetworkSubnet(string Subnet, string? Gateway, string? IPRange)
{
    /// <summary>The range.</summary>
    public override string ToString() => Subnet;
}

/// <summary>A container in a network.</summary>
/// <param name="Container">The name of the container.</param>
/// <param name="ContainerId">The id of the container.</param>
/// <param name="IPAddress">Its IPv4 address there; null when it has none.</param>
/// <param name="IPv6Address">Its IPv6 address there; null when it has none.</param>
/// <param name="MacAddress">Its hardware address there.</param>
public sealed record NetworkEndpoint(string Container, string ContainerId, string? IPAddress, string? IPv6Address, string? MacAddress)
{
    /// <summary>The name of the container.</summary>
    public override string ToString() => Container;
}
