#requires -Version 7.4
<#
.SYNOPSIS
Runs the tests on the engine in DOCKERPS_TEST_ENGINE: the xunit tests for it, then the Pester files.

.DESCRIPTION
build.ps1 Test calls this in each world of tests/TestEngine. Results go to files: *.trx from xunit, pester.xml (JUnit) from Pester, and
count.json with the totals of both. Exits with 1 if a test failed or none ran.
#>
[CmdletBinding()]
param(
    # The folder for the results.
    [Parameter(Mandatory)]
    [string]$Results,

    # The folder of the Pester module.
    [Parameter(Mandatory)]
    [string]$Pester,

    # The build configuration: Debug or Release.
    [string]$Configuration = 'Release',

    # Runs only the xunit tests and the Pester files whose names contain this.
    [string]$Filter
)

# sets neither strict mode nor an error preference: tests run in scopes below this one, and users have neither
$root = Split-Path $PSScriptRoot
$world = $env:DOCKERPS_TEST_WORLD ?? 'docker'
$count = @{ Passed = 0; Failed = 0; Skipped = 0 }

# The xunit tests for this world: on the machine's own docker all but podman's, elsewhere those with a trait for the kind of engine.
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
    # one project at a time, so that each has the machine to itself
    dotnet test $target -maxCpuCount:1 --no-build --configuration $Configuration --logger trx --results-directory $Results `
        --filter $traits --blame-hang-timeout 5m --blame-hang-dump-type none | Where-Object { $_ -notmatch '^No test matches' }
    $code = $LASTEXITCODE
    foreach ($file in Get-ChildItem $Results -Filter *.trx) {
        $counters = ([xml](Get-Content $file -Raw)).TestRun.ResultSummary.Counters
        $count.Passed += [int]$counters.passed
        $count.Failed += [int]$counters.executed - [int]$counters.passed
        $count.Skipped += [int]$counters.total - [int]$counters.executed
    }
    # an aborted run does not count any failure
    if ($code -ne 0 -and $count.Failed -eq 0) {
        $count.Failed++
    }
}

# The known differences of an engine.
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

# Turns known failures of an engine into skipped tests with the reason. A listed test that does not fail is a mistake in the list, unless it
# is marked with Sometimes.
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
