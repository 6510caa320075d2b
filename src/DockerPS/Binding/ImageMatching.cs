using System.Management.Automation;

namespace DockerPS.Binding;

/// <summary>How references to images are understood.</summary>
static class ImageMatching
{
    public static readonly ReferenceMatcher<Image> Matcher = new ImageMatcher();
}

/// <summary>
/// Finds images as docker users name them: a repository alone means all its tags, and what is the default, <c>docker.io/library</c>, may be
/// written or left out. An image that is named by its id is found once, however many names it has.
/// </summary>
sealed class ImageMatcher() : ReferenceMatcher<Image>("Image", static image => image.Id, static image => image.Repository is null ? [] : [image.Name])
{
    static readonly string[] Defaults = ["docker.io/library/", "docker.io/"];

    /// <summary>The name: each of an image's names is a target of its own.</summary>
    public override string KeyOf(Image thing) => thing.Name;

    /// <inheritdoc />
    public override IReadOnlyList<Image> Find(ResourceReference reference, IReadOnlyList<Image> things)
    {
        if (reference.IsWildcard)
            return FindWildcard(reference.Text, things);
        var named = ImageName.TryParse(reference.Text, out var name, out _) ? [.. things.Where(image => IsNamed(image, name))] : (List<Image>)[];
        return named.Count > 0 ? named : base.Find(reference, [.. things.DistinctBy(static image => image.Id)]);
    }

    static List<Image> FindWildcard(string text, IReadOnlyList<Image> images)
    {
        string written = Array.Find(Defaults, beginning => text.StartsWith(beginning, StringComparison.Ordinal)) ?? "";
        var pattern = WildcardPattern.Get(text[written.Length..], WildcardOptions.IgnoreCase);
        return [.. images.Where(image => pattern.IsMatch(image.Name) || (image.Repository is not null && pattern.IsMatch(image.Repository)))];
    }

    static bool IsNamed(Image image, ImageName name) => image.Repository == name.Repository
        && (name.Tag is null || image.Tag == name.Tag)
        && (name.Digest is null || image.Digests.Contains($"{name.Repository}@{name.Digest}"));
}
