using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DockerPS.Engine;

/// <summary>
/// Operations on files with any name: those of .NET or, if a name is not UTF-8, those of <see cref="NativeFile" />. The exceptions are
/// those of .NET.
/// </summary>
static class AnyFile
{
    /// <summary>Whether this system can store a name.</summary>
    public static bool CanStore(string name) => NativeFile.IsSupported || !RawName.IsRaw(name);

    /// <summary>What a path is, without following links; null if there is nothing.</summary>
    public static FileAttributes? AttributesOf(string path)
    {
        if (IsNative(path))
        {
            return FileStatus.Read(path)?.Kind switch
            {
                null => null,
                FileStatus.Folder => FileAttributes.Directory,
                FileStatus.Link => FileAttributes.ReparsePoint,
                _ => FileAttributes.Normal,
            };
        }
        try
        {
            return File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a path is a regular file, not a pipe, a device or a socket.</summary>
    public static bool IsPlain(string path) => IsNative(path)
        ? FileStatus.Read(path)?.Kind == FileStatus.File
        : AttributesOf(path) is { } found
            && (found & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == 0
            && !OutputFile.IsSpecial(path);

    /// <summary>The permissions of a file or folder.</summary>
    [UnsupportedOSPlatform("windows")]
    public static UnixFileMode ModeOf(string path) => IsNative(path) ? FileStatus.Require(path).Mode : File.GetUnixFileMode(path);

    /// <summary>The target of a link; null for anything else.</summary>
    public static string? TargetOf(string path)
    {
        if (IsNative(path))
            return FileStatus.Read(path)?.Kind == FileStatus.Link ? NativeFile.ReadLink(path) : null;
        string? target = new FileInfo(path).LinkTarget;
        return NativeFile.IsSupported && target is not null && RawName.IsReplaced(target)
            ? NativeFile.ReadLink(path)
            : target;
    }

    /// <summary>Opens a file that is read once, from start to end.</summary>
    public static SafeFileHandle OpenRead(string path) => IsNative(path)
        ? NativeFile.OpenRead(path)
        : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);

    /// <summary>Creates a new file that only the user can read.</summary>
    public static FileStream Create(string path)
    {
        if (IsNative(path))
            return new FileStream(NativeFile.Create(path, AtomicFile.Private), FileAccess.Write, bufferSize: 0);
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

    /// <summary>Creates a folder.</summary>
    public static void CreateFolder(string path)
    {
        if (IsNative(path))
            NativeFile.CreateFolder(path);
        else
            Directory.CreateDirectory(path);
    }

    /// <summary>Creates a symbolic link.</summary>
    public static void CreateLink(string path, string target)
    {
        if (IsNative(path) || IsNative(target))
            NativeFile.CreateLink(path, target);
        else
            File.CreateSymbolicLink(path, target);
    }

    /// <summary>Renames a file, replacing an existing one.</summary>
    public static void Move(string from, string to)
    {
        if (IsNative(from) || IsNative(to))
            NativeFile.Move(from, to);
        else
            File.Move(from, to, overwrite: true);
    }

    /// <summary>Removes a file or a link, if it exists.</summary>
    public static void Delete(string path)
    {
        if (IsNative(path))
            NativeFile.Delete(path);
        else
            File.Delete(path);
    }

    /// <summary>Sets the permissions of a file or folder; Windows has none.</summary>
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (IsNative(path))
            NativeFile.SetMode(path, mode);
        else if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    /// <summary>Sets the time of the last modification of a file or folder.</summary>
    public static void SetModified(string path, DateTime moment)
    {
        if (IsNative(path))
            NativeFile.SetModified(path, moment);
        else
            File.SetLastWriteTimeUtc(path, moment);
    }

    /// <summary>
    /// Restores a path from a program that supports only names in UTF-8, so that a replacement character stands for bytes that are not.
    /// </summary>
    /// <returns>The path itself if nothing, or more than one file, has such a name.</returns>
    public static string Restore(string path)
    {
        if (!NativeFile.IsSupported || !RawName.IsReplaced(path) || AttributesOf(path) is not null)
            return path;
        string trimmed = Path.TrimEndingDirectorySeparator(path);
        if (Path.GetDirectoryName(trimmed) is not { } parent)
            return path;
        string folder = Restore(parent);
        string name = Path.GetFileName(trimmed);
        return FindLike(folder, name) is [var only] ? Path.Join(folder, only) : path;
    }

    /// <summary>The names in a folder that are not UTF-8, sorted; none if it is not a folder that can be read.</summary>
    public static IEnumerable<string> FindRaw(string folder) =>
        NativeFile.IsSupported ? Find(folder, RawName.IsRaw).Order(StringComparer.Ordinal) : [];

    static List<string> FindLike(string folder, string name) =>
        Find(folder, found => found == name || Encoding.UTF8.GetString(RawName.Encode(found)) == name);

    static List<string> Find(string folder, Predicate<string> isWanted)
    {
        try
        {
            return NativeFile.ReadFolder(folder).FindAll(isWanted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether a path has a name that .NET cannot express.</summary>
    public static bool IsNative(string path) => NativeFile.IsSupported && RawName.IsRaw(path);
}
