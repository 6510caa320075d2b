using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>A cmdlet that reads from containers.</summary>
public abstract class ContainerTargetCmdlet : TargetCmdlet<ContainerReference, Container>
{
    private protected ContainerTargetCmdlet() { }

    private protected sealed override ResourceKind<ContainerReference, Container> Kind => ContainerKind.Instance;
}
