using DockerPS.Binding;
using DockerPS.Engine;

namespace DockerPS.Pipeline;

/// <summary>A cmdlet whose target are images, and that changes nothing.</summary>
public abstract class ImageTargetCmdlet : TargetCmdlet<ImageReference, Image>
{
    private protected ImageTargetCmdlet() { }

    private protected sealed override ReferenceMatcher<Image> Matcher => ImageMatching.Matcher;

    private protected sealed override Task<IReadOnlyList<Image>> ListAsync(EngineClient client) => client.Images.ListAsync(null, StoppingToken);
}
