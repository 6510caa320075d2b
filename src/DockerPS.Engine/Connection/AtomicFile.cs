namespace DockerPS.Engine;

/// <summary>Replaces files so that a reader finds the old or the new content, never a half.</summary>
internal static class AtomicFile
{
    /// <summary>Only the user may read and write.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The user may write, everybody may read.</summary>
    public const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes a file. A link stays a link.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its new content.</param>
    /// <param name="mode">Its permissions; Windows inherits the folder's.</param>
    /// <param name="keepMode">Whether a file that exists keeps the permissions that it has.</param>
    /// <exception cref="EngineException">It can not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool keepMode = true)
    {
        try
        {
            string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = keepMode && File.Exists(target) ? File.GetUnixFileMode(target) : mode;
            Write(target, content, options, overwrite: true);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(path, e);
        }
    }

    /// <summary>Makes a file that only the user may read, unless there is one: then that one stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its content.</param>
    /// <exception cref="EngineException">It is not there and can not be made.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Private;
            Write(path, content, options, overwrite: false);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            if (!File.Exists(path))
                throw Refused(path, e);
        }
    }

    /// <summary>Makes a folder, and those above it, that only the user may enter; an existing one stays as it is.</summary>
    /// <exception cref="EngineException">It can not be made.</exception>
    public static void CreatePrivateFolder(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(path, e);
        }
    }

    /// <summary>Removes a folder with all that is in it; one that is not there is no error.</summary>
    /// <exception cref="EngineException">It can not be removed.</exception>
    public static void RemoveFolder(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(path, e);
        }
    }

    static void Write(string path, ReadOnlySpan<byte> content, FileStreamOptions options, bool overwrite)
    {
        string temporary = $"{path}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException;

    static EngineException Refused(string path, Exception cause) =>
        new(EngineError.AccessDenied, new Subject("File", path), $"{path} can not be written: {cause.Message}", cause);
}
