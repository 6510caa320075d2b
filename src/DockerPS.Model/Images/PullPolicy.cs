namespace DockerPS;

/// <summary>When the image of a new container is pulled.</summary>
public enum PullPolicy
{
    /// <summary>When the engine has it not.</summary>
    Missing,

    /// <summary>Always, in case that there is a newer one.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
