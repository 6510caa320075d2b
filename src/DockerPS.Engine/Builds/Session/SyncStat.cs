using System.Formats.Tar;

namespace DockerPS.Engine;

/// <summary>A file, folder or link, as described in a file sync.</summary>
/// <remarks>
/// Source: github.com/tonistiigi/fsutil, types/stat.proto. The mode is that of Go's package io/fs. Everything belongs to root, as with
/// docker.
/// </remarks>
sealed record SyncStat
{
    const uint Folder = 1u << 31;
    const uint Link = 1u << 27;
    const uint Device = 1u << 26;
    const uint Pipe = 1u << 25;
    const uint Socket = 1u << 24;
    const uint SetUser = 1u << 23;
    const uint SetGroup = 1u << 22;
    const uint CharacterDevice = 1u << 21;
    const uint Sticky = 1u << 20;
    const uint Irregular = 1u << 19;
    const uint Kinds = Folder | Link | Device | Pipe | Socket | CharacterDevice | Irregular;
    const uint Permissions = 0b111_111_111;
    const long NanosecondsPerTick = 100;

    /// <summary>The path, with slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The type and permissions, in Go's format.</summary>
    public required uint Mode { get; init; }

    /// <summary>The length of a file.</summary>
    public long Size { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTime Modified { get; init; }

    /// <summary>The nanoseconds that are missing from <see cref="Modified" />.</summary>
    public int ModifiedRest { get; init; }

    /// <summary>The target of a link; for a hard link, the path of the first file. Otherwise empty.</summary>
    public string LinkName { get; init; } = "";

    /// <summary>The major number of a device.</summary>
    public int DeviceMajor { get; init; }

    /// <summary>The minor number of a device.</summary>
    public int DeviceMinor { get; init; }

    /// <summary>Whether it has a content that can be requested.</summary>
    public bool IsFile => (Mode & Kinds) == 0;

    /// <summary>Describes an item of a build context; null for a socket, which cannot be recreated from a description.</summary>
    public static SyncStat? From(FileEntry entry)
    {
        if (entry.Kind == FileEntryKind.Empty)
            return entry.ToTarEntry() is { } special ? From(entry, special) : null;
        bool isLink = entry.Kind == FileEntryKind.Link;
        return new SyncStat
        {
            Path = entry.Path,
            Mode = isLink ? Link | Permissions : FromMode(entry.Mode) | (entry.Kind == FileEntryKind.Folder ? Folder : 0),
            Size = entry.Kind == FileEntryKind.File ? entry.Length : 0,
            Modified = entry.Modified,
            ModifiedRest = GetRest(entry),
            LinkName = entry.LinkTarget,
        };
    }

    /// <summary>Parses a message.</summary>
    /// <exception cref="GrpcException">The message is invalid.</exception>
    public static SyncStat Read(ReadOnlyMemory<byte> message)
    {
        var stat = new SyncStat { Path = "", Mode = 0 };
        GrpcMessages.Read(message, (field, reader) => stat = field switch
        {
            1 => stat with { Path = RawName.Decode(reader.Data) },
            2 => stat with { Mode = (uint)reader.Number },
            5 => stat with { Size = reader.Signed },
            6 => stat with { Modified = ToMoment(reader.Signed), ModifiedRest = (int)(reader.Signed % NanosecondsPerTick) },
            7 => stat with { LinkName = RawName.Decode(reader.Data) },
            8 => stat with { DeviceMajor = (int)reader.Number },
            9 => stat with { DeviceMinor = (int)reader.Number },
            _ => stat,
        });
        return stat;
    }

    /// <summary>Creates the message.</summary>
    public ProtobufWriter Write()
    {
        var writer = new ProtobufWriter().Bytes(1, RawName.Encode(Path)).Number(2, Mode);
        if (Size > 0)
            writer.Number(5, (ulong)Size);
        writer.Number(6, (ulong)((Modified - DateTime.UnixEpoch).Ticks * NanosecondsPerTick) + (ulong)ModifiedRest);
        if (LinkName.Length > 0)
            writer.Bytes(7, RawName.Encode(LinkName));
        if (DeviceMajor != 0 || DeviceMinor != 0)
            writer.Number(8, (ulong)DeviceMajor).Number(9, (ulong)DeviceMinor);
        return writer;
    }

    /// <summary>The equivalent tar entry, from which it is created on this machine.</summary>
    public GnuTarEntry ToTarEntry()
    {
        var type = (Mode & Kinds) switch
        {
            0 => LinkName.Length > 0 ? TarEntryType.HardLink : TarEntryType.RegularFile,
            Folder => TarEntryType.Directory,
            Link => TarEntryType.SymbolicLink,
            Pipe => TarEntryType.Fifo,
            Device | CharacterDevice => TarEntryType.CharacterDevice,
            _ => TarEntryType.BlockDevice,
        };
        var entry = new GnuTarEntry(type, Path)
        {
            Mode = (UnixFileMode)(Mode & Permissions),
            ModificationTime = new DateTimeOffset(Modified),
        };
        if (type is TarEntryType.HardLink or TarEntryType.SymbolicLink)
            entry.LinkName = LinkName;
        return entry;
    }

    static SyncStat? From(FileEntry entry, GnuTarEntry special) => new()
    {
        Path = entry.Path,
        Mode = FromMode(entry.Mode) | special.EntryType switch
        {
            TarEntryType.Fifo => Pipe,
            TarEntryType.CharacterDevice => Device | CharacterDevice,
            TarEntryType.BlockDevice => Device,
            _ => 0,
        },
        Modified = entry.Modified,
        ModifiedRest = GetRest(entry),
        DeviceMajor = special.EntryType is TarEntryType.CharacterDevice or TarEntryType.BlockDevice ? special.DeviceMajor : 0,
        DeviceMinor = special.EntryType is TarEntryType.CharacterDevice or TarEntryType.BlockDevice ? special.DeviceMinor : 0,
    };

    static int GetRest(FileEntry entry) => entry.Content is null ? FileClock.GetRest(entry.Source, entry.Modified) : 0;

    static uint FromMode(UnixFileMode mode) =>
        ((uint)mode & Permissions)
        | (mode.HasFlag(UnixFileMode.SetUser) ? SetUser : 0)
        | (mode.HasFlag(UnixFileMode.SetGroup) ? SetGroup : 0)
        | (mode.HasFlag(UnixFileMode.StickyBit) ? Sticky : 0);

    static DateTime ToMoment(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick);
}
