namespace DockerPS;

/// <summary>An object on a Docker engine. It remembers its engine as plain data, so that a cmdlet can find it again.</summary>
public abstract class EngineObject
{
    /// <summary>The address of its engine, such as <c>unix:///var/run/docker.sock</c>.</summary>
    public string Engine { get; init; } = "";
}
