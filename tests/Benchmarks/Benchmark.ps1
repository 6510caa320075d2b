#requires -Version 7.4
<#
.SYNOPSIS
Compares the module's speed with the docker command's, and prints the table for the README.

.DESCRIPTION
Runs on the engine in DOCKER_HOST, with its own objects, which it removes. Each figure is the median of several runs, in which both sides
take turns; cold starts and memory are measured in separate processes.
#>
param(
    # The module to measure.
    [string]$Module = [IO.Path]::Combine($PSScriptRoot, '../../DockerPS.psd1'),

    # The command line to which the text of a script is appended.
    [string[]]$PowerShell = @([Environment]::ProcessPath, '-NoProfile', '-Command'),

    # The image for the containers: any with a shell.
    [string]$Image = 'dockerps-test/busybox',

    # How many containers.
    [int]$Count = 300,

    # How many containers go through a chain of cmdlets.
    [int]$ManyCount = 1000,

    # The number of lines of 100 bytes in the large log.
    [int]$LogLines = 2000000,

    # The size in megabytes of the large build context and of the large image.
    [int]$ContextSize = 300,

    # The registry to push to and pull from, without a login and with deletable blobs.
    [string]$Registry = $env:DOCKERPS_TEST_REGISTRY
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$Module = [IO.Path]::GetFullPath($Module)
Import-Module $Module
$run = 'bench-' + [guid]::NewGuid().ToString('N').Substring(0, 6)
$folder = [IO.Directory]::CreateTempSubdirectory('dockerps-bench').FullName
$table = [Collections.Generic.List[string]]::new()

function Write-Note([string]$Text) {
    $Host.UI.WriteLine("  $Text")
}

function Get-Median([double[]]$Values) {
    [Array]::Sort($Values)
    $Values[[int][Math]::Floor($Values.Length / 2)]
}

# The time of one run in milliseconds.
function Measure-Once([scriptblock]$Script) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Script
    $clock.Elapsed.TotalMilliseconds
}

# The median of the numbers that a script prints, with each run in a separate process.
function Measure-Process([string]$Script, [int]$Times = 7) {
    $program, $arguments = $PowerShell
    $values = foreach ($i in 0..$Times) { [double](& $program @arguments $Script) }
    Get-Median $values[1..$Times]
}

# The peak memory in MB of a process that imports the module and runs a script.
function Measure-Peak([string]$Script, [int]$Times = 3) {
    Measure-Process "Import-Module '$Module'; `$null = $Script; [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1e6" $Times
}

function Add-Row([string]$What, [double]$Ours, [object]$Docker, [string]$Unit = 'ms') {
    $format = if ($Unit -eq 'ms') { '{0:F0} ' + $Unit } else { '{0:F1} ' + $Unit }
    $beside = if ($null -eq $Docker) { '–', '–' } else { ($format -f [double]$Docker), ('{0:F1} ×' -f ($Docker / $Ours)) }
    $row = "| $What | $($format -f $Ours) | $($beside[0]) | $($beside[1]) |"
    $table.Add($row)
    Write-Note $row
}

# Adds a row with the median times of two script blocks, which take turns, so that both run under the same conditions. Preparing each run
# does not
# count, nor does the first run of each, which warms up.
function Add-Comparison([string]$What, [scriptblock]$OurSide, [scriptblock]$DockerSide, [int]$Times = 7, [scriptblock]$Before = { }, [string]$Unit = 'ms') {
    $measured = foreach ($i in 0..$Times) {
        $pair = foreach ($side in $OurSide, $DockerSide) {
            $null = & $Before
            Measure-Once $side
        }
        if ($i -gt 0) { , $pair }
    }
    $divisor = if ($Unit -eq 's') { 1000 } else { 1 }
    Add-Row $What ((Get-Median @(foreach ($pair in $measured) { $pair[0] })) / $divisor) ((Get-Median @(foreach ($pair in $measured) { $pair[1] })) / $divisor) $Unit
}

# Removes the contents of a repository from the registry, so that a push has to send everything.
function Clear-Repository([string]$Name) {
    $client = [Net.Http.HttpClient]::new()
    foreach ($type in 'docker.distribution.manifest.v2', 'docker.distribution.manifest.list.v2', 'oci.image.manifest.v1', 'oci.image.index.v1') {
        $client.DefaultRequestHeaders.Accept.ParseAdd("application/vnd.$type+json")
    }
    $repository = "http://$Registry/v2/$Name"
    # an index leads to its manifests
    $references = [Collections.Generic.Queue[string]]::new([string[]]'latest')
    while ($references.Count -gt 0) {
        $answer = $client.GetAsync("$repository/manifests/$($references.Dequeue())").GetAwaiter().GetResult()
        if ($answer.IsSuccessStatusCode) {
            $manifest = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
            $digest = @($answer.Headers.GetValues('Docker-Content-Digest'))[0]
            foreach ($content in [regex]::Matches($manifest, 'sha256:[0-9a-f]{64}')) {
                if ("$($answer.Content.Headers.ContentType)" -match 'index|list') {
                    $references.Enqueue($content)
                }
                $null = $client.DeleteAsync("$repository/blobs/$content").GetAwaiter().GetResult()
            }
            $null = $client.DeleteAsync("$repository/manifests/$digest").GetAwaiter().GetResult()
        }
    }
    $client.Dispose()
}

