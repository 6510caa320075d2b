using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>A cmdlet that reads from images.</summary>
public abstract class ImageTargetCmdlet : TargetCmdlet<ImageReference, Image>
{
    private protected ImageTargetCmdlet() { }

    private protected sealed override ResourceKind<ImageReference, Image> Kind => ImageKind.Instance;
}
