namespace DockerPS.Binding;

/// <summary>How references to entries of the build cache are understood.</summary>
static class BuildCacheMatching
{
    public static readonly ReferenceMatcher<BuildCacheEntry> Matcher = new("BuildCache", static entry => entry.Id, static entry => [entry.Id]);
}
