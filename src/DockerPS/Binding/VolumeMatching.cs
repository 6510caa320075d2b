namespace DockerPS.Binding;

/// <summary>How references to volumes are understood.</summary>
static class VolumeMatching
{
    public static readonly ReferenceMatcher<Volume> Matcher = new("Volume", static volume => volume.Name, static volume => [volume.Name]);
}
