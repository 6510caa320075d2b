using System.Management.Automation;
using DockerPS.Binding;
using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Kinds;

namespace DockerPS.Targets;

/// <summary>A cmdlet that does the same for each of many images, each under one of its names.</summary>
public abstract class ForEachImageCmdlet : ForEachTargetCmdlet<ImageReference, Image>
{
    private protected ForEachImageCmdlet() { }

    /// <summary>
    /// The images: names, wildcards, beginnings of ids, or image objects. A name without a tag means the tag <c>latest</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "Id")]
    [ReferenceTransformation<ImageReference>]
    [Completions<ImageCompleter>]
    public ImageReference[] Image { get; set; } = [];

    private protected sealed override ResourceKind<ImageReference, Image> Kind => ImageKind.Instance;

    private protected sealed override ImageReference[] References => Image;

    /// <summary>
    /// One after the other: two names of one image that go at the same time would each see the other, and the image would stay.
    /// </summary>
    private protected override int DefaultThrottleLimit => 1;

    /// <summary>Whether a text may be the id of an image, too.</summary>
    private protected virtual bool TakesIds => true;

    /// <summary>
    /// A name like <c>cafe</c> may be the beginning of an id as well: where there is a repository of that name, it is never another image.
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
