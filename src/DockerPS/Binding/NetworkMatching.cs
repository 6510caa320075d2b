namespace DockerPS.Binding;

/// <summary>How references to networks are understood.</summary>
static class NetworkMatching
{
    public static readonly ReferenceMatcher<Network> Matcher = new("Network", static network => network.Id, static network => [network.Name]);
}
