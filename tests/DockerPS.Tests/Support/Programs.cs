using System.Diagnostics;
using System.Text.Json;

namespace DockerPS.Tests;

/// <summary>Runs programs to their end.</summary>
static class Programs
{
    /// <summary>
    /// The command line of the PowerShell that the tests use: the one that build.ps1 runs in, else the one of the tool manifest.
    /// </summary>
    public static string[] PowerShell { get; } = Environment.GetEnvironmentVariable("DOCKERPS_TEST_PWSH") is { Length: > 0 } line
        ? JsonSerializer.Deserialize<string[]>(line)!
        : ["dotnet", "tool", "run", "pwsh", "--", "-NoProfile"];

    /// <summary>Runs a script in a PowerShell of its own, which writes no colours.</summary>
    public static ProgramResult RunPowerShell(string script) =>
        Run(PowerShell[0], [.. PowerShell[1..], "-NonInteractive", "-Command", "$PSStyle.OutputRendering = 'PlainText'; $ErrorView = 'NormalView'; " + script]);

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
