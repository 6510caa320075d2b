using System.Formats.Tar;
using System.Text;

namespace DockerPS.Engine;

/// <summary>The kinds of packets by which a folder is synchronized.</summary>
/// <remarks>Source: github.com/tonistiigi/fsutil, types/wire.proto.</remarks>
enum FileSyncPacketType
{
    /// <summary>What there is: one thing of the folder, or nothing when that was all.</summary>
    Stat = 0,

    /// <summary>The receiver wants the content of a file.</summary>
    Request = 1,

    /// <summary>A piece of a file, or nothing at its end.</summary>
    Data = 2,

    /// <summary>The receiver has all that it wants.</summary>
    Finish = 3,

    /// <summary>It has failed.</summary>
    Error = 4,
}

/// <summary>A packet of a receiver.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Id">The number of the file.</param>
/// <param name="Text">What went wrong.</param>
readonly record struct FileSyncPacket(FileSyncPacketType Type, int Id, string Text)
{
    // the bits of Go's FileMode
    const uint FolderBit = 1u << 31;
    const uint LinkBit = 1u << 27;
    const uint DeviceBit = 1u << 26;
    const uint PipeBit = 1u << 25;
    const uint SetUserBit = 1u << 23;
    const uint SetGroupBit = 1u << 22;
    const uint CharacterBit = 1u << 21;
    const uint StickyBit = 1u << 20;
    const uint Permissions = 0b111_111_111;

    /// <summary>Reads a packet.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static FileSyncPacket Decode(ReadOnlySpan<byte> message)
    {
        var packet = default(FileSyncPacket) with { Text = "" };
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            packet = reader.Field switch
            {
                1 => packet with { Type = (FileSyncPacketType)reader.Number },
                3 => packet with { Id = reader.Number <= int.MaxValue ? (int)reader.Number : -1 },
                4 => packet with { Text = reader.Text },
                _ => packet,
            };
        }
        return packet;
    }

    /// <summary>Writes a packet that tells of a thing; false for a socket, which no builder takes.</summary>
    /// <param name="packet">Where to write it.</param>
    /// <param name="entry">The thing.</param>
    public static bool TryWriteStat(ProtobufWriter packet, ContextEntry entry)
    {
        var stat = new ProtobufWriter().Text(1, entry.Path);
        string? target = entry.Kind == ContextEntryKind.Link ? entry.LinkTarget : null;
        switch (entry.Kind)
        {
            case ContextEntryKind.Folder:
                stat.Number(2, FolderBit | Bits(entry.Mode));
                break;
            case ContextEntryKind.Link:
                stat.Number(2, LinkBit | Permissions).Number(5, (ulong)Encoding.UTF8.GetByteCount(target!));
                break;
            case ContextEntryKind.File:
                stat.Number(2, Bits(entry.Mode)).Number(5, (ulong)entry.Length);
                break;
            default:
                if (entry.ToTarEntry() is not { } found)
                    return false;
                stat.Number(2, TypeBits(found.EntryType) | Bits(entry.Mode));
                break;
        }
        stat.Number(6, (ulong)((entry.Modified - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick));
        if (target is not null)
            stat.Text(7, target);
        else if (entry.Kind == ContextEntryKind.Empty && entry.ToTarEntry() is { EntryType: TarEntryType.BlockDevice or TarEntryType.CharacterDevice } device)
            stat.Number(8, (ulong)device.DeviceMajor).Number(9, (ulong)device.DeviceMinor);
        packet.Message(2, stat);
        return true;
    }

    static uint TypeBits(TarEntryType type) => type switch
    {
        TarEntryType.Fifo => PipeBit,
        TarEntryType.BlockDevice => DeviceBit,
        TarEntryType.CharacterDevice => DeviceBit | CharacterBit,
        _ => 0,
    };

    static uint Bits(UnixFileMode mode) =>
        (uint)mode & Permissions
        | (mode.HasFlag(UnixFileMode.SetUser) ? SetUserBit : 0)
        | (mode.HasFlag(UnixFileMode.SetGroup) ? SetGroupBit : 0)
        | (mode.HasFlag(UnixFileMode.StickyBit) ? StickyBit : 0);
}
