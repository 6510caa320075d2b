using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>A cmdlet that performs an action on each of many networks.</summary>
public abstract class ForEachNetworkCmdlet : ForEachTargetCmdlet<NetworkReference, Network>
{
    private protected ForEachNetworkCmdlet() { }

    /// <summary>The networks: names, wildcards, id prefixes, or network objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<NetworkReference>]
    [Completions<NetworkCompleter>]
    public NetworkReference[] Network { get; set; } = [];

    private protected sealed override ResourceKind<NetworkReference, Network> Kind => NetworkKind.Instance;

    private protected sealed override NetworkReference[] References => Network;
}
