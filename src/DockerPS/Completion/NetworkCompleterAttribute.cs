using System.Collections;
using System.Management.Automation;
using DockerPS.Engine;

namespace DockerPS.Completion;

/// <summary>Completes the names of networks.</summary>
public sealed class NetworkCompleterAttribute : ArgumentCompleterAttribute
{
    /// <summary>Makes the attribute.</summary>
    public NetworkCompleterAttribute()
        : base(typeof(NetworkCompleter)) { }
}

/// <summary>Offers the networks of the engine, with driver and ranges as the tooltip.</summary>
public sealed class NetworkCompleter : EngineCompleter
{
    /// <inheritdoc />
    protected override async Task<IEnumerable<Candidate>> FindAsync(EngineClient client, IDictionary bound, CancellationToken cancellationToken)
    {
        var networks = await client.Networks.ListAsync(null, cancellationToken).ConfigureAwait(false);
        return networks.Select(static network => new Candidate(network.Name, $"{network.Driver} {string.Join(", ", network.Subnets)}"));
    }
}
