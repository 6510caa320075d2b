namespace DockerPS;

/// <summary>A repository that a search of Docker Hub found. Install-Image takes it for its tag <c>latest</c>.</summary>
/// <remarks>Source: Engine API, <c>GET /images/search</c>.</remarks>
public sealed class FoundImage : EngineObject
{
    /// <summary>The repository, such as <c>busybox</c> or <c>team/app</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What its owner says of it.</summary>
    public string Description { get; init; } = "";

    /// <summary>How many users like it.</summary>
    public int Stars { get; init; }

    /// <summary>Whether Docker itself looks after it.</summary>
    public bool IsOfficial { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
