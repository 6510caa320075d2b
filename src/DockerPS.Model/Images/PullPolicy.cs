namespace DockerPS;

/// <summary>When an image is pulled from its registry.</summary>
public enum PullPolicy
{
    /// <summary>When the engine has not got it.</summary>
    Missing,

    /// <summary>Always, so that a newer one of the same name is found.</summary>
    Always,

    /// <summary>Never: an image that the engine has not got is an error.</summary>
    Never,
}
