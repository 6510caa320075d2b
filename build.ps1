#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests and packs DockerPS, and shows it at work.

.DESCRIPTION
Build   builds the module: what Import-Module ./DockerPS.psd1 needs.
Test    builds everything and runs all tests on a private engine.
Demo    builds the module and takes it for a tour, on your engine or on a private one.
Bench   measures the module beside the docker command.
Pack    makes artifacts/DockerPS.<version>.nupkg, and the folder artifacts/DockerPS/<version> for a module path.
Shell   builds the module and gives a prompt with it.
Clean   removes what all this made.

It uses only what the PowerShell engine itself has (no Join-Path, no Get-Content), so that it runs in tests/Host too: see build.sh.
#>
[CmdletBinding()]
param(
    # What to do.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Pack', 'Shell', 'Clean')]
    [string]$Task = 'Build',

    # What the compiler makes.
    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',

    # Test: runs only the tests that fit, as in 'FullyQualifiedName~Get-Container'.
    [string]$Filter
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$clock = [Diagnostics.Stopwatch]::StartNew()

function Get-RootPath([string]$Path) {
    [IO.Path]::Combine($root, $Path)
}

function Write-Step([string]$Text) {
    $Host.UI.WriteLine(('[{0,5:F1} s] {1}' -f $clock.Elapsed.TotalSeconds, $Text))
}

# Runs a program on this console; fails when it does.
function Invoke-Program([string]$Program, [string[]]$Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments[0]) failed with code $LASTEXITCODE"
    }
}

# Builds a project; what the compiler says is shown only when it fails.
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
    Invoke-Program dotnet (Get-RootPath "src/DockerPS.Help/bin/$Configuration/net10.0/DockerPS.Help.dll"), $root
}

# Runs a program with an engine and registries, and leaves its exit code; tests/TestEngine says itself what it lacks.
function Invoke-WithEngine([string[]]$Arguments) {
    $launch = @(Get-RootPath "tests/TestEngine/bin/$Configuration/net10.0/DockerPS.TestEngine.dll") + $Arguments
    & dotnet @launch
}

