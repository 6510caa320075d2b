using System.Net;
using System.Text.Json.Nodes;

namespace DockerPS.Engine;

/// <summary>Requests about an engine's networks.</summary>
/// <remarks>Source: Engine API, section Network.</remarks>
public sealed partial class NetworkService
{
    const int InspectionsAtOnce = 8;

    readonly EngineHttp http;

    internal NetworkService(EngineHttp http) => this.http = http;

    /// <summary>Lists networks, with one request.</summary>
    /// <param name="filters">The engine's filters; null for all.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<Network>> ListAsync(
        IReadOnlyDictionary<string, IReadOnlyCollection<string>>? filters,
        CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get("/networks", new Subject("Network")).WithFilters(filters);
        var answer = await http.ReadAsync(request, NetworkJson.Default.NetworkWireArray, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(answer, wire => ToNetwork(wire, detailed: false));
    }

    /// <summary>Gets everything that the engine knows about a network, including the containers in it.</summary>
    public async Task<Network> InspectAsync(string id, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/networks/{EngineRequest.Escape(id)}", new Subject("Network", id));
        return ToNetwork(
            await http.ReadAsync(request, NetworkJson.Default.NetworkWire, cancellationToken).ConfigureAwait(false),
            detailed: true);
    }

    /// <summary>The same for many networks, several at a time, in order.</summary>
    public async Task<IReadOnlyList<Network>> InspectAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(InspectionsAtOnce);
        return await Task.WhenAll(ids.Select(async id =>
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await InspectAsync(id, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
    }

    /// <summary>Creates a network.</summary>
    /// <returns>The network, and the engine's warnings.</returns>
    public async Task<(Network Network, string? Warning)> CreateAsync(
        NetworkSpecification specification,
        CancellationToken cancellationToken)
    {
        var config = new JsonArray();
        foreach (var subnet in specification.Subnets)
        {
            config.Add((JsonNode)new JsonObject()
                .With("Subnet", subnet.Subnet)
                .With("Gateway", subnet.Gateway)
                .With("IPRange", subnet.IPRange));
        }
        var ipam = new JsonObject().With("Driver", "default").With("Config", config.Count == 0 ? null : config);
        var body = new JsonObject()
            .With("Name", specification.Name)
            .With("CheckDuplicate", true)
            .With("Driver", specification.Driver)
            .With("Internal", specification.Internal)
            .With("Attachable", specification.Attachable)
            .With("EnableIPv6", specification.IPv6)
            .With("IPAM", ipam)
            .With("Options", specification.Options)
            .With("Labels", specification.Labels);
        var request = EngineRequest.Post("/networks/create", new Subject("Network", specification.Name)).WithJson(body);
        NetworkCreatedWire made;
        try
        {
            made = await http.ReadAsync(request, NetworkJson.Default.NetworkCreatedWire, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e is { StatusCode: not null, Error: not EngineError.NotFound })
        {
            throw await ExplainCreationAsync(e, specification).ConfigureAwait(false);
        }
        return (await InspectAsync(
            made.Id,
            cancellationToken).ConfigureAwait(false), string.IsNullOrEmpty(made.Warning) ? null : made.Warning);
    }

    /// <summary>Removes a network. If it is in use, the error names the containers.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await http.RunAsync(EngineRequest.Delete($"/networks/{EngineRequest.Escape(id)}", Subject.Network(id)), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (EngineException e) when (e is { StatusCode: not null, Error: not EngineError.NotFound })
        {
            throw await ExplainRemovalAsync(e, id).ConfigureAwait(false);
        }
    }

    /// <summary>Connects a container to a network.</summary>
    /// <param name="network">The network, with the options of the connection.</param>
    /// <param name="container">The container.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task ConnectAsync(NetworkAttachment network, string container, CancellationToken cancellationToken)
    {
        var api = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await http.RunAsync(ContainerCreation.ToConnection(network, container, api), cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e is { StatusCode: not null, Error: not EngineError.NotFound })
        {
            throw await ExplainConnectionAsync(e, network.Name, container, mayBeConnected: false).ConfigureAwait(false);
        }
    }

    /// <summary>Disconnects a container from a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="container">The container.</param>
    /// <param name="force">Whether to do it even if the container is gone.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task DisconnectAsync(string network, string container, bool force, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["Container"] = container, ["Force"] = force };
        try
        {
            await http.RunAsync(
                EngineRequest.Post($"/networks/{EngineRequest.Escape(network)}/disconnect", Subject.Network(network)).WithJson(body),
                cancellationToken)
                .ConfigureAwait(false);
        }
        catch (EngineException e) when (e is { StatusCode: not null, Error: not EngineError.NotFound })
        {
            throw await ExplainConnectionAsync(e, network, container, mayBeConnected: true).ConfigureAwait(false);
        }
    }

    Network ToNetwork(NetworkWire wire, bool detailed) => new()
    {
        Engine = http.Endpoint.Address,
        Id = wire.Id,
        Name = wire.Name,
        Driver = wire.Driver ?? "",
        Scope = wire.Scope ?? "",
        Created = LocalTime.Of(wire.Created),
        Internal = wire.Internal,
        Attachable = wire.Attachable,
        IPv6 = wire.EnableIPv6,
        Subnets = [.. (wire.Ipam?.Config ?? []).Select(ToSubnet).OfType<NetworkSubnet>()],
        Labels = wire.Labels ?? [],
        Options = wire.Options ?? [],
        Containers = detailed
            ?
            [
                .. (wire.Containers ?? [])
                    .Select(static pair => ToEndpoint(pair.Key, pair.Value))
                    .OrderBy(static endpoint => endpoint.Container, StringComparer.Ordinal),
            ]
            : null,
    };

    static NetworkSubnet? ToSubnet(IpamConfigWire wire) => ToRange(wire.Subnet) is { } subnet
        ? new NetworkSubnet(subnet, ContainerMapping.ToAddress(wire.Gateway?.Split('/')[0]), ToRange(wire.IPRange))
        : null;

    static NetworkEndpoint ToEndpoint(string id, NetworkContainerWire wire) => new(
        wire.Name ?? id,
        id,
        ContainerMapping.ToAddress(wire.IPv4Address?.Split('/')[0]),
        ContainerMapping.ToAddress(wire.IPv6Address?.Split('/')[0]),
        string.IsNullOrEmpty(wire.MacAddress) ? null : wire.MacAddress);

    /// <summary>A subnet; engines sometimes write it as an address inside it.</summary>
    static string? ToRange(string? text)
    {
        if (IPNetwork.TryParse(text, out var range))
            return range.ToString();
        string[] parts = text?.Split('/') ?? [];
        if (parts.Length != 2 || !IPAddress.TryParse(parts[0], out var address) || !int.TryParse(parts[1], out int length))
            return null;
        byte[] bytes = address.GetAddressBytes();
        if (length < 0 || length > bytes.Length * 8)
            return null;
        for (int bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length).ToString();
    }
}

/// <summary>A network to create. Null or empty means the engine's default.</summary>
public sealed record NetworkSpecification
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The driver; null for <c>bridge</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>The subnets.</summary>
    public IReadOnlyList<SubnetSpecification> Subnets { get; init; } = [];

    /// <summary>Whether access from the network to the outside is blocked.</summary>
    public bool Internal { get; init; }

    /// <summary>Whether standalone containers can connect to it, if it is a swarm network.</summary>
    public bool Attachable { get; init; }

    /// <summary>Whether it has IPv6 addresses.</summary>
    public bool IPv6 { get; init; }

    /// <summary>Options for the driver.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

/// <summary>A subnet for a new network, in the Engine API's format.</summary>
/// <param name="Subnet">The address range, such as <c>172.20.0.0/16</c>.</param>
/// <param name="Gateway">The gateway; null to let the engine choose.</param>
/// <param name="IPRange">The part from which containers get addresses; null for all of it.</param>
public sealed record SubnetSpecification(string Subnet, string? Gateway, string? IPRange);
