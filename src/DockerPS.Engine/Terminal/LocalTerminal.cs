namespace DockerPS.Engine;

/// <summary>
/// The terminal of this process, as raw bytes in both directions: no key has a special meaning, each goes to the reader.
/// <see cref="Dispose()" /> restores the terminal; so does the end of the process.
/// </summary>
public abstract class LocalTerminal : IDisposable
{
    readonly Stream output;
    readonly TerminalModes modes = new();
    readonly object restoring = new();
    bool restored;

    private protected LocalTerminal()
    {
        // .NET configures the terminal when its console is first used, which must not happen in the middle
        _ = Console.Out;
        output = Console.OpenStandardOutput();
    }

    /// <summary>Called, on any thread, when the size may have changed.</summary>
    public Action? Resized { get; set; }

    /// <summary>The size.</summary>
    public static TerminalSize Size => new(Console.WindowHeight, Console.WindowWidth);

    /// <summary>Makes sure that there is a terminal, before anything is created for it.</summary>
    /// <exception cref="EngineException">There is no terminal.</exception>
    public static void Require()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            throw Unavailable("standard input or output of this session is not a terminal");
    }

    /// <summary>Switches the terminal to raw mode.</summary>
    /// <exception cref="EngineException">There is no terminal.</exception>
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
    /// <param name="reason">The reason, as part of a sentence.</param>
    public static EngineException Unavailable(string reason) =>
        new(EngineError.Conflict, new Subject("Terminal"), $"There is no terminal to use: {reason}.")
        {
            ErrorId = "TerminalUnavailable",
            Cause = EngineCause.NoTerminal,
        };

    /// <summary>Waits for input; 0 if the terminal is gone or <see cref="StopReading" /> was called. No key is lost in that case.</summary>
    public abstract int Read(byte[] buffer);

    /// <summary>Ends the current or next call of <see cref="Read" />.</summary>
    public abstract void StopReading();

    /// <summary>Displays what a program wrote.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        modes.Watch(bytes);
        Send(bytes);
    }

    /// <summary>Resets what a program that could not clean up has left behind, such as the alternate screen.</summary>
    /// <param name="newLine">Whether the program was interrupted, so that a new line is needed.</param>
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

    /// <summary>Switches the terminal to raw bytes.</summary>
    private protected abstract void MakeRaw();

    /// <summary>Restores the terminal.</summary>
    private protected abstract void MakeAsBefore();

    /// <summary>Releases handles.</summary>
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
