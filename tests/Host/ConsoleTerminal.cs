using System.Management.Automation;

namespace DockerPS.Host;

/// <summary>The console of this process.</summary>
sealed class ConsoleTerminal : ITerminal
{
    const string EraseLine = "\r\e[K";
    const int RedirectedWidth = 120;
    static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(50);

    readonly Lock writing = new();
    bool progressIsShown;
    long progressTime;

    public int Width => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? RedirectedWidth : Console.WindowWidth;

    public int Height => Console.IsOutputRedirected || Console.WindowHeight <= 0 ? 50 : Console.WindowHeight;

    public bool HasColor { get; } = !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public void Write(string text) => Write(Console.Out, text);

    public void WriteError(string text) => Write(Console.Error, text);

    public void ShowProgress(string? line)
    {
        lock (writing)
        {
            if (line is null)
            {
                EraseProgress();
                return;
            }
            long now = TimeProvider.System.GetTimestamp();
            if (Console.IsOutputRedirected || (progressIsShown && TimeProvider.System.GetElapsedTime(progressTime, now) < ProgressInterval))
                return;
            int room = Width - 1;
            Console.Out.Write(EraseLine + (line.Length > room ? line[..room] : line));
            progressIsShown = true;
            progressTime = now;
        }
    }

    public string? ReadLine(string prompt, bool secret)
    {
        try
        {
            return ReadLine(prompt, new LineEditor { IsSecret = secret });
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C on a question stops the command that asked
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Asks for a line in an editor of the caller's.</summary>
    public string? ReadLine(string prompt, LineEditor editor)
    {
        ShowProgress(null);
        return Console.IsInputRedirected ? Console.In.ReadLine() : editor.Read(prompt);
    }

    void Write(TextWriter writer, string text)
    {
        lock (writing)
        {
            EraseProgress();
            writer.Write(text);
        }
    }

    void EraseProgress()
    {
        if (progressIsShown)
            Console.Out.Write(EraseLine);
        progressIsShown = false;
    }
}
