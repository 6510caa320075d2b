using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace DockerPS.Engine;

/// <summary>A terminal of Linux or macOS.</summary>
[UnsupportedOSPlatform("windows")]
sealed class UnixTerminal : LocalTerminal
{
    const int StandardInput = 0;
    const int Now = 0;
    const short Readable = 1;
    const int Interrupted = 4;

    // larger than the struct of any system: only libc uses it, so its layout need not be known here
    const int SettingsSize = 512;

    readonly byte[] before = new byte[SettingsSize];
    readonly byte[] raw = new byte[SettingsSize];
    readonly int[] wakeUp = [-1, -1];
    readonly List<PosixSignalRegistration> signals = [];

    public override int Read(byte[] buffer)
    {
        while (true)
        {
            PollEntry[] entries =
            [
                new() { Descriptor = StandardInput, Events = Readable },
                new() { Descriptor = wakeUp[0], Events = Readable },
            ];
            if (poll(entries, (nuint)entries.Length, -1) < 0)
            {
                if (Marshal.GetLastPInvokeError() == Interrupted)
                    continue;
                return 0;
            }
            if (entries[1].Returned != 0)
                return 0;
            nint count = read(StandardInput, buffer, buffer.Length);
            if (count >= 0)
                return (int)count;
            if (Marshal.GetLastPInvokeError() != Interrupted)
                return 0;
        }
    }

    public override void StopReading() => _ = write(wakeUp[1], [1], 1);

    private protected override void MakeRaw()
    {
        if (tcgetattr(StandardInput, before) != 0)
            throw Unavailable("the settings of the terminal cannot be read");
        if (pipe(wakeUp) != 0)
            throw Unavailable("a pipe cannot be created");
        before.CopyTo(raw, 0);
        cfmakeraw(raw);
        if (tcsetattr(StandardInput, Now, raw) != 0)
            throw Unavailable("it cannot be switched to raw mode");
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resized?.Invoke()));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Continue()));
    }

    private protected override void MakeAsBefore()
    {
        // all zero until they have been read
        if (before.AsSpan().ContainsAnyExcept((byte)0))
            _ = tcsetattr(StandardInput, Now, before);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var signal in signals)
            signal.Dispose();
        foreach (int descriptor in wakeUp.Where(static descriptor => descriptor >= 0))
            _ = close(descriptor);
        base.Dispose(disposing);
    }

    /// <summary>While this process was suspended, another may have changed the terminal settings.</summary>
    void Continue()
    {
        _ = tcsetattr(StandardInput, Now, raw);
        Resized?.Invoke();
    }

    [StructLayout(LayoutKind.Sequential)]
    struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

#pragma warning disable SYSLIB1054 // a generator would need unsafe code
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int tcgetattr(int descriptor, [In, Out] byte[] settings);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int tcsetattr(int descriptor, int when, [In] byte[] settings);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern void cfmakeraw([In, Out] byte[] settings);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int pipe([In, Out] int[] descriptors);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int poll([In, Out] PollEntry[] entries, nuint count, int timeout);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint read(int descriptor, [Out] byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint write(int descriptor, [In] byte[] buffer, nint count);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int close(int descriptor);
#pragma warning restore SYSLIB1054
}
