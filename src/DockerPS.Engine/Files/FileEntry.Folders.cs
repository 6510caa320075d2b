using System.IO.Enumeration;

namespace DockerPS.Engine;

/// <content>Reads folders.</content>
sealed partial record FileEntry
{
    static EnumerationOptions Everything => new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The items of a folder, sorted by name.</summary>
    /// <param name="root">The folder that is sent.</param>
    /// <param name="folder">A folder in it; empty for the root itself.</param>
    public static List<FileEntry> ReadFolder(string root, string folder)
    {
        string source = folder.Length == 0 ? root : System.IO.Path.Combine(root, folder);
        string prefix = folder.Length == 0 ? "" : folder + "/";
        try
        {
            bool isNative = AnyFile.IsNative(source);
            var entries = isNative ? [] : Enumerate(source, prefix);
            // .NET has replaced the names that are not UTF-8, so that they name no file
            if (isNative || (NativeFile.IsSupported && entries.Exists(static entry => RawName.IsReplaced(entry.Path))))
                entries = EnumerateNative(source, prefix);
            entries.Sort(static (a, b) => Compare(a.Path, b.Path));
            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder.Length == 0 ? root : folder, e);
        }
    }

    static List<FileEntry> Enumerate(string source, string prefix)
    {
        var found = new FileSystemEnumerable<FileEntry>(
            source,
            // the full path of the entry itself is empty where it is longer than the system allows
            (ref FileSystemEntry entry) => new FileEntry(
                prefix + entry.FileName.ToString(),
                System.IO.Path.Join(entry.Directory, entry.FileName),
                KindOf(ref entry),
                entry.LastWriteTimeUtc.UtcDateTime)
            {
                Length = entry.IsDirectory ? 0 : entry.Length,
            },
            Everything);
        return [.. found];
    }

    static List<FileEntry> EnumerateNative(string source, string prefix)
    {
        var entries = new List<FileEntry>();
        foreach (string name in NativeFile.ReadFolder(source))
        {
            string path = System.IO.Path.Join(source, name);
            // an item that has been removed since is not in the folder
            if (FileStatus.Read(path) is { } status)
                entries.Add(Of(prefix + name, path, status));
        }
        return entries;
    }

    static FileEntryKind KindOf(ref FileSystemEntry entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? FileEntryKind.Link
        : entry.IsDirectory ? FileEntryKind.Folder
        : entry.Length == 0 ? FileEntryKind.Empty
        : FileEntryKind.File;

    /// <summary>
    /// Compares paths by their bytes in UTF-8, the order that the engine requires in a file sync: characters that UTF-16 writes with
    /// surrogates come last.
    /// </summary>
    static int Compare(string a, string b)
    {
        if (RawName.IsRaw(a) || RawName.IsRaw(b))
            return RawName.Encode(a).AsSpan().SequenceCompareTo(RawName.Encode(b));
        int same = a.AsSpan().CommonPrefixLength(b);
        return same < a.Length && same < b.Length && char.IsSurrogate(a[same]) != char.IsSurrogate(b[same])
            ? char.IsSurrogate(a[same]) ? 1 : -1
            : string.CompareOrdinal(a, same, b, same, int.MaxValue);
    }
}
