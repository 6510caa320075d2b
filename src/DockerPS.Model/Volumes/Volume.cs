namespace DockerPS;

/// <summary>A volume.</summary>
/// <remarks>Source: Engine API, <c>GET /volumes</c>.</remarks>
public sealed class Volume : EngineObject
{
    /// <summary>The name, which identifies it.</summary>
    public required string Name { get; init; }

    /// <summary>The driver that keeps it, such as <c>local</c>.</summary>
    public string Driver { get; init; } = "";

    /// <summary>The path of its contents on the engine's host.</summary>
    public string MountPoint { get; init; } = "";

    /// <summary>When it was created; null if the driver does not report it.</summary>
    public DateTime? Created { get; init; }

    /// <summary><c>local</c>, or <c>global</c> for one that exists on every node of a swarm.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The options for its driver.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The names of the containers that use it, running or not; null unless requested.</summary>
    public IReadOnlyList<string>? UsedBy { get; init; }

    /// <summary>The same volume, with the containers that use it.</summary>
    public Volume WithUsers(IReadOnlyList<string> containers) => new()
    {
        Engine = Engine,
        Name = Name,
        Driver = Driver,
        MountPoint = MountPoint,
        Created = Created,
        Scope = Scope,
        Labels = Labels,
        Options = Options,
        UsedBy = containers,
    };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
