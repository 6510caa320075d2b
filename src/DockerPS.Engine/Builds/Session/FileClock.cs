using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DockerPS.Engine;

/// <summary>
/// Reads when a file was changed, to the nanosecond, as the docker command reports it. The framework only has a resolution of 100 ns, so a
/// builder that has the file from docker would consider it changed.
/// </summary>
/// <remarks>Source: statx(2), whose layout is the same on every Linux.</remarks>
static class FileClock
{
    const int CurrentFolder = -100;
    const int DoNotFollow = 0x100;
    const uint ModifiedOnly = 0x40;
    const int StructureLength = 256;
    const int SecondsOffset = 112;
    const int NanosecondsOffset = 120;
    const long PerSecond = 1_000_000_000;
    const long PerTick = 100;

    static readonly bool IsKnown = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(FileClock).Assembly, null, out nint library)
        && NativeLibrary.TryGetExport(library, "statx", out _);

    /// <summary>The nanoseconds that a timestamp is missing; 0 if they cannot be read, or if the file has changed since.</summary>
    /// <param name="path">The file, folder or link.</param>
    /// <param name="modified">The modification time according to the framework.</param>
    public static int GetRest(string path, DateTime modified)
    {
        byte[] answer = new byte[StructureLength];
        if (!IsKnown || statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), DoNotFollow, ModifiedOnly, answer) != 0)
            return 0;
        long moment = (BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(SecondsOffset)) * PerSecond)
            + BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(NanosecondsOffset));
        long rest = moment - ((modified - DateTime.UnixEpoch).Ticks * PerTick);
        return rest is >= 0 and < PerTick ? (int)rest : 0;
    }

#pragma warning disable SYSLIB1054 // a generator would need unsafe code
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int statx(int folder, [In] byte[] path, int flags, uint mask, [Out] byte[] answer);
#pragma warning restore SYSLIB1054
}
