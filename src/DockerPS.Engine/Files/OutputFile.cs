namespace DockerPS.Engine;

/// <summary>Files that this module writes. A file has its name when it is whole, and not before.</summary>
static class OutputFile
{
    const int TemporaryDigits = 8;

    /// <summary>
    /// Puts a new file in the place of one. It is made first, so that the engine does no work for what cannot be written.
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

    /// <summary>A name beside a file for what is to become it.</summary>
    public static string TemporaryName(string path) => $"{path}.{Guid.NewGuid().ToString("N")[..TemporaryDigits]}.tmp";

    /// <summary>Whether a file has such a name.</summary>
    /// <param name="name">The name of the file that it was to become.</param>
    /// <param name="other">Its own name.</param>
    public static bool IsTemporaryOf(string name, string other) =>
        other.Length == name.Length + TemporaryDigits + 5
        && other.StartsWith(name + ".", StringComparison.Ordinal)
        && other.EndsWith(".tmp", StringComparison.Ordinal)
        && other.Skip(name.Length + 1).Take(TemporaryDigits).All(char.IsAsciiHexDigitLower);

    /// <summary>
    /// Makes a file that is not there yet, which only the user may read: what a container or an image holds may be secret.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What to call it in an error.</param>
    public static FileStream Create(string path, string wanted)
    {
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = AtomicFile.Private;
            return new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(wanted, e, path);
        }
    }

    /// <summary>
    /// Does something to a file, with this module's errors. What an engine tells of it, such as a time, may be nothing that this system
    /// knows.
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

    /// <summary>Removes what is not to stay.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // what failed before has more to say
        }
    }

    /// <summary>Whether a path is a pipe or a device, which must not be replaced by a file.</summary>
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
        return IsSpecial(target)
            ? throw new EngineException(EngineError.Invalid, new Subject("File", path), $"{path} is not a file, but a device, a pipe or a socket. Expected a file.")
            : target;
    }

    /// <summary>A file that replaces another is for those alone for whom the other was.</summary>
    static void CopyMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(from))
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    /// <summary>The exception for a file that cannot be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cause">Why.</param>
    /// <param name="temporary">The file that was to become it, of which nobody need know; null for none.</param>
    public static EngineException Refusal(string path, Exception cause, string? temporary = null) => cause switch
    {
        DirectoryNotFoundException =>
            new EngineException(EngineError.NotFound, new Subject("Folder", path), $"The folder of {path} does not exist.", cause),
        UnauthorizedAccessException when Directory.Exists(path) => IsFolder(path, cause),
        UnauthorizedAccessException =>
            new EngineException(EngineError.AccessDenied, new Subject("File", path), $"{path} may not be written by this user.", cause),
        _ => new EngineException(EngineError.Failed, new Subject("File", path), $"{path} cannot be written: {cause.Message.Replace(temporary ?? path, path, StringComparison.Ordinal)}", cause),
    };

    static EngineException IsFolder(string path, Exception? cause) =>
        new(EngineError.Invalid, new Subject("File", path), $"{path} is a folder. Expected a file.", cause);
}
