namespace DockerPS.Engine;

/// <summary>What an engine tells of itself in the headers of a ping.</summary>
/// <param name="ApiVersion">The newest API that it speaks.</param>
/// <param name="OperatingSystem"><c>linux</c> or <c>windows</c>: what its containers run on.</param>
/// <param name="BuilderVersion"><c>2</c> where BuildKit is the builder that it prefers.</param>
/// <param name="Experimental">Whether its experimental features are on.</param>
public sealed record PingResult(Version ApiVersion, string OperatingSystem, string? BuilderVersion, bool Experimental)
{
    /// <summary>Whether it is podman's service.</summary>
    public bool IsPodman { get; init; }
}
