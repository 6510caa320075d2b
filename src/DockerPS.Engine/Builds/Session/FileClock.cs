namespace DockerPS.Engine;

/// <summary>
/// Reads when a file was changed, to the nanosecond, as the docker command reports it. The framework only has a resolution of 100 ns, so a
/// builder that has the file from docker would consider it changed.
/// </summary>
static class FileClock
{
    /// <summary>The nanoseconds that a timestamp is missing; 0 if they cannot be read, or if the file has changed since.</summary>
    /// <param name="path">The file, folder or link.</param>
    /// <param name="modified">The modification time according to the framework.</param>
    public static int GetRest(string path, DateTime modified) =>
        FileStatus.Read(path) is { } status && status.Modified == modified ? status.ModifiedRest : 0;
}