# The command line of the PowerShell that runs this: pwsh, or dotnet with tests/Host.
function Get-PowerShellCommand {
    [Environment]::ProcessPath
    if ([IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') {
        [Environment]::GetCommandLineArgs()[0]
    }
    '-NoProfile'
}

function Invoke-Test {
    Build-Module
    Write-Step 'Building the tests'
    Build-Project DockerPS.slnx
    Export-Package
    $results = Get-RootPath artifacts/test-results
    if ([IO.Directory]::Exists($results)) {
        [IO.Directory]::Delete($results, $true)
    }
    # one project at a time: each has the machine to itself
    $test = @('test', (Get-RootPath DockerPS.slnx), '-maxCpuCount:1', '--no-build', '--configuration', $Configuration, '--logger', 'trx',
        '--results-directory', $results, '--blame-hang-timeout', '5m', '--blame-hang-dump-type', 'none')
    if ($Filter) {
        $test += '--filter', $Filter
    }
    if ($env:DOCKERPS_TEST_ENGINE) {
        Write-Step "Testing on the engine that DOCKERPS_TEST_ENGINE names: $env:DOCKERPS_TEST_ENGINE"
        & dotnet @test
    }
    else {
        Write-Step 'Testing on a private engine'
        Invoke-WithEngine (@('dotnet') + $test)
    }
    $code = $LASTEXITCODE
    $count = Measure-TestResult $results
    Write-Step 'Done'
    $Host.UI.WriteLine("$($count.Passed) passed, $($count.Failed) failed, $($count.Skipped) skipped")
    # a run that broke counts no failure, and one without tests is none
    if ($code -eq 0 -and ($count.Failed -gt 0 -or $count.Passed -eq 0)) {
        $code = 1
    }
    exit $code
}

# The sums over the result files of all projects.
function Measure-TestResult([string]$Folder) {
    $count = @{ Passed = 0; Failed = 0; Skipped = 0 }
    $files = if ([IO.Directory]::Exists($Folder)) { [IO.Directory]::GetFiles($Folder, '*.trx') } else { @() }
    foreach ($file in $files) {
        $counters = ([xml][IO.File]::ReadAllText($file)).TestRun.ResultSummary.Counters
        $count.Passed += [int]$counters.passed
        $count.Failed += [int]$counters.executed - [int]$counters.passed
        $count.Skipped += [int]$counters.total - [int]$counters.executed
    }
    $count
}

# A text as it may stand between single quotes.
function Get-Quoted([string]$Text) {
    [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text)
}

function Invoke-Demo {
    Build-Module
    Build-Project tests/TestEngine/TestEngine.csproj
    Write-Step 'Looking for an engine'
    $tour = "`$ErrorActionPreference = 'Stop'; Import-Module '{0}'; & '{1}' -Registry `$env:DOCKERPS_TEST_REGISTRY" -f (
        (Get-Quoted (Get-RootPath DockerPS.psd1)), (Get-Quoted (Get-RootPath examples/tour.ps1)))
    Invoke-WithEngine (@('--demo') + (Get-PowerShellCommand) + @('-Command', $tour))
    exit $LASTEXITCODE
}

function Invoke-Bench {
    Build-Module
    Build-Project tests/TestEngine/TestEngine.csproj
    Write-Step 'Measuring on a private engine'
    $shell = [string[]](Get-PowerShellCommand)
    $bench = "& '{0}' -PowerShell {1}" -f (
        (Get-Quoted (Get-RootPath tests/Benchmarks/Benchmark.ps1)), (@($shell + '-Command' | ForEach-Object { "'$(Get-Quoted $_)'" }) -join ', '))
    Invoke-WithEngine ($shell + @('-Command', $bench))
    exit $LASTEXITCODE
}

# Makes the folder and the package from what is built.
function Export-Package {
    $manifest = Test-ModuleManifest (Get-RootPath DockerPS.psd1)
    $artifacts = Get-RootPath artifacts
    $folder = [IO.Path]::Combine($artifacts, $manifest.Name, $manifest.Version)
    Write-Step "Packing version $($manifest.Version)"
    if ([IO.Directory]::Exists($folder)) {
        [IO.Directory]::Delete($folder, $true)
    }
    foreach ($file in Get-PackageFile) {
        $target = [IO.Path]::Combine($folder, $file)
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
        [IO.File]::Copy((Get-RootPath $file), $target)
    }
    $nuspec = Get-RootPath "src/DockerPS/obj/$($manifest.Name).nuspec"
    [IO.File]::WriteAllText($nuspec, (Get-PackageSpecification $manifest))
    Invoke-Program dotnet @('pack', (Get-RootPath src/DockerPS/DockerPS.csproj), '--no-build', '--configuration', $Configuration,
        '--verbosity', 'quiet', '--output', $artifacts, '-property:NoPackageAnalysis=true', "-property:NuspecFile=$nuspec",
        "-property:NuspecBasePath=$folder")
}

# What a user needs, by its path from the root.
function Get-PackageFile {
    'DockerPS.psd1', 'LICENSE', 'README.md', 'CHANGELOG.md'
    $folders = @('bin', 'en-US' | ForEach-Object { Get-RootPath $_ } | Where-Object { [IO.Directory]::Exists($_) })
    foreach ($folder in $folders) {
        [IO.Directory]::EnumerateFiles($folder, '*', 'AllDirectories') |
            ForEach-Object { [IO.Path]::GetRelativePath($root, $_) } |
            Where-Object { $_ -notmatch '^bin.*\.(pdb|xml)$' }
    }
}

# The package's description as the PowerShell Gallery reads it: what the module exports is in its tags.
function Get-PackageSpecification([psmoduleinfo]$Manifest) {
    $data = $Manifest.PrivateData.PSData
    $tags = @($data.Tags) + 'PSModule' + 'PSIncludes_Cmdlet' +
        @($Manifest.ExportedCmdlets.Keys | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
    $text = @{}
    foreach ($field in 'Name', 'Version', 'Author', 'Description', 'Copyright') {
        $text[$field] = [Security.SecurityElement]::Escape($Manifest.$field)
    }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>$($text.Name)</id>
    <version>$($text.Version)</version>
    <authors>$($text.Author)</authors>
    <description>$($text.Description)</description>
    <copyright>$($text.Copyright)</copyright>
    <license type="expression">MIT</license>
    <readme>README.md</readme>
    <tags>$($tags -join ' ')</tags>
  </metadata>
  <files>
    <file src="**" target="" />
  </files>
</package>
"@
}

function Enter-Shell {
    Build-Module
    Import-Module (Get-RootPath DockerPS.psd1) -Global
    $Host.UI.WriteLine("DockerPS is loaded: 'Get-Command -Module DockerPS' lists what it can do, 'exit' ends.")
    Set-StrictMode -Off
    $ErrorActionPreference = 'Continue'
    $Host.EnterNestedPrompt()
}

function Clear-Output {
    Write-Step 'Removing what was built'
    $folders = @('bin', 'artifacts' | ForEach-Object { Get-RootPath $_ })
    foreach ($project in [IO.Directory]::EnumerateFiles($root, '*.csproj', 'AllDirectories')) {
        # the host that runs this can not remove itself
        if (-not [AppContext]::BaseDirectory.StartsWith([IO.Path]::GetDirectoryName($project) + [IO.Path]::DirectorySeparatorChar)) {
            $folders += 'bin', 'obj' | ForEach-Object { [IO.Path]::Combine([IO.Path]::GetDirectoryName($project), $_) }
        }
    }
    foreach ($folder in $folders) {
        if ([IO.Directory]::Exists($folder)) {
            [IO.Directory]::Delete($folder, $true)
        }
    }
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
    $Host.UI.WriteErrorLine("build: $_")
    [Diagnostics.Debug]::WriteLine($_.ScriptStackTrace)
    exit 1
}
