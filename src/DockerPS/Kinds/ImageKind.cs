using DockerPS.Completion;
using DockerPS.Engine;
using DockerPS.Formatting;

namespace DockerPS.Kinds;

/// <summary>
/// Images, found by the names that docker users use: a repository alone means all its tags, and the default <c>docker.io/library</c> is
/// optional. An image given by its id is found once, however many names it has.
/// </summary>
sealed class ImageKind() : ResourceKind<ImageReference, Image>("Image")
{
    public static readonly ImageKind Instance = new();

    static readonly string[] Defaults = ["docker.io/library/", "docker.io/"];

    public override Task<IReadOnlyList<Image>> ListAsync(EngineClient client, CancellationToken cancellationToken) =>
        client.Images.ListAsync(null, cancellationToken);

    public override Candidate? ToCandidate(Image thing) =>
        thing.Repository is null ? null : new(thing.Name, $"{Cell.ShortId(thing.Id)}, {Cell.Size(thing.Size)}, {Cell.Age(thing.Created)}");

    public override string IdOf(Image thing) => thing.Id;

    protected override IReadOnlyList<string> NamesOf(Image thing) => thing.Repository is null ? [] : [thing.Name];

    /// <summary>The name: each name of an image is a separate target.</summary>
    public override string KeyOf(Image thing) => thing.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Image> Find(ResourceReference reference, IReadOnlyList<Image> things)
    {
        if (reference.IsWildcard)
            return FindWildcard(reference.Text, things);
        var named = ImageName.TryParse(reference.Text, out var name, out _)
            ? [.. things.Where(image => IsNamed(image, name))]
            : (List<Image>)[];
        return named.Count > 0 ? named : base.Find(reference, [.. things.DistinctBy(static image => image.Id)]);
    }

    static List<Image> FindWildcard(string text, IReadOnlyList<Image> images)
    {
        string written = Array.Find(Defaults, beginning => text.StartsWith(beginning, StringComparison.Ordinal)) ?? "";
        var pattern = Wildcard.Get(text[written.Length..]);
        return
        [
            .. images.Where(image => pattern.IsMatch(image.Name) || (image.Repository is not null && pattern.IsMatch(image.Repository))),
        ];
    }

    static bool IsNamed(Image image, ImageName name) => image.Repository == name.Repository
        && (name.Tag is null || image.Tag == name.Tag)
        && (name.Digest is null || image.Digests.Contains($"{name.Repository}@{name.Digest}"));
}

/// <summary>Completes the named images of the engine, with id, size and age as the tooltip.</summary>
public sealed class ImageCompleter() : KindCompleter<ImageReference, Image>(ImageKind.Instance);
