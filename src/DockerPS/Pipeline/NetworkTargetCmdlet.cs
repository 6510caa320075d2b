using DockerPS.Binding;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>A cmdlet whose target are networks, and that changes nothing.</summary>
public abstract class NetworkTargetCmdlet : TargetCmdlet<NetworkReference, Network>
{
    private protected NetworkTargetCmdlet() { }

    private protected sealed override ReferenceMatcher<Network> Matcher => NetworkMatching.Matcher;

    private protected sealed override Task<IReadOnlyList<Network>> ListAsync(EngineClient client) => client.Networks.ListAsync(null, StoppingToken);
}
