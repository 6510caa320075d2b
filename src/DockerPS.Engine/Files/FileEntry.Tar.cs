using System.Formats.Tar;

namespace DockerPS.Engine;

/// <content>Entries for archives.</content>
sealed partial record FileEntry
{
    /// <summary>Creates the header of the entry in a tar; null for a socket, which no tar can contain.</summary>
    public GnuTarEntry? ToTarEntry()
    {
        var entry = Kind switch
        {
            FileEntryKind.Folder => new GnuTarEntry(TarEntryType.Directory, Path + "/"),
            FileEntryKind.Link => new GnuTarEntry(TarEntryType.SymbolicLink, Path) { LinkName = LinkTarget },
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

    /// <summary>Whether a path is a named pipe. The pipe is not opened.</summary>
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

    GnuTarEntry? ToEmptyEntry()
    {
        if (AnyFile.IsNative(Source))
            return ToEmptyEntry(FileStatus.Require(Source));
        GnuTarEntry found;
        try
        {
            found = ReadSpecial(Source);
        }
        catch (IOException) when (File.Exists(Source))
        {
            return null;
        }
        return MakeSpecial(found.EntryType, found.DeviceMajor, found.DeviceMinor);
    }

    GnuTarEntry? ToEmptyEntry(FileStatus status) => status.Kind switch
    {
        FileStatus.File => MakeSpecial(TarEntryType.RegularFile, 0, 0),
        FileStatus.Pipe => MakeSpecial(TarEntryType.Fifo, 0, 0),
        FileStatus.CharacterDevice => MakeSpecial(TarEntryType.CharacterDevice, status.DeviceMajor, status.DeviceMinor),
        FileStatus.BlockDevice => MakeSpecial(TarEntryType.BlockDevice, status.DeviceMajor, status.DeviceMinor),
        _ => null,
    };

    GnuTarEntry MakeSpecial(TarEntryType type, int major, int minor)
    {
        var entry = new GnuTarEntry(type, Path);
        if (type is TarEntryType.BlockDevice or TarEntryType.CharacterDevice)
            (entry.DeviceMajor, entry.DeviceMinor) = (major, minor);
        return entry;
    }

    /// <summary>
    /// .NET can tell a pipe or a device from an empty file without opening it, but it says so only in the tar that it writes.
    /// </summary>
    static GnuTarEntry ReadSpecial(string path)
    {
        using var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, TarEntryFormat.Gnu, leaveOpen: true))
            writer.WriteEntry(path, "x");
        buffer.Position = 0;
        using var reader = new TarReader(buffer);
        return (GnuTarEntry)reader.GetNextEntry()!;
    }
}
