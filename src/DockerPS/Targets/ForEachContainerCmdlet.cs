using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>A cmdlet that performs an action on each of many containers.</summary>
public abstract class ForEachContainerCmdlet : ForEachTargetCmdlet<ContainerReference, Container>
{
    private protected ForEachContainerCmdlet() { }

    /// <summary>The containers: names, wildcards, id prefixes, or container objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ContainerReference>]
    [Completions<ContainerCompleter>]
    public ContainerReference[] Container { get; set; } = [];

    private protected sealed override ResourceKind<ContainerReference, Container> Kind => ContainerKind.Instance;

    private protected sealed override ContainerReference[] References => Container;
}
