namespace DockerPS.Engine;

/// <summary>Files that this module writes. A file gets its name only when it is complete.</summary>
static class OutputFile
{
    const int TemporaryDigits = 8;

    // even with characters of four bytes, the whole name is shorter than the limit of any file system
    const int LongestBegin = 24;

    /// <summary>
    /// Replaces a file. The new file is created first, so that the engine does no work for a file that cannot be written.
    /// </summary>
    public static async Task ReplaceAsync(string path, Func<FileStream, Task> write)
    {
        string target = Target(path);
        string temporary = TemporaryName(target);
        try
        {
            var file = Create(temporary, path);
            await using (file.ConfigureAwait(false))
                await write(file).ConfigureAwait(false);
            Guard(path, () =>
            {
                CopyMode(target, temporary);
                File.Move(temporary, target, overwrite: true);
            });
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>
    /// A temporary path next to a file that is being written. It has only the start of the file's name, which may be as long as possible.
    /// </summary>
    public static string TemporaryName(string path) =>
        Path.Join(Path.GetDirectoryName(path), $"{Begin(Path.GetFileName(path))}.{Guid.NewGuid().ToString("N")[..TemporaryDigits]}.tmp");

    /// <summary>Whether a file is the temporary file of another one.</summary>
    /// <param name="name">The name of the other file.</param>
    /// <param name="other">The name of the file itself.</param>
    public static bool IsTemporaryOf(string name, string other)
    {
        string begin = Begin(name);
        return other.Length == begin.Length + TemporaryDigits + 5
            && other.StartsWith(begin + ".", StringComparison.Ordinal)
            && other.EndsWith(".tmp", StringComparison.Ordinal)
            && other.Skip(begin.Length + 1).Take(TemporaryDigits).All(char.IsAsciiHexDigitLower);
    }

    static string Begin(string name)
    {
        if (name.Length <= LongestBegin)
            return name;
        return name[..(char.IsHighSurrogate(name[LongestBegin - 1]) ? LongestBegin - 1 : LongestBegin)];
    }

    /// <summary>
    /// Creates a file that only the user can read: the content of a container or an image may be secret.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">The name of the file in an error.</param>
    public static FileStream Create(string path, string wanted)
    {
        try
        {
            return AnyFile.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(wanted, e, path);
        }
    }

    /// <summary>
    /// Changes a file, with the errors of this module. A value from an engine, such as a time, may not be valid on this system.
    /// </summary>
    public static void Guard(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refusal(path, e);
        }
    }

    /// <summary>Removes a file, if that is possible.</summary>
    public static void Discard(string path)
    {
        try
        {
            AnyFile.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the failure before this one matters more
        }
    }

    /// <summary>Whether a path is a pipe, a device or a socket, which must not be replaced by a file.</summary>
    public static bool IsSpecial(string path) =>
        File.Exists(path)
            && new FileInfo(path).Length == 0
            && new FileEntry("x", path, FileEntryKind.Empty, DateTime.UtcNow)
                .ToTarEntry() is not { EntryType: System.Formats.Tar.TarEntryType.RegularFile };

    static string Target(string path)
    {
        string target = path;
        Guard(path, () => target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path);
        if (Directory.Exists(target))
            throw IsFolder(path, null);
        return IsSpecial(target) ? throw IsNoFile(path) : target;
    }

    /// <summary>Gives a file the permissions of the file that it replaces.</summary>
    static void CopyMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(from))
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    /// <summary>The exception for a file that cannot be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cause">The reason.</param>
    /// <param name="temporary">The temporary file, which the message must not mention; null if there is none.</param>
    public static EngineException Refusal(string path, Exception cause, string? temporary = null) => cause switch
    {
        DirectoryNotFoundException =>
            new EngineException(EngineError.NotFound, new Subject("Folder", path), $"The folder of {path} does not exist.", cause),
        UnauthorizedAccessException when Directory.Exists(path) => IsFolder(path, cause),
        UnauthorizedAccessException =>
            new EngineException(EngineError.AccessDenied, new Subject("File", path), $"This user is not allowed to write {path}.", cause),
        _ => new EngineException(
            EngineError.Failed,
            new Subject("File", path),
            $"{RawName.Show(path)} cannot be written: {cause.Message.Replace(temporary ?? path, path, StringComparison.Ordinal)}",
            cause),
    };

    /// <summary>The exception for a device, a pipe or a socket in the place of a file.</summary>
    public static EngineException IsNoFile(string path) => new(
        EngineError.Invalid,
        new Subject("File", path),
        $"{path} is not a file, but a device, a pipe or a socket. Expected a file.");

    static EngineException IsFolder(string path, Exception? cause) =>
        new(EngineError.Invalid, new Subject("File", path), $"{path} is a folder. Expected a file.", cause);
}
