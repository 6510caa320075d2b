using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>A cmdlet that performs an action on each of many images, by one of their names.</summary>
public abstract class ForEachImageCmdlet : ForEachTargetCmdlet<ImageReference, Image>
{
    private protected ForEachImageCmdlet() { }

    /// <summary>The images: names, wildcards, id prefixes, or image objects. A name without a tag means the tag <c>latest</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    private protected sealed override ResourceKind<ImageReference, Image> Kind => ImageKind.Instance;

    private protected sealed override ImageReference[] References => Image;

    /// <summary>
    /// One after another: if two names of an image were removed at the same time, each would still see the other, and the image would
    /// remain.
    /// </summary>
    private protected override int DefaultThrottleLimit => 1;

    /// <summary>Whether a text can also be an image id.</summary>
    private protected virtual bool TakesIds => true;

    /// <summary>
    /// A name like <c>cafe</c> could also be the beginning of an id: if there is a repository with that name, it never means another image.
    /// </summary>
    private protected sealed override async Task<IReadOnlyList<Target>> ResolveAsync(IReadOnlyList<ImageReference> references)
    {
        var targets = (await base.ResolveAsync(references)).ToArray();
        var lists = new Dictionary<EngineClient, IReadOnlyList<Image>>();
        for (int i = 0; i < targets.Length; i++)
        {
            var target = targets[i];
            if (!TakesIds || !target.Key.All(char.IsAsciiHexDigitLower))
                continue;
            if (!lists.TryGetValue(target.Client, out var images))
                lists[target.Client] = images = await Kind.ListAsync(target.Client, StoppingToken);
            if (images.Any(image => image.Repository == target.Key))
                targets[i] = target with { Key = $"{target.Key}:{ImageName.DefaultTag}" };
        }
        return targets;
    }
}
