# Shared functions of the tests. Dot-source it in BeforeAll: . $PSScriptRoot/TestHelpers.ps1
#
# The tests run on the engine in DOCKERPS_TEST_ENGINE, or else on the one that the docker command would use. They name their objects with
# New-TestName, so that two runs at once do not disturb each other, and call Remove-TestObject in AfterAll.

if (-not (Get-Module DockerPS)) {
    Import-Module ([IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '../../DockerPS.psd1')))
}
if ($env:DOCKERPS_TEST_ENGINE) {
    $env:DOCKER_HOST = $env:DOCKERPS_TEST_ENGINE
}

# an image with a shell and common programs, which the test setup imports
$TestImage = 'dockerps-test/busybox:latest'
$TestRun = 't' + [guid]::NewGuid().ToString('N').Substring(0, 8)

# A name for a container, volume, image or file that no other run uses.
function New-TestName([string]$Suffix = 'x') {
    "$TestRun-$Suffix"
}

# A container that runs until it is removed, and stops at once when told to.
function New-TestContainer([string]$Suffix = 'c', [hashtable]$With = @{}) {
    New-Container $TestImage -Name (New-TestName $Suffix) -Start @With -Command sh, -c, 'trap "exit 0" TERM; sleep 1000000 & wait'
}

# A folder that Remove-TestObject removes.
function New-TestFolder([string]$Suffix = 'folder') {
    [IO.Directory]::CreateDirectory([IO.Path]::Combine([IO.Path]::GetTempPath(), (New-TestName $Suffix))).FullName
}

# Runs a script at another location.
function Invoke-TestAt([string]$Location, [scriptblock]$Script) {
    $before = $ExecutionContext.SessionState.Path.CurrentLocation
    $null = $ExecutionContext.SessionState.Path.SetLocation($Location)
    try {
        & $Script
    }
    finally {
        $null = $ExecutionContext.SessionState.Path.SetLocation($before.Path)
    }
}

# A folder with a Dockerfile. Unnamed images from its builds are removed if they have the label dockerps-test=$TestRun.
function New-TestContext([string]$Suffix, [string[]]$Dockerfile) {
    $folder = New-TestFolder $Suffix
    [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'Dockerfile'), ($Dockerfile -join "`n"))
    $folder
}

# Writes files into a folder.
function Write-TestFile([string]$Folder, [hashtable]$Files) {
    foreach ($name in $Files.Keys) {
        $path = [IO.Path]::Combine($Folder, $name)
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path))
        [IO.File]::WriteAllText($path, $Files[$name])
    }
}

# The output of a container that is created from an image.
function Get-TestOutput($Image, [string]$Command) {
    @(Invoke-Container $Image -RemoveAfter -Pull Never -Command sh, -c, $Command) -join '|'
}

# Runs a script in a separate process of the tests' PowerShell, and returns its output lines.
function Invoke-TestPowerShell([string]$Script) {
    $program, [string[]]$arguments = if ($env:DOCKERPS_TEST_PWSH) { $env:DOCKERPS_TEST_PWSH | ConvertFrom-Json } else { 'dotnet', (Join-Path $PSHOME pwsh.dll), '-NoProfile' }
    & $program @arguments -NonInteractive -Command $Script
}

# Runs a script in a separate runspace.
function Start-TestScript([string]$Script) {
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
    $null = $shell.AddScript(". '$PSScriptRoot/TestHelpers.ps1'; $Script")
    $null = $shell.BeginInvoke()
    $shell
}

# Whether a program with this command line is running on this machine.
function Test-TestProcess([string]$CommandLine) {
    foreach ($folder in [IO.Directory]::GetDirectories('/proc')) {
        try {
            if ([IO.File]::ReadAllText("$folder/cmdline").Replace("`0", ' ').Trim() -eq $CommandLine) { return $true }
        }
        catch { $null = $_ }
    }
    $false
}

# Waits until a condition holds.
function Wait-TestCondition([scriptblock]$Condition, [int]$Limit) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Limit) { return $false }
        [Threading.Thread]::Sleep(50)
    }
    $true
}

# The address of a registry without a login, and of one that only accepts the user of New-TestCredential. tests/TestEngine starts both.
function Get-TestRegistry([switch]$Secure) {
    $variable = if ($Secure) { 'DOCKERPS_TEST_SECURE_REGISTRY' } else { 'DOCKERPS_TEST_REGISTRY' }
    $address = [Environment]::GetEnvironmentVariable($variable)
    if (-not $address) {
        throw "The environment variable $variable must name a registry for the tests: run them with build.ps1 Test, which starts one."
    }
    $address
}

# A user for a registry; by default the one that the secure registry accepts.
function New-TestCredential([string]$Name = $env:DOCKERPS_TEST_SECURE_REGISTRY_USER, [string]$Password = $env:DOCKERPS_TEST_SECURE_REGISTRY_PASSWORD) {
    [pscredential]::new($Name, [Net.NetworkCredential]::new('', $Password).SecurePassword)
}

# A folder with a configuration of the docker command that contains one login.
function New-TestDockerConfig([string]$Registry, [pscredential]$Credential) {
    $folder = New-TestFolder config
    $login = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$($Credential.UserName):$($Credential.GetNetworkCredential().Password)"))
    [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'config.json'), "{ `"auths`": { `"$Registry`": { `"auth`": `"$login`" } } }")
    $folder
}

# Removes everything of this run.
function Remove-TestObject {
    Get-Container "$TestRun*" | Remove-Container -Force -RemoveVolume
    Get-Volume "$TestRun*" | Remove-Volume -Confirm:$false
    Get-Network "$TestRun*" | Remove-Network
    Get-Image "*$TestRun*" | Remove-Image -Force
    Get-Image -Dangling -Label "dockerps-test=$TestRun" | Remove-Image -Force
    foreach ($folder in [IO.Directory]::GetDirectories([IO.Path]::GetTempPath(), "$TestRun*")) {
        [IO.Directory]::Delete($folder, $true)
    }
}

# The error that a script block throws or writes; nothing if there is none.
function Get-TestError([scriptblock]$Script) {
    try {
        $records = @(& $Script 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        if ($records) { $records[0] }
    }
    catch {
        $_
    }
}

# The part of an error's id that names its subject.
function Get-TestErrorId([scriptblock]$Script) {
    $record = Get-TestError $Script
    if ($record) { ($record.FullyQualifiedErrorId -split ',')[0] }
}

# Gives the session a separate, empty configuration of the docker command; Exit-TestConfiguration restores the previous one.
function Enter-TestConfiguration {
    $script:TestVariables = @{}
    foreach ($name in 'DOCKER_CONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_API_VERSION') {
        $script:TestVariables[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }
    $env:DOCKER_CONFIG = New-TestFolder 'config'
}

# Restores the variables to their values before Enter-TestConfiguration.
function Exit-TestConfiguration {
    foreach ($name in $script:TestVariables.Keys) {
        [Environment]::SetEnvironmentVariable($name, $script:TestVariables[$name])
    }
}
