using DockerPS.Binding;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>A cmdlet whose target are containers, and that changes nothing.</summary>
public abstract class ContainerTargetCmdlet : TargetCmdlet<ContainerReference, Container>
{
    private protected ContainerTargetCmdlet() { }

    private protected sealed override ReferenceMatcher<Container> Matcher => ContainerMatching.Matcher;

    private protected sealed override Task<IReadOnlyList<Container>> ListAsync(EngineClient client) => client.Containers.ListAsync(null, StoppingToken);
}