# A docker command that builds with BuildKit, built in or with its plugin; nothing if there is none.
function Find-BuildKitCommand {
    $env:DOCKER_BUILDKIT = '1'
    foreach ($command in Get-Command docker -CommandType Application -All | ForEach-Object Source) {
        $version = [version]((& $command version --format '{{.Client.Version}}') -replace '[^\d.].*')
        if ($version.Major -lt 23 -or "$(& $command buildx version 2>&1)" -match 'docker/buildx') {
            return $command
        }
    }
}

# Creates many numbered containers.
function New-Many([string]$Prefix, [int]$Number = $Count, [switch]$Start) {
    foreach ($i in 1..$Number) {
        $null = New-Container $Image -Name "$Prefix$i" -Start:$Start -Command sleep, 3600
    }
}

try {
    Write-Note "Making $Count containers"
    New-Many "$run-c"
    $import = "`$clock = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$Module'; "
    Add-Row 'Import-Module in a fresh process' (Measure-Process ($import + '$clock.Elapsed.TotalMilliseconds')) $null
    Add-Row "First Get-Container of $Count, after the import" (Measure-Process ($import + '$clock.Restart(); $null = Get-Container; $clock.Elapsed.TotalMilliseconds')) $null

    Add-Comparison "List $Count containers" { Get-Container } {
        docker ps -a --no-trunc --format '{{json .}}' | ConvertFrom-Json }
    $names = foreach ($i in 1..$Count) { "$run-c$i" }
    Add-Comparison "All details of $Count containers" { Get-Container -Detailed } { docker inspect $names | ConvertFrom-Json }

    $null = New-Container $Image -Name "$run-exec" -Start -Command sleep, 3600
    Add-Comparison 'Run a command in a container' { Invoke-ContainerCommand "$run-exec" -Command echo, hi } { docker exec "$run-exec" echo hi } 15
    Add-Comparison 'Run a container and remove it' { Invoke-Container $Image -RemoveAfter -Command echo, hi } { docker run --rm $Image echo hi } 15

    $requests = @(Get-Container "$run-c1*" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -notmatch '_ping' }).Count
    Write-Note "Get-Container '$run-c1*' asks the engine $requests time(s)"

    Get-Container "$run-c*" | Remove-Container

    Write-Note "Starting and stopping $Count containers that do not listen to their stop signal, which are killed after 10 seconds"
    New-Many "$run-s"
    $names = foreach ($i in 1..$Count) { "$run-s$i" }
    $null = New-Container $Image -Name "$run-one" -Start -Command sleep, 3600
    Add-Row 'Stop 1 container that needs 10 s' ((Measure-Once { Stop-Container "$run-one" }) / 1000) $null 's'
    $start = Measure-Once { Get-Container "$run-s*" | Start-Container }
    $stop = Measure-Once { Get-Container "$run-s*" | Stop-Container }
    Add-Row "Start $Count containers" ($start / 1000) ((Measure-Once { docker start $names }) / 1000) 's'
    Add-Row "Stop $Count containers that need 10 s each" ($stop / 1000) ((Measure-Once { docker stop $names }) / 1000) 's'
    Get-Container "$run-s*" | Remove-Container -Force

    Write-Note "Making, stopping and removing $ManyCount containers"
    $names = foreach ($i in 1..$ManyCount) { "$run-m$i" }
    $make = Measure-Once { New-Many "$run-m" $ManyCount }
    $listPeak = Measure-Peak 'Get-Container'
    $detailPeak = Measure-Peak 'Get-Container -Detailed'
    $chain = Measure-Once { Get-Container "$run-m*" | Stop-Container -PassThru | Remove-Container }
    Add-Row "Create $ManyCount containers, one by one" ($make / 1000) ((Measure-Once { foreach ($name in $names) { docker create --name $name $Image sleep 3600 } }) / 1000) 's'
    Add-Row "``Get-Container \| Stop-Container \| Remove-Container`` over $ManyCount" ($chain / 1000) ((Measure-Once {
                $found = docker ps -aq --filter "name=$run-m"; docker stop $found; docker rm $found }) / 1000) 's'

    Write-Note "Writing a log of $LogLines lines"
    $line = 'x' * 99
    $null = New-Container $Image -Name "$run-log" -Start -Command sh, -c, "yes $line | head -n $LogLines"
    $null = Wait-Container "$run-log"
    $ours = [IO.Path]::Combine($folder, 'ours.log')
    $theirs = [IO.Path]::Combine($folder, 'theirs.log')
    Add-Comparison "A log of $($LogLines / 10000) MB to a file" { Get-ContainerLog "$run-log" -OutFile $ours } { sh -c "docker logs '$run-log' > '$theirs'" } 3 -Unit s
    if ([IO.FileInfo]::new($ours).Length -ne [IO.FileInfo]::new($theirs).Length) {
        throw 'The two logs are not the same.'
    }

    Write-Note "A build context of $ContextSize MB"
    $context = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'context')).FullName
    [IO.File]::WriteAllText([IO.Path]::Combine($context, 'Dockerfile'), "FROM $Image`nCOPY Dockerfile /`n")
    $bytes = [byte[]]::new(1MB)
    foreach ($i in 1..$ContextSize) {
        [Random]::new($i).NextBytes($bytes)
        [IO.File]::WriteAllBytes([IO.Path]::Combine($context, "data$i"), $bytes)
    }

    $buildKit = Find-BuildKitCommand
    if ($buildKit) {
        # a mount transfers the whole context without copying anything
        $list = [IO.Path]::Combine($folder, 'list.Dockerfile')
        [IO.File]::WriteAllText($list, "FROM $Image`nRUN --mount=type=bind,target=/context ls -l /context > /list`n")
        $prune = { & $buildKit builder prune --all --force }
        $change = { [Random]::Shared.NextBytes($bytes); [IO.File]::WriteAllBytes([IO.Path]::Combine($context, 'data1'), $bytes) }
        $build = { Invoke-ImageBuild $context -File $list -Tag "$run-list" 6> $null }
        $buildByCommand = { & $buildKit build --quiet --file $list --tag "$run-list" $context }
        Add-Comparison "Build with a context of $ContextSize MB" $build $buildByCommand 5 $prune s
        Add-Comparison 'Build again with one changed file of 1 MB' $build $buildByCommand 15 $change
    }

    Write-Note "An image of $ContextSize MB"
    # not from a build, whose cache would keep the layer when the image is removed
    $large = "$run-image:latest"
    $ours = [IO.Path]::Combine($folder, 'ours.tar')
    [Formats.Tar.TarFile]::CreateFromDirectory($context, $ours, $false)
    $null = Import-Image $ours -RootFileSystem -Tag $large
    $theirs = [IO.Path]::Combine($folder, 'theirs.tar')
    $remove = { Get-Image "*$run-image*" | Remove-Image }
    Add-Comparison "Save an image of $ContextSize MB" { Export-Image $large -Path $ours } { docker save -o $theirs $large } 5 -Unit s
    Add-Comparison "Load an image of $ContextSize MB" { Import-Image $ours } { docker load -i $theirs } 5 $remove s
    if ($Registry) {
        $remote = "$Registry/$run-image"
        $clear = { Clear-Repository "$run-image" }
        $null = Add-ImageTag $large $remote
        Add-Comparison "Push an image of $ContextSize MB" { Publish-Image $remote } { docker push $remote } 3 $clear s
        Add-Comparison "Pull an image of $ContextSize MB" { Install-Image $remote } { docker pull $remote } 5 $remove s
    }

    Write-Note 'Peak memory'
    Add-Row 'Peak memory: module loaded, nothing done' (Measure-Peak '1') $null 'MB'
    Add-Row "Peak memory: list $ManyCount containers" $listPeak $null 'MB'
    Add-Row "Peak memory: all details of $ManyCount containers" $detailPeak $null 'MB'
    Add-Row "Peak memory: a log of $($LogLines / 10000) MB to a file" (Measure-Peak "Get-ContainerLog $run-log -OutFile '$ours'") $null 'MB'
    Add-Row "Peak memory: a log of $($LogLines / 10000) MB through the pipeline" (Measure-Peak "Get-ContainerLog $run-log | ForEach-Object { }" 1) $null 'MB'
    Add-Row "Peak memory: a build context of $ContextSize MB" (Measure-Peak "Invoke-ImageBuild '$context' -Tag $run-build 6> `$null") $null 'MB'
    Add-Row "Peak memory: an image of $ContextSize MB from a file" (Measure-Peak "Import-Image '$theirs'") $null 'MB'
    Add-Row "Peak memory: an image of $ContextSize MB to a file" (Measure-Peak "Export-Image '$large' -Path '$ours'") $null 'MB'
}
finally {
    Get-Container "$run*" | Remove-Container -Force
    Get-Image "*$run*" | Remove-Image -Force
    [IO.Directory]::Delete($folder, $true)
}

$Host.UI.WriteLine('')
$Host.UI.WriteLine('| | DockerPS | docker | faster |')
$Host.UI.WriteLine('|---|---:|---:|---:|')
foreach ($row in $table) { $Host.UI.WriteLine($row) }
