using System.Diagnostics;

namespace DockerPS.TestEngine;

/// <summary>Starts programs.</summary>
static class Child
{
    /// <summary>Runs a program on this console to its end.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Runs a program to its end and returns its output.</summary>
    /// <exception cref="SetupException">It failed; the message contains the end of its output.</exception>
    public static string Read(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new SetupException($"{program} {string.Join(' ', arguments)} failed with code {process.ExitCode}.\n{Tail(errors.Result)}");
        return output;
    }

    /// <summary>Starts a server, whose output goes to a log file, and waits until it answers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="log">The log file.</param>
    /// <param name="answers">Checks once whether it is ready; false or an <see cref="HttpRequestException" /> if not.</param>
    public static async Task<Process> ServeAsync(string program, IEnumerable<string> arguments, string log, Func<Task<bool>> answers)
    {
        string[] script = ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, program, .. arguments];
        var process = Process.Start(new ProcessStartInfo("sh", script))!;
        for (var limit = Stopwatch.StartNew(); limit.Elapsed < TimeSpan.FromMinutes(1) && !process.HasExited; await Task.Delay(50))
        {
            try
            {
                if (await answers())
                    return process;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
        }
        process.Kill();
        throw new SetupException($"{program} does not start. The end of its log:\n{Tail(File.ReadAllText(log))}");
    }

    static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(20));
}
