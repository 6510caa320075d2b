#requires -Version 7.4
<#
.SYNOPSIS
A tour of DockerPS on a real engine, from a base image to cleaning up.

.DESCRIPTION
Creates a base image from this machine's busybox, builds an image on it, runs it as a web server with a published port and a volume,
reads its log, lists its objects, runs a command in it, pushes its image to a registry, and removes everything that it created. Nothing
else is touched.

./build.sh Demo sets everything up and runs the tour; with an engine and the module loaded you can also run it directly:
./examples/tour.ps1 -Registry localhost:5000
#>
[CmdletBinding()]
param(
    # A registry to push to, such as localhost:5000. Without one, that part is skipped.
    [string]$Registry,

    # A static busybox on this machine.
    [string]$BusyBox = @('/usr/bin/busybox', '/bin/busybox' | Where-Object { [IO.File]::Exists($_) })[0]
)

$ErrorActionPreference = 'Stop'
$id = [guid]::NewGuid().ToString('N').Substring(0, 6)
$base = "tour-$id-base"
$site = "tour-$id-site"
$volume = "tour-$id-data"
$web = "tour-$id-web"
$folder = [IO.Directory]::CreateTempSubdirectory('dockerps-tour').FullName
$clock = [Diagnostics.Stopwatch]::StartNew()
$stops = [Collections.Generic.List[string]]::new()

# Announces a step, shows its code, and runs it.
function Step([string]$Title, [scriptblock]$Code) {
    $Host.UI.WriteLine('')
    $Host.UI.WriteLine('Cyan', $Host.UI.RawUI.BackgroundColor, "== $Title")
    foreach ($line in $Code.ToString().Trim() -split '\r?\n') {
        $Host.UI.WriteLine('DarkGray', $Host.UI.RawUI.BackgroundColor, "   PS> $($line.Trim())")
    }
    . $Code | Out-Default
    $stops.Add($Title)
}

try {
    # a root file system: one program under all the names that we need
    $root = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'root')).FullName
    foreach ($name in 'bin', 'tmp', 'www') { $null = [IO.Directory]::CreateDirectory([IO.Path]::Combine($root, $name)) }
    [IO.File]::Copy($BusyBox, [IO.Path]::Combine($root, 'bin/busybox'))
    foreach ($name in 'sh', 'echo', 'cat', 'date', 'httpd', 'ls', 'sleep', 'uname', 'wc') {
        $null = [IO.File]::CreateSymbolicLink([IO.Path]::Combine($root, "bin/$name"), 'busybox')
    }
    $tar = [IO.Path]::Combine($folder, 'root.tar')
    [Formats.Tar.TarFile]::CreateFromDirectory($root, $tar, $false)

    $context = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'site')).FullName
    [IO.File]::WriteAllText([IO.Path]::Combine($context, 'index.html'), "<h1>Hello from DockerPS</h1>`n")
    [IO.File]::WriteAllText([IO.Path]::Combine($context, 'Dockerfile'), @"
FROM $base
WORKDIR /www
COPY index.html .
RUN echo "built on `$(uname -s)" > build.txt
EXPOSE 80
CMD ["sh", "-c", "echo serving /www; exec httpd -f -v -p 80 -h /www"]
"@)

    Step 'The engine' { Get-DockerVersion }
    Step 'A base image, created from a root file system' { Import-Image $tar -RootFileSystem -Tag $base }
    Step 'An image, built from a Dockerfile' { Invoke-ImageBuild $context -Tag $site }
    Step 'A volume' { New-Volume $volume -Label @{ tour = $id } }
    Step 'A web server in the background, with a published port and the volume' {
        New-Container $site -Name $web -Start -Port 80 -Volume "${volume}:/data" -Label @{ tour = $id }
    }
    Step 'Wait until it accepts connections' { Wait-Container $web -Port 80 -Timeout 30s }
    $port = @(Get-ContainerPort $web -Port 80)[0].HostPort
    Step "Request http://localhost:$port/" { [Net.Http.HttpClient]::new().GetStringAsync("http://127.0.0.1:$port/").Result.Trim() }
    Step 'Its log' { Get-ContainerLog $web }
    Step 'Run a command in it' { Invoke-ContainerCommand $web -- sh -c 'date > /data/visited; ls /data; cat build.txt' }
    Step 'The containers of this tour' { Get-Container -Label "tour=$id" }
    Step 'Its images' { Get-Image "tour-$id-*" }
    Step 'Its volume, and what uses it' { Get-Volume $volume }
    if ($Registry) {
        Step "Push the image to the registry at $Registry" {
            $null = Add-ImageTag $site -Tag "$Registry/$site"
            Publish-Image "$Registry/$site"
        }
    }
}
finally {
    $Host.UI.WriteLine('')
    $Host.UI.WriteLine('Cleaning up')
    Get-Container "tour-$id-*" | Remove-Container -Force
    Get-Volume "tour-$id-*" | Remove-Volume -Confirm:$false
    Get-Image "*tour-$id-*" | Remove-Image -Force -Confirm:$false
    [IO.Directory]::Delete($folder, $true)
}

$Host.UI.WriteLine('')
$summary = 'The tour made {0} stops in {1:F0} seconds, and has removed everything:' -f $stops.Count, $clock.Elapsed.TotalSeconds
$Host.UI.WriteLine('Green', $Host.UI.RawUI.BackgroundColor, $summary)
foreach ($stop in $stops) { $Host.UI.WriteLine("  done: $stop") }
