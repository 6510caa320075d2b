#requires -Version 7.4
<#
.SYNOPSIS
Runs the tests on the engine that DOCKERPS_TEST_ENGINE names: those of xunit that belong to it, then the Pester files.

.DESCRIPTION
build.ps1 Test calls this in each world of tests/TestEngine. Results go to files: *.trx of xunit, pester.xml (JUnit) of Pester, and count.json, the sums of both.
Ends with 1 if a test failed or none ran.
#>
[CmdletBinding()]
param(
    # The folder for the results.
    [Parameter(Mandatory)]
    [string]$Results,

    # The folder of the Pester module.
    [Parameter(Mandatory)]
    [string]$Pester,

    # What the compiler made: Debug or Release.
    [string]$Configuration = 'Release',

    # Runs only the xunit tests and the Pester files whose names contain this.
    [string]$Filter
)

# neither a strict mode nor an error preference of its own: tests run in the scopes below this one, and users have neither
$root = Split-Path $PSScriptRoot
$world = $env:DOCKERPS_TEST_WORLD ?? 'docker'
$count = @{ Passed = 0; Failed = 0; Skipped = 0 }

# The xunit tests for this world: all but podman's on the machine's own docker, and elsewhere those that say that they are for every engine of a kind.
function Get-UnitTest {
    $target, $traits = switch -Wildcard ($world) {
        'docker' { 'DockerPS.slnx', 'Engine!=Podman' }
        'podman*' { 'tests/DockerPS.Engine.Tests', 'Engine=Podman' }
        default { 'tests/DockerPS.Tests', 'Engine=Docker' }
    }
    Join-Path $root $target
    # what holds for every cmdlet is tested with each of them
    $names = @($Filter; if ($Filter -like '*-*') { 'ConventionTests' }) | Where-Object { $_ } | ForEach-Object { "FullyQualifiedName~$_" }
    if ($names) { "($traits)&($($names -join '|'))" } else { $traits }
}

function Invoke-UnitTest {
    $target, $traits = Get-UnitTest
    # one project at a time: each has the machine to itself
    dotnet test $target -maxCpuCount:1 --no-build --configuration $Configuration --logger trx --results-directory $Results `
        --filter $traits --blame-hang-timeout 5m --blame-hang-dump-type none | Where-Object { $_ -notmatch '^No test matches' }
    $code = $LASTEXITCODE
    foreach ($file in Get-ChildItem $Results -Filter *.trx) {
        $counters = ([xml](Get-Content $file -Raw)).TestRun.ResultSummary.Counters
        $count.Passed += [int]$counters.passed
        $count.Failed += [int]$counters.executed - [int]$counters.passed
        $count.Skipped += [int]$counters.total - [int]$counters.executed
    }
    # a run that broke counts no failure
    if ($code -ne 0 -and $count.Failed -eq 0) {
        $count.Failed++
    }
}

# What an engine does differently, from the one list of it.
function Get-EngineDifference {
    (Import-PowerShellDataFile (Join-Path $PSScriptRoot Pester/EngineDifferences.psd1)).Values | Where-Object { $_.World | Where-Object { $world -like $_ } }
}

function Invoke-PesterFile {
    Import-Module $Pester
    $known = @(Get-EngineDifference)
    $apart = @($known | ForEach-Object { $_['Files'] } | Where-Object { $_ })
    $files = Get-ChildItem (Join-Path $PSScriptRoot Pester) -Filter *.Tests.ps1 |
        Where-Object { $name = $_.Name; $name -like "*$Filter*" -and -not ($apart | Where-Object { $name -like $_ }) }
    if (-not $files) {
        return
    }
    $run = Invoke-Pester -Configuration @{
        Run = @{ Path = @($files.FullName); PassThru = $true }
        Output = @{ CIFormat = 'None'; RenderMode = 'Plaintext' }
    }
    $stale = @(Resolve-EngineDifference $run ($known | ForEach-Object { $_['Tests'] } | Where-Object { $_ }))
    Export-JUnitReport $run (Join-Path $Results pester.xml)
    $count.Passed += $run.PassedCount
    $count.Failed += $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount + $stale.Count
    $count.Skipped += $run.SkippedCount + $run.InconclusiveCount
    foreach ($test in $run.Failed) {
        "Failed on ${world}: $($test.ExpandedPath)"
        $test.ErrorRecord | ForEach-Object { "  $_" }
    }
}

# Turns the failures that an engine is known for into skipped tests with the reason. What is listed and does not fail is a mistake in the list, unless it is only sometimes so.
function Resolve-EngineDifference($Run, $Differences) {
    foreach ($difference in $Differences) {
        $tests = @($Run.Tests | Where-Object { $_.ExpandedPath.StartsWith($difference.Test) })
        $failed = @($tests | Where-Object Result -EQ Failed)
        foreach ($test in $failed) {
            $test.Result = 'Skipped'
            $test.Skipped = $true
            $null = $Run.Failed.Remove($test)
            $Run.Skipped.Add($test)
            $Run.FailedCount--
            $Run.SkippedCount++
            Write-Host "Skipped on ${world}: $($test.ExpandedPath): $($difference.Reason)"
        }
        if (-not $failed -and -not $difference['Sometimes'] -and ($tests -or -not $Filter)) {
            $difference
            Write-Host "EngineDifferences.psd1 says that '$($difference.Test)' fails on $world, and $(if ($tests) { 'it passes' } else { 'there is no such test' })."
        }
    }
}

$null = New-Item $Results -ItemType Directory -Force
Invoke-UnitTest
Invoke-PesterFile
$count | ConvertTo-Json | Set-Content (Join-Path $Results count.json)
"${world}: $($count.Passed) passed, $($count.Failed) failed, $($count.Skipped) skipped"
exit [int]($count.Failed -gt 0 -or $count.Passed -eq 0)
