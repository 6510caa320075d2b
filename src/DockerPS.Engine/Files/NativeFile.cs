using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace DockerPS.Engine;

/// <summary>
/// Operations on files whose names are not UTF-8, which .NET cannot express: the system calls of Linux, with the exceptions of .NET. Other
/// systems have no such names.
/// </summary>
static class NativeFile
{
    const int CurrentFolder = -100;
    const int DoNotFollow = 0x100;
    const int ReadOnly = 0;
    const int CreateNew = 0x1 | 0x40 | 0x80;
    const int CloseOnExec = 0x80000;
    const int NoSuchFile = 2;
    const int AccessDenied = 13;
    const int NotPermitted = 1;
    const int LongestTarget = 4096;
    const int NewFolderMode = 0b111_111_111;

    // in a dirent, which is the same in every C library of a 64-bit Linux
    const int EntryLengthOffset = 16;
    const int EntryNameOffset = 19;

    // UTIME_OMIT
    const long KeepTime = 0x3ffffffe;

    /// <summary>Whether this system has such names, and the calls are known.</summary>
    public static bool IsSupported { get; } = FileStatus.IsKnown && Environment.Is64BitProcess;

    /// <summary>The bytes of a path, with the zero at the end that C requires.</summary>
    public static byte[] Terminate(string path) => [.. RawName.Encode(path), 0];

    /// <summary>The names of the items in a folder, in no order.</summary>
    public static List<string> ReadFolder(string path)
    {
        nint folder = opendir(Terminate(path));
        if (folder == 0)
            throw Failure(path);
        try
        {
            var names = new List<string>();
            while (true)
            {
                Marshal.SetLastSystemError(0);
                nint entry = readdir(folder);
                if (entry == 0)
                    return Marshal.GetLastPInvokeError() == 0 ? names : throw Failure(path);
                byte[] bytes = new byte[Marshal.ReadInt16(entry, EntryLengthOffset) - EntryNameOffset];
                Marshal.Copy(entry + EntryNameOffset, bytes, 0, bytes.Length);
                string name = RawName.Decode(bytes.AsSpan(0, Array.IndexOf(bytes, (byte)0)));
                if (name is not ("." or ".."))
                    names.Add(name);
            }
        }
        finally
        {
            _ = closedir(folder);
        }
    }

    /// <summary>The target of a link.</summary>
    public static string ReadLink(string path)
    {
        byte[] target = new byte[LongestTarget];
        nint length = readlink(Terminate(path), target, target.Length);
        return length >= 0 ? RawName.Decode(target.AsSpan(0, (int)length)) : throw Failure(path);
    }

    /// <summary>Opens a file for reading.</summary>
    public static SafeFileHandle OpenRead(string path) => Open(path, ReadOnly, mode: 0);

    /// <summary>Creates a new file.</summary>
    public static SafeFileHandle Create(string path, UnixFileMode mode) => Open(path, CreateNew, mode);

    /// <summary>Renames a file, replacing an existing one.</summary>
    public static void Move(string from, string to) => Check(rename(Terminate(from), Terminate(to)), to);

    /// <summary>Removes a file or a link, if it exists.</summary>
    public static void Delete(string path)
    {
        if (unlink(Terminate(path)) != 0 && Marshal.GetLastPInvokeError() != NoSuchFile)
            throw Failure(path);
    }

    /// <summary>Creates a folder.</summary>
    public static void CreateFolder(string path) => Check(mkdir(Terminate(path), NewFolderMode), path);

    /// <summary>Creates a symbolic link.</summary>
    public static void CreateLink(string path, string target) => Check(symlink(Terminate(target), Terminate(path)), path);

    /// <summary>Creates a named pipe.</summary>
    public static void CreatePipe(string path, UnixFileMode mode) => Check(mkfifo(Terminate(path), (uint)mode), path);

    /// <summary>Sets the permissions of a file or folder.</summary>
    public static void SetMode(string path, UnixFileMode mode) => Check(chmod(Terminate(path), (uint)mode), path);

    /// <summary>Sets the time of the last modification of a file or folder.</summary>
    public static void SetModified(string path, DateTime moment)
    {
        long ticks = (moment - DateTime.UnixEpoch).Ticks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        Check(utimensat(CurrentFolder, Terminate(path), [0, KeepTime, seconds, rest * 100], DoNotFollow), path);
    }

    static SafeFileHandle Open(string path, int flags, UnixFileMode mode)
    {
        int descriptor = open(Terminate(path), flags | CloseOnExec, (uint)mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    static void Check(int result, string path)
    {
        if (result != 0)
            throw Failure(path);
    }

    static Exception Failure(string path)
    {
        int code = Marshal.GetLastPInvokeError();
        string message = $"{Marshal.GetPInvokeErrorMessage(code)} : '{RawName.Show(path)}'";
        return code switch
        {
            NoSuchFile => new FileNotFoundException(message),
            AccessDenied or NotPermitted => new UnauthorizedAccessException(message),
            _ => new IOException(message),
        };
    }

#pragma warning disable SYSLIB1054 // a generator would need unsafe code
    [DllImport("libc", SetLastError = true)]
    static extern nint opendir(byte[] path);

    [DllImport("libc", SetLastError = true)]
    static extern nint readdir(nint folder);

    [DllImport("libc")]
    static extern int closedir(nint folder);

    [DllImport("libc", SetLastError = true)]
    static extern nint readlink(byte[] path, [Out] byte[] target, nint length);

    [DllImport("libc", SetLastError = true)]
    static extern int open(byte[] path, int flags, uint mode);

    [DllImport("libc", SetLastError = true)]
    static extern int rename(byte[] from, byte[] to);

    [DllImport("libc", SetLastError = true)]
    static extern int unlink(byte[] path);

    [DllImport("libc", SetLastError = true)]
    static extern int mkdir(byte[] path, uint mode);

    [DllImport("libc", SetLastError = true)]
    static extern int symlink(byte[] target, byte[] path);

    [DllImport("libc", SetLastError = true)]
    static extern int mkfifo(byte[] path, uint mode);

    [DllImport("libc", SetLastError = true)]
    static extern int chmod(byte[] path, uint mode);

    [DllImport("libc", SetLastError = true)]
    static extern int utimensat(int folder, byte[] path, long[] times, int flags);
#pragma warning restore SYSLIB1054
}
