namespace DockerPS.Engine;

/// <summary>What an engine reports about itself in the headers of a ping.</summary>
/// <param name="ApiVersion">The newest supported API version.</param>
/// <param name="OperatingSystem"><c>linux</c> or <c>windows</c>: the operating system of its containers.</param>
/// <param name="BuilderVersion"><c>2</c> if it prefers BuildKit.</param>
/// <param name="Experimental">Whether its experimental features are on.</param>
public sealed record PingResult(Version ApiVersion, string OperatingSystem, string? BuilderVersion, bool Experimental)
{
    /// <summary>Whether it is Podman's service.</summary>
    public bool IsPodman { get; init; }
}
