#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs DockerPS, and shows it at work.

.DESCRIPTION
Build   builds the module, so that Import-Module ./DockerPS.psd1 works.
Test    builds everything and runs all tests on private engines.
Demo    builds the module and gives a tour of it, on your engine or on a private one.
Bench   compares the module's speed with the docker command's.
Pack    creates artifacts/DockerPS.<version>.nupkg, and the folder artifacts/DockerPS/<version> for a module path.
Shell   builds the module and opens a prompt with it.
Clean   removes all build output.
#>
[CmdletBinding()]
param(
    # What to do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Pack', 'Shell', 'Clean')]
    [string]$Task = 'Build',

    # The build configuration.
    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',

    # Test, Bench: the engines to run on. All means docker, docker-sid and podman-sid; the full path of a dockerd is also an engine.
    [ArgumentCompletions('docker', 'docker-sid', 'podman', 'podman-sid', 'All')]
    [string[]]$Engine = 'docker',

    # Test: runs only the xunit tests and the Pester files whose names contain this, such as Get-Container.
    [string]$Filter
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$clock = [Diagnostics.Stopwatch]::StartNew()

function Get-RootPath([string]$Path) {
    Join-Path $root $Path
}

function Write-Step([string]$Text) {
    Write-Host ('[{0,5:F1} s] {1}' -f $clock.Elapsed.TotalSeconds, $Text)
}

# Runs a command line on this console.
function Invoke-Line([string[]]$Line) {
    $program, [string[]]$arguments = $Line
    & $program @arguments
}

# Runs a command line on this console, and fails if it fails.
function Invoke-Program([string[]]$Line) {
    Invoke-Line $Line
    if ($LASTEXITCODE -ne 0) {
        throw "$($Line[0]) $($Line[1]) failed with code $LASTEXITCODE"
    }
}

# Builds a project; the compiler's output is only shown if it fails.
function Build-Project([string]$Path) {
    $output = & dotnet build (Get-RootPath $Path) --configuration $Configuration --verbosity quiet
    if ($LASTEXITCODE -ne 0) {
        $output
        throw "$Path does not build"
    }
}

function Build-Module {
    Write-Step 'Building the module'
    Build-Project src/DockerPS/DockerPS.csproj
    Build-Project src/DockerPS.Help/DockerPS.Help.csproj
    Invoke-Program dotnet, (Get-RootPath "src/DockerPS.Help/bin/$Configuration/net10.0/DockerPS.Help.dll"), $root
}

# The command line that runs a program with an engine and registries.
function Get-TestEngineCommand {
    'dotnet', (Get-RootPath "tests/TestEngine/bin/$Configuration/net10.0/DockerPS.TestEngine.dll")
}

# The command line of the PowerShell that runs this.
function Get-PowerShellCommand {
    $shell = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    # PowerShell from a tool manifest has no executable of its own
    if ((Get-Item $shell -ErrorAction Ignore).UnixFileMode -band 'UserExecute' -or $IsWindows) { $shell } else { 'dotnet', (Join-Path $PSHOME pwsh.dll) }
    '-NoProfile'
}

# Gets Pester, and returns the path of its module.
function Get-PesterModule {
    $project = Get-RootPath tests/Pester/Pester.csproj
    Invoke-Program dotnet, restore, $project, '--verbosity', quiet
    $properties = (dotnet msbuild $project -getProperty:NuGetPackageRoot -getProperty:PesterVersion | ConvertFrom-Json).Properties
    Join-Path $properties.NuGetPackageRoot "pester/$($properties.PesterVersion)/tools/Pester.psd1"
}

function Invoke-Test {
    Build-Module
    Write-Step 'Building the tests'
    Build-Project DockerPS.slnx
    $pester = Get-PesterModule
    Export-Package
    $results = Get-RootPath artifacts/test-results
    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    $shell = @(Get-PowerShellCommand)
    $env:DOCKERPS_TEST_PWSH = $shell | ConvertTo-Json
    $worlds = @($Engine -contains 'All' ? @('docker', 'docker-sid', 'podman-sid') : $Engine)
    $launch = @(Get-TestEngineCommand)
    if ($env:DOCKERPS_TEST_ENGINE) {
        Write-Step "Testing on the engine that DOCKERPS_TEST_ENGINE names: $env:DOCKERPS_TEST_ENGINE"
        $worlds = @($env:DOCKERPS_TEST_WORLD ?? 'docker')
    }
    else {
        # one after another, since two of them would install the same packages
        foreach ($world in $worlds) { Invoke-Program ($launch + '--prepare', $world) }
        Write-Step "Testing on $($worlds -join ', ')"
    }
    $runs = foreach ($world in $worlds) {
        $folder = Join-Path $results ([IO.Path]::GetRelativePath('/', "/$world") -replace '\W', '-')
        $line = $shell + '-File', (Get-RootPath tests/Invoke-Test.ps1), '-Results', $folder, '-Pester', $pester, '-Configuration', $Configuration
        if ($Filter) { $line += '-Filter', $Filter }
        if (-not $env:DOCKERPS_TEST_ENGINE) { $line = $launch + '--engine', $world + $line }
        $program, [string[]]$arguments = $line
        @{ World = $world; Folder = $folder; Program = $program; Arguments = $arguments }
    }
    $runs | ForEach-Object -ThrottleLimit 3 -Parallel {
        $run = $_
        & $run.Program $run.Arguments 2>&1 | ForEach-Object { "[$($run.World)] $_" }
    } | Out-Host
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($run in $runs) {
        $file = Join-Path $run.Folder count.json
        # an incomplete run counts as a failure
        $count = if (Test-Path $file) { Get-Content $file -Raw | ConvertFrom-Json } else { @{ Passed = 0; Failed = 1; Skipped = 0 } }
        Write-Step "$($run.World): $($count.Passed) passed, $($count.Failed) failed, $($count.Skipped) skipped"
        foreach ($name in @($sum.Keys)) { $sum[$name] += $count.$name }
    }
    Write-Host "$($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
    exit [int]($sum.Failed -gt 0 -or $sum.Passed -eq 0)
}

# Escapes a string for single quotes.
function Get-Quoted([string]$Text) {
    [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text)
}

function Invoke-Demo {
    Build-Module
    Build-Project tests/TestEngine/TestEngine.csproj
    Write-Step 'Looking for an engine'
    $tour = "`$ErrorActionPreference = 'Stop'; Import-Module '{0}'; & '{1}' -Registry `$env:DOCKERPS_TEST_REGISTRY" -f (
        (Get-Quoted (Get-RootPath DockerPS.psd1)), (Get-Quoted (Get-RootPath examples/tour.ps1)))
    $line = @(Get-TestEngineCommand) + '--demo' + @(Get-PowerShellCommand) + '-Command', $tour
    Invoke-Line $line
    exit $LASTEXITCODE
}

function Invoke-Bench {
    Build-Module
    Build-Project tests/TestEngine/TestEngine.csproj
    Write-Step "Measuring on a private engine: $Engine"
    $shell = @(Get-PowerShellCommand)
    $bench = "& '{0}' -PowerShell {1}" -f (
        (Get-Quoted (Get-RootPath tests/Benchmarks/Benchmark.ps1)), (@($shell + '-Command' | ForEach-Object { "'$(Get-Quoted $_)'" }) -join ', '))
    $line = @(Get-TestEngineCommand) + '--engine', $Engine[0] + $shell + '-Command', $bench
    Invoke-Line $line
    exit $LASTEXITCODE
}

# Creates the folder and the package from the build output.
function Export-Package {
    $manifest = Import-PowerShellDataFile (Get-RootPath DockerPS.psd1)
    $artifacts = Get-RootPath artifacts
    $folder = Join-Path $artifacts DockerPS $manifest.ModuleVersion
    Write-Step "Packing version $($manifest.ModuleVersion)"
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    foreach ($file in Get-PackageFile) {
        $target = Join-Path $folder $file
        $null = New-Item (Split-Path $target) -ItemType Directory -Force
        Copy-Item (Get-RootPath $file) $target
    }
    Remove-Item (Join-Path $artifacts *.nupkg)
    Compress-PSResource -Path $folder -DestinationPath $artifacts -SkipModuleManifestValidate
}

# The files that a user needs, by their path from the root.
function Get-PackageFile {
    'DockerPS.psd1', 'LICENSE', 'README.md', 'CHANGELOG.md'
    Get-ChildItem (Get-RootPath bin), (Get-RootPath en-US) -File -Recurse |
        ForEach-Object { [IO.Path]::GetRelativePath($root, $_) } |
        Where-Object { $_ -notmatch '^bin.*\.(pdb|xml)$' }
}

function Enter-Shell {
    Build-Module
    $line = @(Get-PowerShellCommand) + '-NoExit', '-Command', "Import-Module '$(Get-Quoted (Get-RootPath DockerPS.psd1))'; 'DockerPS is loaded: Get-Command -Module DockerPS lists its cmdlets, exit ends.'"
    Invoke-Line $line
}

function Clear-Output {
    Write-Step 'Removing what was built'
    Get-ChildItem $root -Recurse -Filter *.csproj | ForEach-Object { Join-Path $_.DirectoryName bin; Join-Path $_.DirectoryName obj } |
        Remove-Item -Recurse -Force -ErrorAction Ignore
    Remove-Item (Get-RootPath bin), (Get-RootPath artifacts) -Recurse -Force -ErrorAction Ignore
}

try {
    switch ($Task) {
        Build { Build-Module }
        Test { Invoke-Test }
        Demo { Invoke-Demo }
        Bench { Invoke-Bench }
        Pack { Build-Module; Export-Package }
        Shell { Enter-Shell }
        Clean { Clear-Output }
    }
}
catch {
    [Console]::Error.WriteLine("build: $_")
    Write-Debug $_.ScriptStackTrace
    exit 1
}
