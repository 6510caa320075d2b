namespace DockerPS;

/// <summary>When an image is pulled from its registry.</summary>
public enum PullPolicy
{
    /// <summary>If the engine does not have it.</summary>
    Missing,

    /// <summary>Always, so that a newer version is found.</summary>
    Always,

    /// <summary>Never: it is an error if the engine does not have the image.</summary>
    Never,
}
