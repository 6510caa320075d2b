namespace DockerPS.Binding;

/// <summary>How references to containers are understood.</summary>
static class ContainerMatching
{
    public static readonly ReferenceMatcher<Container> Matcher = new("Container", static container => container.Id, static container => [container.Name]);
}
