using System.Text;

namespace DockerPS.Engine;

/// <summary>An item of a folder that is sent to an engine.</summary>
/// <param name="Path">The path in what is sent, with slashes.</param>
/// <param name="Source">The path on this machine.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Modified">When it was last modified.</param>
sealed partial record FileEntry(string Path, string Source, FileEntryKind Kind, DateTime Modified)
{
    const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    /// <summary>The content of a file that is not on a disk; null for one that is.</summary>
    public byte[]? Content { get; private init; }

    /// <summary>The length of a file.</summary>
    public long Length { get; init; }

    /// <summary>The permissions. Windows has none, and a file that is to run must be executable.</summary>
    public UnixFileMode Mode =>
        Content is not null ? UnixFileMode.UserRead | UnixFileMode.UserWrite
        : OperatingSystem.IsWindows() ? Executable
        : AnyFile.ModeOf(Source);

    /// <summary>The target of a link, with slashes; empty for anything else.</summary>
    public string LinkTarget =>
        Kind == FileEntryKind.Link ? AnyFile.TargetOf(Source)!.Replace(System.IO.Path.DirectorySeparatorChar, '/') : "";

    /// <summary>A file, folder or link of this machine.</summary>
    /// <param name="path">Its path in what is sent.</param>
    /// <param name="source">Its path on this machine.</param>
    public static FileEntry Of(string path, string source)
    {
        if (AnyFile.IsNative(source))
            return Of(path, source, FileStatus.Require(source));
        var info = new FileInfo(source);
        var kind = info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? FileEntryKind.Link
            : info.Attributes.HasFlag(FileAttributes.Directory) ? FileEntryKind.Folder
            : info.Length == 0 ? FileEntryKind.Empty
            : FileEntryKind.File;
        return new FileEntry(path, source, kind, info.LastWriteTimeUtc) { Length = kind == FileEntryKind.File ? info.Length : 0 };
    }

    /// <summary>A file from another folder.</summary>
    public static FileEntry OfFile(string path, string source) =>
        new(path, source, FileEntryKind.File, File.GetLastWriteTimeUtc(source)) { Length = new FileInfo(source).Length };

    /// <summary>A file that is not on a disk.</summary>
    public static FileEntry OfText(string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return new(path, "", FileEntryKind.File, DateTime.UtcNow) { Content = content, Length = content.Length };
    }

    /// <summary>The exception for an item that cannot be read, or that changes while it is read.</summary>
    public static EngineException Unreadable(string path, Exception cause)
    {
        string problem = cause is UnauthorizedAccessException
            ? "cannot be read by this user"
            : $"cannot be read: {cause.Message.TrimEnd('.')}";
        return Unreadable(path, problem, cause);
    }

    /// <inheritdoc cref="Unreadable(string, Exception)" />
    public static EngineException Unreadable(string path, string problem, Exception? cause = null) => new(
        EngineError.Invalid,
        new Subject("BuildContext", path),
        $"'{RawName.Show(path)}' in the build context {problem}.",
        cause)
    {
        Advice = "Leave it out by a line in .dockerignore, or try again.",
    };

    static FileEntry Of(string path, string source, FileStatus status)
    {
        var kind = status.Kind switch
        {
            FileStatus.Link => FileEntryKind.Link,
            FileStatus.Folder => FileEntryKind.Folder,
            FileStatus.File when status.Length > 0 => FileEntryKind.File,
            _ => FileEntryKind.Empty,
        };
        return new FileEntry(path, source, kind, status.Modified) { Length = kind == FileEntryKind.File ? status.Length : 0 };
    }
}
