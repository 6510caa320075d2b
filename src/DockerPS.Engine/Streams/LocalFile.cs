namespace DockerPS.Engine;

/// <summary>Files of this machine, with this module's errors.</summary>
static class LocalFile
{
    /// <summary>Opens a file that is read once, from its beginning to its end.</summary>
    public static FileStream OpenRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(path, e);
        }
    }

    /// <summary>The exception for a file that can not be read.</summary>
    public static EngineException Refusal(string path, Exception cause) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException => new EngineException(EngineError.NotFound, new Subject("File", path), $"There is no file {path}.", cause),
        UnauthorizedAccessException when Directory.Exists(path) => new EngineException(EngineError.Invalid, new Subject("File", path), $"{path} is a folder; expected a file.", cause),
        UnauthorizedAccessException => new EngineException(EngineError.AccessDenied, new Subject("File", path), $"The file {path} may not be read by this user.", cause),
        _ => new EngineException(EngineError.Failed, new Subject("File", path), $"The file {path} can not be read: {cause.Message}", cause),
    };
}
