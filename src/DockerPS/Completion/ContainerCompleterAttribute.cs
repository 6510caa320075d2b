using System.Collections;
using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes the names of containers.</summary>
public sealed class ContainerCompleterAttribute : ArgumentCompleterAttribute
{
    /// <summary>Makes the attribute.</summary>
    public ContainerCompleterAttribute()
        : base(typeof(ContainerCompleter)) { }
}

/// <summary>Offers the containers of the engine, with image and state as the tooltip.</summary>
public sealed class ContainerCompleter : EngineCompleter
{
    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(EngineClient client, IDictionary bound, CancellationToken cancellationToken)
    {
        var containers = await client.Containers.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return containers.Select(static container => new Candidate(container.Name, $"{container.Image}, {container.Status}"));
    }
}
