namespace DockerPS.Engine;

/// <summary>
/// The terminal of this process, as raw bytes both ways: no key means anything here, each goes to whoever reads. <see cref="Dispose()" />
/// gives it back as it was; so does the end of the process.
/// </summary>
public abstract class LocalTerminal : IDisposable
{
    readonly Stream output;
    readonly TerminalModes modes = new();
    readonly object restoring = new();
    bool restored;

    private protected LocalTerminal()
    {
        // .NET sets the terminal up for itself when its console is first used: it must not do so in the middle
        _ = Console.Out;
        output = Console.OpenStandardOutput();
    }

    /// <summary>Called, on any thread, when the size may have changed.</summary>
    public Action? Resized { get; set; }

    /// <summary>Its size.</summary>
    public static TerminalSize Size => new(Console.WindowHeight, Console.WindowWidth);

    /// <summary>Sees to it that there is one, before anything is made for it.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public static void Require()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            throw Unavailable("standard input or output of this session is not a terminal");
    }

    /// <summary>Makes the terminal raw.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public static LocalTerminal Open()
    {
        Require();
        LocalTerminal terminal = OperatingSystem.IsWindows() ? new WindowsTerminal() : new UnixTerminal();
        try
        {
            terminal.MakeRaw();
            AppDomain.CurrentDomain.ProcessExit += terminal.OnProcessExit;
            return terminal;
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }

    /// <summary>The error for a session without a terminal.</summary>
    /// <param name="reason">Why there is none, as a part of a sentence.</param>
    public static EngineException Unavailable(string reason) =>
        new(EngineError.Conflict, new Subject("Terminal"), $"There is no terminal to work on: {reason}.")
        {
            ErrorId = "TerminalUnavailable",
            Cause = EngineCause.NoTerminal,
        };

    /// <summary>
    /// Waits for what is typed; 0 when the terminal is gone or <see cref="StopReading" /> was called. No key is lost then.
    /// </summary>
    public abstract int Read(byte[] buffer);

    /// <summary>Ends <see cref="Read" />, now or when it is called next.</summary>
    public abstract void StopReading();

    /// <summary>Shows what a program wrote.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        modes.Watch(bytes);
        Send(bytes);
    }

    /// <summary>Undoes what a program that could not clean up has left behind, such as the second screen.</summary>
    /// <param name="newLine">Whether the program was left in the middle: a new line begins then.</param>
    public void CleanUp(bool newLine)
    {
        Send(modes.Undo());
        if (newLine)
            Send("\r\n"u8);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Restore();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the terminal for raw bytes.</summary>
    private protected abstract void MakeRaw();

    /// <summary>Sets the terminal as it was.</summary>
    private protected abstract void MakeAsBefore();

    /// <summary>Lets go of handles.</summary>
    protected virtual void Dispose(bool disposing) => output.Dispose();

    void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
            output.Flush();
        }
        catch (IOException e)
        {
            throw Unavailable("it is gone (" + e.Message.TrimEnd('.') + ")");
        }
    }

    void OnProcessExit(object? sender, EventArgs e) => Restore();

    void Restore()
    {
        lock (restoring)
        {
            if (restored)
                return;
            restored = true;
            MakeAsBefore();
        }
    }
}
