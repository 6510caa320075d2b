using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>How many containers are inspected at the same time; more brings nothing, since the engine is then busy.</summary>
    const int InspectionsAtOnce = 8;

    /// <summary>Reads all that the engine knows of a container.</summary>
    /// <param name="id">The container's id, name or beginning of its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<ContainerDetail> InspectAsync(string id, CancellationToken cancellationToken) =>
        ContainerMapping.ToDetail(await InspectWireAsync(id, size: false, cancellationToken).ConfigureAwait(false), http.Endpoint.Address);

    /// <summary>
    /// Reads all that the engine knows of many containers, several at a time, in their order. One that is gone meanwhile is left out.
    /// </summary>
    /// <param name="ids">The ids.</param>
    /// <param name="size">Whether to count bytes, which is slow.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async IAsyncEnumerable<ContainerDetail> InspectAsync(
        IReadOnlyList<string> ids,
        bool size,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var wire in InOrder.RunAsync(
            ids,
            InspectionsAtOnce,
            id => TryInspectAsync(id, size, cancellationToken)).ConfigureAwait(false))
        {
            if (wire is not null)
                yield return ContainerMapping.ToDetail(wire, http.Endpoint.Address);
        }
    }

    async Task<ContainerInspectWire?> TryInspectAsync(string id, bool size, CancellationToken cancellationToken)
    {
        try
        {
            return await InspectWireAsync(id, size, cancellationToken).ConfigureAwait(false);
        }
        catch (EngineException e) when (e.Error == EngineError.NotFound)
        {
            return null;
        }
    }

    internal Task<ContainerInspectWire> InspectWireAsync(string id, bool size, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Get($"/containers/{EngineRequest.Escape(id)}/json", Subject.Container(id)).With("size", size);
        return http.ReadAsync(request, ContainerJson.Default.ContainerInspectWire, cancellationToken);
    }
}
