namespace DockerPS;

/// <summary>A repository found by a search of Docker Hub. Install-Image pulls its tag <c>latest</c>.</summary>
/// <remarks>Source: Engine API, <c>GET /images/search</c>.</remarks>
public sealed class FoundImage : EngineObject
{
    /// <summary>The repository, such as <c>busybox</c> or <c>team/app</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The owner's description.</summary>
    public string Description { get; init; } = "";

    /// <summary>The number of stars.</summary>
    public int Stars { get; init; }

    /// <summary>Whether it is an official image, which Docker itself maintains.</summary>
    public bool IsOfficial { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
