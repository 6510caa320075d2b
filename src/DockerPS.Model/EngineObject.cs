namespace DockerPS;

/// <summary>
/// A thing that lives on a Docker engine. It remembers which engine as plain data, so that a cmdlet finds its way back there.
/// </summary>
public abstract class EngineObject
{
    /// <summary>The address of the engine that it lives on, such as <c>unix:///var/run/docker.sock</c>.</summary>
    public string Engine { get; init; } = "";
}
