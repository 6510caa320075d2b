namespace DockerPS.Engine;

/// <summary>Replaces files so that a reader finds the old or the new content, never a half.</summary>
internal static class AtomicFile
{
    /// <summary>Only the user may read and write.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The user may write, everybody may read.</summary>
    public const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes a file. One that exists keeps its permissions, and a link stays a link.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">All of its new content.</param>
    /// <param name="mode">The permissions of a file that did not exist; Windows inherits the folder's.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        string temporary = target + "." + Guid.NewGuid().ToString("N")[..8] + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.Exists(target) ? File.GetUnixFileMode(target) : mode;
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes a folder, and those above it, that only the user may enter; an existing one stays as it is.</summary>
    public static void CreatePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Private | UnixFileMode.UserExecute);
    }
}
