using System.Formats.Tar;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DockerPS.Engine;

/// <summary>Replaces files so that a reader finds the old or the new content, never part of it.</summary>
internal static class AtomicFile
{
    /// <summary>Only the user can read and write.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The user can write, everyone can read.</summary>
    public const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // no writer takes that long for content that is in memory
    static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// Writes a file. A link stays a link, and the file keeps its owner, as far as this user can change it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The whole new content.</param>
    /// <param name="mode">The permissions of the file; on Windows, it inherits those of the folder.</param>
    /// <param name="keepMode">Whether an existing file keeps its permissions.</param>
    /// <exception cref="EngineException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool keepMode = true)
    {
        try
        {
            string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = keepMode && File.Exists(target) ? File.GetUnixFileMode(target) : mode;
            Write(target, content, options, overwrite: true, OwnerOf(target));
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(path, e);
        }
    }

    /// <summary>Creates a file that only the user can read. An existing file is not changed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="EngineException">The file does not exist and cannot be created.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Private;
            Write(path, content, options, overwrite: false, owner: null);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            if (!File.Exists(path))
                throw Refused(path, e);
        }
    }

    /// <summary>Creates a folder that only the user can enter. An existing folder is not changed.</summary>
    /// <exception cref="EngineException">The folder cannot be created.</exception>
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

    /// <summary>Removes a folder and its content, if it exists.</summary>
    /// <exception cref="EngineException">The folder cannot be removed.</exception>
    public static void RemoveFolder(string path)
    {
        const int Attempts = 5;
        for (int attempt = 1; Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // another process removed it
            }
            catch (IOException) when (attempt < Attempts)
            {
                // another process added a file meanwhile
            }
            catch (Exception e) when (IsRefusal(e))
            {
                throw Refused(path, e);
            }
        }
    }

    static void Write(string path, ReadOnlySpan<byte> content, FileStreamOptions options, bool overwrite, (int User, int Group)? owner)
    {
        RemoveForgotten(path);
        string temporary = OutputFile.TemporaryName(path);
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                if (owner is { } wanted)
                    GiveTo(file.SafeFileHandle, wanted);
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

    /// <summary>Removes the temporary files of writers that were killed: they may contain secrets.</summary>
    static void RemoveForgotten(string path)
    {
        string name = Path.GetFileName(path);
        var before = DateTime.UtcNow - ForgottenAfter;
        foreach (string other in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.tmp"))
        {
            if (OutputFile.IsTemporaryOf(name, Path.GetFileName(other)) && File.GetLastWriteTimeUtc(other) < before)
                OutputFile.Discard(other);
        }
    }

    /// <summary>The owner of a file, which .NET shows only in the tar that it writes; null if the file does not exist.</summary>
    static (int User, int Group)? OwnerOf(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return null;
        try
        {
            using var buffer = new MemoryStream();
            using (var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true))
                writer.WriteEntry(path, "x");
            buffer.Position = 0;
            using var reader = new TarReader(buffer);
            return reader.GetNextEntry() is { } entry ? (entry.Uid, entry.Gid) : null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return null;
        }
    }

    static void GiveTo(SafeFileHandle file, (int User, int Group) owner)
    {
        // a user who cannot change the owner may still change the group; otherwise, the file belongs to this user
        if (ChangeOwner(file, owner.User, owner.Group) != 0)
            _ = ChangeOwner(file, -1, owner.Group);
    }

#pragma warning disable SYSLIB1054 // a generator would need unsafe code
    [DllImport("libc", EntryPoint = "fchown")]
    static extern int ChangeOwner(SafeFileHandle file, int user, int group);
#pragma warning restore SYSLIB1054

    static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException;

    static EngineException Refused(string path, Exception cause) =>
        new(EngineError.AccessDenied, new Subject("File", path), $"{path} cannot be written: {cause.Message}", cause);
}
