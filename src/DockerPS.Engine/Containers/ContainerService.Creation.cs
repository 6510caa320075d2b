namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>Creates a container without starting it. If it cannot be connected to all of its networks, it is removed again.</summary>
    /// <returns>The container's id, and the engine's warnings.</returns>
    /// <exception cref="EngineException">An option is invalid, or the engine refuses it.</exception>
    public async Task<CreatedContainer> CreateAsync(ContainerSpecification specification, CancellationToken cancellationToken)
    {
        ContainerCheck.Run(specification);
        var api = await http.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        var subject = new Subject("Container", specification.Name ?? specification.Image);
        specification = specification with { Environment = [.. specification.Environment, .. FindProxies(specification.Environment)] };
        var request = EngineRequest.Post("/containers/create", subject)
            .With("name", specification.Name)
            .With("platform", specification.Platform)
            .WithJson(ContainerCreation.ToBody(specification, api));
        foreach (var (isWanted, minimum, what) in Requirements(specification))
            request.Needs(isWanted, minimum, what);
        IdWire answer;
        try
        {
            answer = await http.ReadAsync(request, ContainerJson.Default.IdWire, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw await ExplainCreationAsync(e, specification).ConfigureAwait(false);
        }
        if (api < ContainerApi.ManyNetworks && specification.Networks is [_, .. { Length: > 0 } others])
            await ConnectAsync(answer.Id, others, api, cancellationToken).ConfigureAwait(false);
        return new CreatedContainer(answer.Id, answer.Warnings ?? []);
    }

    /// <summary>The proxies from the docker command's configuration, unless the variables are already set.</summary>
    IEnumerable<string> FindProxies(IReadOnlyList<string> variables) => ProxySettings
        .Read(
            environment,
            http.Endpoint.Address,
            name => variables.Any(variable => variable == name || variable.StartsWith(name + "=", StringComparison.Ordinal)))
        .Select(static proxy => $"{proxy.Name}={proxy.Value}");

    static IEnumerable<(bool IsWanted, Version Minimum, string What)> Requirements(ContainerSpecification specification) =>
    [
        (specification.Platform is not null, ContainerApi.Platform, "The platform of a container"),
        (specification.Annotations.Count > 0, ContainerApi.Annotations, "An annotation"),
        (
            specification.Health?.StartInterval is not null,
            ContainerApi.HealthStartInterval,
            "The health check interval during the start period"),
        (
            specification.Mounts.Any(static mount => mount.BindRecursive is "writable" or "readonly"),
            ContainerApi.BindRecursive,
            "A recursively read-only or writable bind mount"),
        (specification.Mounts.Any(
            static mount => mount is { Type: "volume", Subpath: not null }), ContainerApi.VolumeSubpath, "Mounting a folder of a volume"),
        (specification.Mounts.Any(static mount => mount.Type == "image"), ContainerApi.ImageMount, "Mounting an image"),
        (
            specification.Networks.Any(static network => network.GatewayPriority is not null),
            ContainerApi.GatewayPriority,
            "A network's gateway priority"),
        (
            specification.Networks.Any(static network => network.MacAddress is not null),
            ContainerApi.EndpointMacAddress,
            "A MAC address for each network"),
    ];

    async Task ConnectAsync(string id, NetworkAttachment[] networks, Version api, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var network in networks)
                await RunAsync(ContainerCreation.ToConnection(network, id, api), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await RemoveAsync(id, force: true, volumes: true, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>A container that was just created.</summary>
/// <param name="Id">The id.</param>
/// <param name="Warnings">The engine's warnings, such as a limit that it does not support.</param>
public sealed record CreatedContainer(string Id, IReadOnlyList<string> Warnings);
