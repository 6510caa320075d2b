using DockerPS.Binding;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>A cmdlet whose target are volumes, and that changes nothing.</summary>
public abstract class VolumeTargetCmdlet : TargetCmdlet<VolumeReference, Volume>
{
    private protected VolumeTargetCmdlet() { }

    private protected sealed override ReferenceMatcher<Volume> Matcher => VolumeMatching.Matcher;

    private protected sealed override Task<IReadOnlyList<Volume>> ListAsync(EngineClient client) => client.Volumes.ListAsync(null, StoppingToken);
}
