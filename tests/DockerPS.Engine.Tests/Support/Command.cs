using System.Diagnostics;

namespace DockerPS.Engine.Tests;

/// <summary>Runs programs of the machine.</summary>
static class Command
{
    /// <summary>Runs a program to its end and returns its output; it has to succeed.</summary>
    public static string Run(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var (code, output) = TryRun(program, environment, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    public static (int ExitCode, string Output) TryRun(
        string program,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments)
    {
        using var process = Start(program, environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    /// <summary>Starts a program; the caller ends it.</summary>
    public static Process Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            // an older docker command treats an empty variable as set
            if (value.Length == 0)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
