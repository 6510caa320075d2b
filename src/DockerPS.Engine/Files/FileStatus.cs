using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DockerPS.Engine;

/// <summary>What Linux knows about a file, a folder or a link itself: for any name, and with nanoseconds.</summary>
/// <remarks>Source: statx(2), whose layout is the same on every Linux, and inode(7).</remarks>
/// <param name="Kind">The kind of file.</param>
/// <param name="Mode">The permissions.</param>
/// <param name="Length">The length of a file.</param>
/// <param name="Modified">The time of the last modification, in the 100 nanoseconds of .NET.</param>
/// <param name="ModifiedRest">The nanoseconds that <paramref name="Modified" /> omits.</param>
/// <param name="DeviceMajor">The major number of a device.</param>
/// <param name="DeviceMinor">The minor number of a device.</param>
readonly record struct FileStatus(
    uint Kind,
    UnixFileMode Mode,
    long Length,
    DateTime Modified,
    int ModifiedRest,
    int DeviceMajor,
    int DeviceMinor)
{
    /// <summary>A named pipe.</summary>
    public const uint Pipe = 0x1000;

    /// <summary>A character device.</summary>
    public const uint CharacterDevice = 0x2000;

    /// <summary>A folder.</summary>
    public const uint Folder = 0x4000;

    /// <summary>A block device.</summary>
    public const uint BlockDevice = 0x6000;

    /// <summary>A file.</summary>
    public const uint File = 0x8000;

    /// <summary>A symbolic link.</summary>
    public const uint Link = 0xA000;

    const uint KindBits = 0xF000;
    const uint ModeBits = 0xFFF;
    const int CurrentFolder = -100;
    const int DoNotFollow = 0x100;
    const uint BasicFields = 0x7ff;
    const int StructureLength = 256;
    const int ModeOffset = 28;
    const int LengthOffset = 40;
    const int SecondsOffset = 112;
    const int NanosecondsOffset = 120;
    const int MajorOffset = 128;
    const int MinorOffset = 132;
    const int PerTick = 100;

    /// <summary>Whether this system supports it.</summary>
    public static bool IsKnown { get; } = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(FileStatus).Assembly, null, out nint library)
        && NativeLibrary.TryGetExport(library, "statx", out _);

    /// <summary>Reads the status; null if there is no such file, or if this system does not support it.</summary>
    public static FileStatus? Read(string path)
    {
        byte[] answer = new byte[StructureLength];
        if (!IsKnown || statx(CurrentFolder, NativeFile.Terminate(path), DoNotFollow, BasicFields, answer) != 0)
            return null;
        uint mode = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeOffset));
        uint nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(NanosecondsOffset));
        return new FileStatus(
            mode & KindBits,
            (UnixFileMode)(mode & ModeBits),
            BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(LengthOffset)),
            DateTime.UnixEpoch
                .AddSeconds(BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(SecondsOffset)))
                .AddTicks(nanoseconds / PerTick),
            (int)(nanoseconds % PerTick),
            BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(MajorOffset)),
            BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(MinorOffset)));
    }

    /// <summary>Reads the status.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileStatus Require(string path) =>
        Read(path) ?? throw new FileNotFoundException($"There is no file or folder '{RawName.Show(path)}'.");

#pragma warning disable SYSLIB1054 // a generator would need unsafe code
    [DllImport("libc")]
    static extern int statx(int folder, [In] byte[] path, int flags, uint mask, [Out] byte[] answer);
#pragma warning restore SYSLIB1054
}
