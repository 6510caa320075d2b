namespace DockerPS;

/// <summary>How a running build is shown.</summary>
public enum BuildProgressStyle
{
    /// <summary>A progress record; steps and their output are available on the information stream.</summary>
    Auto,

    /// <summary>Lines on the host, each with the number of its step, in colour if the host supports it; no progress record.</summary>
    Plain,
}
