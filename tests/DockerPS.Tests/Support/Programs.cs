using System.Diagnostics;
using System.Text.Json;

namespace DockerPS.Tests;

/// <summary>Runs programs to their end.</summary>
static class Programs
{
    /// <summary>The PowerShell command line for the tests: the one that runs build.ps1, or else the one in the tool manifest.</summary>
    public static string[] PowerShell { get; } = Environment.GetEnvironmentVariable("DOCKERPS_TEST_PWSH") is { Length: > 0 } line
        ? JsonSerializer.Deserialize<string[]>(line)!
        : ["dotnet", "tool", "run", "pwsh", "--", "-NoProfile"];

    /// <summary>Runs a script in a separate PowerShell without colours.</summary>
    public static ProgramResult RunPowerShell(string script) =>
        Run(PowerShell[0], [.. PowerShell[1..], "-NonInteractive", "-Command", "$PSStyle.OutputRendering = 'PlainText'; $ErrorView = 'NormalView'; " + script]);

    /// <summary>Runs a program in the root folder of the checkout.</summary>
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

/// <summary>The result of a program.</summary>
sealed record ProgramResult(int ExitCode, string Output, string Errors);
