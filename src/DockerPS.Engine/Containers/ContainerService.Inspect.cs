using System.Runtime.CompilerServices;

namespace DockerPS.Engine;

public sealed partial class ContainerService
{
    /// <summary>How many containers are inspected at the same time; more would not be faster, since the engine is busy.</summary>
    const int InspectionsAtOnce = 8;

    /// <summary>Gets everything that the engine knows about a container.</summary>
    /// <param name="id">The container's id, name or id prefix.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<ContainerDetail> InspectAsync(string id, CancellationToken cancellationToken) =>
        ContainerMapping.ToDetail(await InspectWireAsync(id, size: false, cancellationToken).ConfigureAwait(false), http.Endpoint.Address);

    /// <summary>
    /// Gets everything that the engine knows about many containers, several at a time, in order. A container that was removed meanwhile is
    /// omitted.
    /// </summary>
    /// <param name="ids">The ids.</param>
    /// <param name="size">Whether to measure sizes, which is slow.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
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
