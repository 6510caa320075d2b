namespace DockerPS.TestEngine;

/// <summary>Ends this process, and the world with it, when its parent process has ended.</summary>
static class ParentWatch
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Starts watching, until it is disposed.</summary>
    public static IDisposable Start()
    {
        int parent = ReadParent();
        return new Timer(
            _ =>
            {
                if (ReadParent() != parent)
                    Environment.Exit(1);
            },
            null,
            Interval,
            Interval);
    }

    // the text before may contain anything, since it includes the program's name in parentheses
    static int ReadParent()
    {
        string text = File.ReadAllText("/proc/self/stat");
        return int.Parse(
            text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
