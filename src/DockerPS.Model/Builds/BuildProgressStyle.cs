namespace DockerPS;

/// <summary>How a build is shown while it goes on.</summary>
public enum BuildProgressStyle
{
    /// <summary>A progress record; steps and what they write are on the information stream for who asks for it.</summary>
    Auto,

    /// <summary>Lines on the host, each with the number of its step, in colours where the host has them; no progress record.</summary>
    Plain,
}
