namespace DockerPS;

/// <summary>The output streams of a container's process.</summary>
public enum ContainerStream : long
{
    /// <summary>Standard output. A container with a terminal has only this.</summary>
    StandardOutput = 1,

    /// <summary>Standard error.</summary>
    StandardError = 2,
}
