using System.Diagnostics;
using DockerPS.Host;

namespace DockerPS.Tests;

/// <summary>Runs programs to their end.</summary>
static class Programs
{
    /// <summary>Runs the console of tests/Host in a process of its own.</summary>
    public static ProgramResult RunHost(string input, params string[] arguments) => Run("dotnet", [typeof(PowerShellSession).Assembly.Location, .. arguments], input);

    /// <summary>Runs a program in the root of the checkout.</summary>
    public static ProgramResult Run(string program, IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramResult(process.ExitCode, output.ReplaceLineEndings("\n"), errors.Result.ReplaceLineEndings("\n"));
    }
}

/// <summary>What came of a program.</summary>
sealed record ProgramResult(int ExitCode, string Output, string Errors);
