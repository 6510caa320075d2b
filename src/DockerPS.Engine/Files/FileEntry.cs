using System.Formats.Tar;
using System.IO.Enumeration;
using System.Text;

namespace DockerPS.Engine;

/// <summary>What kind of thing a build context holds.</summary>
enum FileEntryKind
{
    /// <summary>A file with content.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>What has no bytes: an empty file, or a pipe, device or socket, which only opening tells apart.</summary>
    Empty,
}

/// <summary>A thing of a build context.</summary>
/// <param name="Path">The path in the context, with slashes.</param>
/// <param name="Source">The path on this machine.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Modified">When it was last changed.</param>
sealed record FileEntry(string Path, string Source, FileEntryKind Kind, DateTime Modified)
{
    const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    /// <summary>The content of a file that is on no disk; null for one that is.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>How long a file is.</summary>
    public long Length { get; init; }

    static EnumerationOptions Everything => new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Who may do what with it. Windows has no such thing, and a file that is to run must be executable.</summary>
    public UnixFileMode Mode => Content is not null ? UnixFileMode.UserRead | UnixFileMode.UserWrite : OperatingSystem.IsWindows() ? Executable : File.GetUnixFileMode(Source);

    /// <summary>What lies in a folder, by name.</summary>
    /// <param name="root">The context.</param>
    /// <param name="folder">The folder in it; empty for the context itself.</param>
    public static List<FileEntry> ReadFolder(string root, string folder)
    {
        string source = folder.Length == 0 ? root : System.IO.Path.Combine(root, folder);
        string prefix = folder.Length == 0 ? "" : folder + "/";
        try
        {
            var entries = new List<FileEntry>(new FileSystemEnumerable<FileEntry>(
                source,
                // its own full path is empty where that is longer than the system takes
                (ref FileSystemEntry entry) => new FileEntry(prefix + entry.FileName.ToString(), System.IO.Path.Join(entry.Directory, entry.FileName), KindOf(ref entry), entry.LastWriteTimeUtc.UtcDateTime) { Length = entry.IsDirectory ? 0 : entry.Length },
                Everything));
            entries.Sort(static (a, b) => Compare(a.Path, b.Path));
            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder.Length == 0 ? root : folder, e);
        }
    }

    /// <summary>A file from elsewhere.</summary>
    public static FileEntry OfFile(string path, string source) =>
        new(path, source, FileEntryKind.File, File.GetLastWriteTimeUtc(source)) { Length = new FileInfo(source).Length };

    /// <summary>A file that is on no disk.</summary>
    public static FileEntry OfText(string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return new(path, "", FileEntryKind.File, DateTime.UtcNow) { Content = content, Length = content.Length };
    }

    /// <summary>The exception for something that cannot be read, or changes while it is.</summary>
    public static EngineException Unreadable(string path, Exception cause) =>
        Unreadable(path, cause is UnauthorizedAccessException ? "may not be read by this user" : $"cannot be read: {cause.Message.TrimEnd('.')}", cause);

    /// <inheritdoc cref="Unreadable(string, Exception)" />
    public static EngineException Unreadable(string path, string problem, Exception? cause = null) =>
        new(EngineError.Invalid, new Subject("BuildContext", path), $"'{path}' in the build context {problem}.", cause)
        {
            Advice = "Leave it out by a line in .dockerignore, or try again.",
        };

    /// <summary>Makes the head of what the tar holds; null for a socket, which no tar can hold.</summary>
    public GnuTarEntry? ToTarEntry()
    {
        var entry = Kind switch
        {
            FileEntryKind.Folder => new GnuTarEntry(TarEntryType.Directory, Path + "/"),
            FileEntryKind.Link => new GnuTarEntry(TarEntryType.SymbolicLink, Path) { LinkName = new FileInfo(Source).LinkTarget!.Replace(System.IO.Path.DirectorySeparatorChar, '/') },
            FileEntryKind.Empty => ToEmptyEntry(),
            _ => new GnuTarEntry(TarEntryType.RegularFile, Path),
        };
        if (entry is null)
            return null;
        if (Kind != FileEntryKind.Link)
            entry.Mode = Mode;
        entry.ModificationTime = Modified;
        return entry;
    }

    /// <summary>The framework alone can tell a pipe or a device from an empty file without opening it: by what it would put into a tar.</summary>
    GnuTarEntry? ToEmptyEntry()
    {
        GnuTarEntry found;
        try
        {
            found = ReadSpecial(Source);
        }
        catch (IOException) when (File.Exists(Source))
        {
            return null;
        }
        var entry = new GnuTarEntry(found.EntryType, Path);
        if (found.EntryType is TarEntryType.BlockDevice or TarEntryType.CharacterDevice)
        {
            entry.DeviceMajor = found.DeviceMajor;
            entry.DeviceMinor = found.DeviceMinor;
        }
        return entry;
    }

    static GnuTarEntry ReadSpecial(string path)
    {
        using var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true))
            writer.WriteEntry(path, "x");
        buffer.Position = 0;
        using var reader = new TarReader(buffer);
        return (GnuTarEntry)reader.GetNextEntry()!;
    }

    /// <summary>Whether something is a named pipe. It is not opened.</summary>
    public static bool IsPipe(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length == 0 && ReadSpecial(path).EntryType == TarEntryType.Fifo;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The order of the bytes in UTF-8, to which the engine holds a file sync: what UTF-16 writes with surrogates comes last.</summary>
    static int Compare(string a, string b)
    {
        int same = a.AsSpan().CommonPrefixLength(b);
        return same < a.Length && same < b.Length && char.IsSurrogate(a[same]) != char.IsSurrogate(b[same])
            ? char.IsSurrogate(a[same]) ? 1 : -1
            : string.CompareOrdinal(a, same, b, same, int.MaxValue);
    }

    static FileEntryKind KindOf(ref FileSystemEntry entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? FileEntryKind.Link
        : entry.IsDirectory ? FileEntryKind.Folder
        : entry.Length == 0 ? FileEntryKind.Empty
        : FileEntryKind.File;
}
