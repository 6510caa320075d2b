using System.Diagnostics;

namespace DockerPS.Tests;

/// <summary>A terminal with a shell, whose screen a test can read and whose keys it can press.</summary>
sealed class TmuxTerminal : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    readonly string folder = Directory.CreateTempSubdirectory("dockerps-tmux").FullName;

    public TmuxTerminal()
    {
        // without the user's configuration, and so wide that no line wraps
        Tmux("-f", "/dev/null", "new-session", "-d", "-x", "200", "-y", "40", "-c", Repository.Root, "sh");
        Tmux("set-option", "-g", "window-size", "manual");
    }

    /// <summary>The text on the screen.</summary>
    public string Screen => Tmux("capture-pane", "-p");

    /// <summary>The settings of the terminal, as the shell sees them.</summary>
    public string ReadSettings()
    {
        string file = Path.Combine(folder, Path.GetRandomFileName());
        Enter($"stty -g > {file}; mv {file} {file}.done");
        Wait(() => File.Exists(file + ".done"), "the settings");
        return File.ReadAllText(file + ".done");
    }

    /// <summary>Types a text and presses Enter.</summary>
    public void Enter(string text)
    {
        Tmux("send-keys", "-l", text);
        Press("Enter");
    }

    /// <summary>Presses keys by their names, such as <c>C-c</c>.</summary>
    public void Press(params string[] keys) => Tmux(["send-keys", .. keys]);

    public void Resize(int width, int height) => Tmux("resize-window", "-x", $"{width}", "-y", $"{height}");

    /// <summary>Waits until a text is on the screen.</summary>
    public void WaitFor(string text) => Wait(() => Screen.Contains(text, StringComparison.Ordinal), $"'{text}'");

    public void Dispose()
    {
        Tmux("kill-server");
        Directory.Delete(folder, recursive: true);
    }

    void Wait(Func<bool> condition, string what)
    {
        var time = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(time.Elapsed < Limit, $"Waited for {what} in vain. The screen:\n{Screen}");
            Thread.Sleep(100);
        }
    }

    string Tmux(params string[] arguments)
    {
        var result = Programs.Run("tmux", ["-S", Path.Combine(folder, "socket"), .. arguments]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }
}
