using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>A cmdlet that does one thing to each of many networks.</summary>
public abstract class NetworkActionCmdlet : TargetActionCmdlet<NetworkReference, Network>
{
    private protected NetworkActionCmdlet() { }

    /// <summary>The networks: names, wildcards, beginnings of ids, or network objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [NetworkCompleter]
    public NetworkReference[] Network { get; set; } = [];

    private protected sealed override ReferenceMatcher<Network> Matcher => NetworkMatching.Matcher;

    private protected sealed override NetworkReference[] References => Network;

    private protected sealed override Task<IReadOnlyList<Network>> ListAsync(EngineClient client) => client.Networks.ListAsync(null, StoppingToken);
}
