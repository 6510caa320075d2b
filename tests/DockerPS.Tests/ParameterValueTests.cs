namespace DockerPS.Tests;

/// <summary>
/// How parameters handle unexpected values: with an ordinary binding error, an error of this module, or without an error; never with an
/// exception from .NET. No engine listens at the address, and -WhatIf is used where possible.
/// </summary>
public sealed class ParameterValueTests(ModuleSession module) : IClassFixture<ModuleSession>
{
    const string Script = """
        param([string]$Folder)
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $values = [ordered]@{
            '$null' = $null; "''" = ''; "' '" = ' '; '@()' = @(); '@($null)' = @(, $null); 'a long text' = 'x' * 100000; 'control characters' = "a`0`a`e[31m`n"
            'an object' = [pscustomobject]@{ Other = 1 }; 'a date' = [datetime]::UnixEpoch; 'a script' = { 1 }; '@{}' = @{}; 'a pair of nothing' = @{ '' = $null }
            'a version' = [version]'1.0'; 'a comma' = ','; 'an equals sign' = '='; 'a colon' = ':'; 'a bracket' = '['
        }
        Push-Location $Folder
        foreach ($command in Get-Command -Module DockerPS -CommandType Cmdlet) {
            foreach ($parameter in $command.Parameters.Values) {
                # those of PowerShell itself
                if ($parameter.Name -in $common) { continue }
                # PowerShell makes a credential of a text by asking for the password
                if ($parameter.ParameterType -eq [pscredential]) { continue }
                $set = $command.ParameterSets.Where({ $_.Parameters.Name -contains $parameter.Name })[0]
                foreach ($value in $values.Keys) {
                    $bound = @{}
                    foreach ($other in $set.Parameters) {
                        if ($other.IsMandatory) { $bound[$other.Name] = 'x' }
                    }
                    if ($set.Parameters.Name -contains 'Engine') { $bound.Engine = 'unix:///nonexistent/engine.sock' }
                    if ($set.Parameters.Name -contains 'WhatIf') { $bound.WhatIf = $true }
                    if ($set.Parameters.Name -contains 'Timeout') { $bound.Timeout = 1 }
                    $bound[$parameter.Name] = $values[$value]
                    $calls++
                    $problems = try { & $command @bound 2>&1 3>$null 6>$null | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } } catch { $_ }
                    foreach ($problem in $problems) {
                        $exception = $problem.Exception
                        if ($exception.GetType().Name -ne 'EngineException' -and $exception -isnot [System.Management.Automation.ParameterBindingException]) {
                            "$($command.Name) -$($parameter.Name) with ${value}: $($problem.FullyQualifiedErrorId), $($exception.Message)"
                        }
                    }
                }
            }
        }
        Pop-Location
        "$calls calls"
        """;

    [Fact]
    public void No_value_of_a_parameter_gives_an_exception_of_dotnet()
    {
        var folder = Directory.CreateTempSubdirectory("dockerps-test-");
        try
        {
            string[] lines = [.. module.Session.Run(Script, folder.FullName).As<string>()];
            Assert.Matches("^[0-9]{4,} calls$", Assert.Single(lines));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
