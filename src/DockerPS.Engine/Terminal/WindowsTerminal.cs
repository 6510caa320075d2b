using System.Runtime.InteropServices;
using System.Text;

namespace DockerPS.Engine;

/// <summary>A Windows console, which supports the same sequences as other terminals if told to.</summary>
sealed class WindowsTerminal : LocalTerminal
{
    const int InputHandle = -10;
    const int OutputHandle = -11;
    const uint ProcessedInput = 0x1;
    const uint LineInput = 0x2;
    const uint EchoInput = 0x4;
    const uint VirtualTerminalInput = 0x200;
    const uint ProcessedOutput = 0x1;
    const uint VirtualTerminalProcessing = 0x4;
    const uint NoReturnAtNewLine = 0x8;
    const uint Utf8 = 65001;
    const ushort KeyEvent = 1;
    const ushort AltKey = 0x12;
    const uint NothingCame = 0x102;
    const uint SizeInterval = 250;
    const int RecordsAtOnce = 64;

    readonly nint input = GetStdHandle(InputHandle);
    readonly nint output = GetStdHandle(OutputHandle);
    readonly ManualResetEvent stopped = new(false);
    readonly Encoder encoder = Encoding.UTF8.GetEncoder();
    readonly InputRecord[] records = new InputRecord[RecordsAtOnce];
    uint inputBefore;
    uint outputBefore;
    uint codePageBefore;
    TerminalSize size = Size;

    public override int Read(byte[] buffer)
    {
        nint[] handles = [stopped.SafeWaitHandle.DangerousGetHandle(), input];
        while (true)
        {
            uint what = WaitForMultipleObjects((uint)handles.Length, handles, false, SizeInterval);
            // in this mode there are no events for a new size
            if (size != Size)
            {
                size = Size;
                Resized?.Invoke();
            }
            if (what == NothingCame)
                continue;
            if (what != 1 || !ReadConsoleInputW(input, records, Math.Min((uint)buffer.Length / 4, RecordsAtOnce), out uint count))
                return 0;
            int length = encoder.GetBytes(CharactersOf(records.AsSpan(0, (int)count)), buffer, flush: false);
            if (length > 0)
                return length;
        }
    }

    public override void StopReading() => stopped.Set();

    private protected override void MakeRaw()
    {
        if (!GetConsoleMode(input, out uint inputMode) || !GetConsoleMode(output, out uint outputMode))
            throw Unavailable("this session has no console");
        inputBefore = inputMode;
        outputBefore = outputMode;
        codePageBefore = GetConsoleOutputCP();
        if (!SetConsoleMode(input, (inputMode & ~(ProcessedInput | LineInput | EchoInput)) | VirtualTerminalInput)
            || !SetConsoleMode(output, outputMode | ProcessedOutput | VirtualTerminalProcessing | NoReturnAtNewLine))
            throw Unavailable("this version of Windows has no virtual terminal");
        SetConsoleOutputCP(Utf8);
    }

    private protected override void MakeAsBefore()
    {
        if (codePageBefore == 0)
            return;
        SetConsoleMode(input, inputBefore);
        SetConsoleMode(output, outputBefore);
        SetConsoleOutputCP(codePageBefore);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stopped.Dispose();
        base.Dispose(disposing);
    }

    static string CharactersOf(ReadOnlySpan<InputRecord> records)
    {
        var text = new StringBuilder();
        foreach (var record in records)
        {
            // a character typed as digits with Alt arrives when Alt is released
            if (record.EventType == KeyEvent && record.Character != '\0' && (record.KeyDown != 0 || record.KeyCode == AltKey))
                text.Append(record.Character, record.KeyDown == 0 ? 1 : record.RepeatCount);
        }
        return text.ToString();
    }

    /// <summary>A console event. Only key events are used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 20)]
    struct InputRecord
    {
        [FieldOffset(0)]
        public ushort EventType;

        [FieldOffset(4)]
        public int KeyDown;

        [FieldOffset(8)]
        public ushort RepeatCount;

        [FieldOffset(10)]
        public ushort KeyCode;

        [FieldOffset(14)]
        public ushort CharacterCode;

        public readonly char Character => (char)CharacterCode;
    }

#pragma warning disable SYSLIB1054 // a generator would need unsafe code
    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern nint GetStdHandle(int which);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool GetConsoleMode(nint console, out uint mode);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool SetConsoleMode(nint console, uint mode);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern uint GetConsoleOutputCP();

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool SetConsoleOutputCP(uint codePage);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    static extern uint WaitForMultipleObjects(uint count, nint[] handles, [MarshalAs(UnmanagedType.Bool)] bool all, uint milliseconds);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool ReadConsoleInputW(nint console, [Out] InputRecord[] records, uint length, out uint count);
#pragma warning restore SYSLIB1054
}
