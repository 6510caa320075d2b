# Sample objects for every view: all states, long names, many ports. Ages are relative to now, so that tables show the same each time;
# values that
# lists show in full are fixed.
param([switch]$Fixed)

$engine = 'unix:///var/run/docker.sock'
$long = 'payments-reconciliation-worker-of-the-accounting-department-1'

function Get-Moment([timespan]$age) {
    if ($Fixed) { [datetime]::SpecifyKind('2026-01-02T03:04:05', 'Local') } else { [datetime]::Now - $age }
}

function Get-Id([char]$digit) { [string]::new($digit, 64) }

# properties with their own type in PowerShell cannot be set there
function New-Typed([type]$type, [hashtable]$values) {
    $made = [Activator]::CreateInstance($type)
    foreach ($name in $values.Keys) {
        $property = $type.GetProperty($name)
        $property.SetValue($made, ($values[$name] -as $property.PropertyType))
    }
    $made
}

function New-Port([string]$text) {
    $null = $text -match '^(?:(?<address>.*):(?<host>\d+)->)?(?<port>\d+)/(?<protocol>\w+)$'
    $address = if ($Matches.address) { $Matches.address.Trim('[', ']') } else { [NullString]::Value }
    $hostPort = if ($Matches.host) { [int]$Matches.host } else { $null }
    [DockerPS.ContainerPort]::new([int]$Matches.port, $Matches.protocol, $hostPort, $address)
}

function New-Pairs([hashtable]$table) {
    $pairs = [Collections.Generic.Dictionary[string, string]]::new()
    foreach ($key in $table.Keys | Sort-Object) { $pairs[$key] = $table[$key] }
    $pairs
}

$web = @('0.0.0.0:8080->80/tcp', '[::]:8080->80/tcp', '127.0.0.1:8443->443/tcp', '9000/tcp').ForEach({ New-Port $_ })
$range = @(10000..10020).ForEach({ New-Port "0.0.0.0:$_->$_/tcp"; New-Port "[::]:$_->$_/tcp" })
$networks = [DockerPS.ContainerNetwork[]]@([DockerPS.ContainerNetwork]::new('frontend', (Get-Id 'd'), '172.20.0.5', 'fd00::5', '172.20.0.1', '02:42:ac:14:00:05', [string[]]@('web', 'www')))
$mounts = [DockerPS.ContainerMount[]]@(
    [DockerPS.ContainerMount]::new('volume', 'site', '/var/lib/docker/volumes/site/_data', '/usr/share/nginx/html', 'local', $true)
    [DockerPS.ContainerMount]::new('bind', [NullString]::Value, '/etc/hosts.d', '/etc/hosts.d', [NullString]::Value, $false))

function New-Sample([string]$name, [string]$state, [string]$health, [string]$status, $ports, [string]$image = 'nginx:1.25') {
    [DockerPS.Container]@{
        Engine = $engine; Id = Get-Id 'a'; Name = $name; Image = $image; ImageId = "sha256:$(Get-Id 'b')"; Command = "/docker-entrypoint.sh nginx -g 'daemon off;'"
        Created = Get-Moment '00:01:20'; State = $state; Health = $health; Status = $status; Ports = [DockerPS.ContainerPort[]]@($ports); Networks = $networks; Mounts = $mounts
        Labels = New-Pairs @{ 'com.docker.compose.project' = 'shop'; env = 'production' }; Size = 1234567; RootFileSystemSize = 188234567
    }
}

$containers = @(
    New-Sample web Running Healthy 'Up About a minute (healthy)' $web
    New-Sample app-unhealthy Running Unhealthy 'Up 23 seconds (unhealthy)' (New-Port '80/tcp')
    New-Sample starting Running Starting 'Up Less than a second (health: starting)' @()
    New-Sample paused Paused None 'Up 2 weeks (Paused)' @()
    New-Sample crashing Restarting None 'Restarting (137) 59 seconds ago' @()
    New-Sample job-ok Exited None 'Exited (0) About an hour ago' @()
    New-Sample created Created None 'Created' @()
    New-Sample dead Dead None 'Dead' @()
    New-Sample $long Running None 'Up 23 months' $range "registry.example.com:5000/team/$($long):1.2.3"
)

$detail = New-Typed ([DockerPS.ContainerDetail]) @{
    Engine = $engine; Id = Get-Id 'a'; Name = 'web'; Image = 'nginx:1.25'; ImageId = "sha256:$(Get-Id 'b')"; Command = "nginx -g 'daemon off;'"; Created = Get-Moment '1'; State = 'Running'
    Status = 'Up 3 hours (healthy)'; Health = 'Healthy'; Ports = [DockerPS.ContainerPort[]]@($web); Networks = $networks; Mounts = $mounts
    Labels = New-Pairs @{ a = '1'; b = '2'; c = '3'; d = '4'; e = '5' }; StartedAt = Get-Moment '03:00:00'; ProcessId = 4194303
    HealthLog = [DockerPS.HealthCheckResult[]]@([DockerPS.HealthCheckResult]::new((Get-Moment '00:01:00'), '00:00:00.2500000', 0, 'ok')); Entrypoint = [string[]]@('/docker-entrypoint.sh')
    Arguments = [string[]]@('nginx', '-g', 'daemon off;'); Environment = New-Pairs @{ A = '1'; B = 'two words'; C = '3'; D = '4'; E = '5' }; User = 'nginx'; WorkingDirectory = '/srv'
    Hostname = 'web'; StopSignal = 'SIGQUIT'; StopTimeout = '00:00:30'; RestartPolicy = 'on-failure:3'; NetworkMode = 'frontend'; Memory = 67108864; Cpu = 1.5; LogDriver = 'json-file'
    Platform = 'linux'; Size = 1234567; RootFileSystemSize = 188234567
}

$image = @{
    Engine = $engine; Id = "sha256:$(Get-Id 'b')"; Digests = [string[]]@("nginx@sha256:$(Get-Id 'c')"); Tags = [string[]]@('nginx:1.25', 'nginx:1', 'nginx:latest', 'proxy:1', 'proxy:2', 'proxy:3')
    ParentId = [NullString]::Value; Created = Get-Moment '20'; Size = 187654321; Labels = New-Pairs @{ maintainer = 'NGINX Docker Maintainers' }
}

function New-Image([string]$repository, [string]$tag, [type]$type = [DockerPS.Image], [hashtable]$more = @{}) {
    $values = $image + $more + @{ Name = if ($repository) { "$($repository):$tag" } else { $image.Id } }
    if ($repository) { $values += @{ Repository = $repository; Tag = $tag; Digest = "sha256:$(Get-Id 'c')" } }
    New-Object $type.FullName -Property $values -ErrorAction SilentlyContinue
    $null = $Error
}

$at = [DockerPS.DockerfileExtent]::new(3, 1, 4, 12, 40, 80)
$from = [DockerPS.DockerfileInstruction]@{ Keyword = 'FROM'; WrittenKeyword = 'FROM'; KeywordExtent = $at; Extent = $at; Code = 'FROM golang:1.24 AS build'; Text = "FROM golang:1.24 AS build`n"; ArgumentText = 'golang:1.24 AS build'; Stage = 0; Flags = [DockerPS.DockerfileFlag[]]@([DockerPS.DockerfileFlag]::new('platform', '$BUILDPLATFORM', $at)); Arguments = [DockerPS.DockerfileArgument[]]@('golang:1.24', 'AS', 'build').ForEach({ [DockerPS.DockerfileArgument]::new($_, $at) }) }
$run = [DockerPS.DockerfileInstruction]@{ Keyword = 'RUN'; WrittenKeyword = 'run'; KeywordExtent = $at; Extent = $at; Code = 'RUN go build ./... && go test ./... && go vet ./...'; Text = "run go build`n"; ArgumentText = 'go build ./... && go test ./... && go vet ./...'; Stage = 0; Comments = [string[]]@('builds all', 'and tests it') }
$stage = [DockerPS.DockerfileStage]@{ Index = 0; Name = 'build'; Base = 'golang:1.24'; Platform = 'linux/amd64'; From = $from; Instructions = [DockerPS.DockerfileInstruction[]]@($from, $run); Dependencies = [DockerPS.DockerfileDependency[]]@([DockerPS.DockerfileDependency]::new('From', 'golang:1.24', $null, 3), [DockerPS.DockerfileDependency]::new('CopyFrom', 'tools', 1, 5)) }
$dockerfile = [DockerPS.Dockerfile]@{ Path = '/home/me/src/shop/Dockerfile'; Text = "FROM golang:1.24 AS build`n"; LineCount = 12; Instructions = [DockerPS.DockerfileInstruction[]]@($from, $run); Stages = [DockerPS.DockerfileStage[]]@($stage); Directives = [DockerPS.DockerfileDirective[]]@([DockerPS.DockerfileDirective]::new('syntax', 'docker/dockerfile:1', $at)) }

$steps = [DockerPS.BuildStep[]]@(
    [DockerPS.BuildStep]::new(1, '[1/2] FROM busybox', 1, (Get-Moment '00:01:00'), '00:00:00.1000000', $true, [NullString]::Value)
    [DockerPS.BuildStep]::new(2, "[2/2] RUN make all install clean && echo $long && rm -rf /tmp/build", 2, (Get-Moment '00:01:00'), '00:01:12.3456789', $false, [NullString]::Value)
    [DockerPS.BuildStep]::new(3, 'exporting', $null, (Get-Moment '00:01:00'), '00:00:01', $false, 'no space left on device'))

@{
    'DockerPS.Container'            = $containers
    'DockerPS.Container#Size'       = $containers
    'DockerPS.ContainerDetail'      = $detail
    'DockerPS.ContainerCommandResult' = New-Typed ([DockerPS.ContainerCommandResult]) @{ Engine = $engine; Container = 'web'; ExitCode = 3; StandardOutput = "one`ntwo"; StandardError = 'three'; Duration = '00:00:01.2345678' }
    'DockerPS.ContainerLogLine'     = @(@('web', 'ready', 'StandardOutput'), @('db', "cannot read $long", 'StandardError')).ForEach({
            $line = [psobject]::new($_[1])
            $line.PSObject.Properties.Add([psnoteproperty]::new('Container', $_[0]))
            $line.PSObject.Properties.Add([psnoteproperty]::new('Stream', $_[2]))
            $line
        })
    'DockerPS.ContainerStatistics'  = @(
        [DockerPS.ContainerStatistics]@{ Engine = $engine; Id = Get-Id 'a'; Name = 'web'; CpuPercent = 12.345; Memory = 319488; MemoryLimit = 67108864; NetworkReceived = 1234; NetworkSent = 5678901; BlockRead = 0; BlockWritten = 123456789; ProcessCount = 3; Time = Get-Moment '0' }
        [DockerPS.ContainerStatistics]@{ Engine = $engine; Id = Get-Id 'b'; Name = $long; CpuPercent = 12800.5; Memory = 1099400000000; MemoryLimit = 1099511627775; NetworkReceived = 999499999; NetworkSent = 999499999; BlockRead = 999499999999; BlockWritten = 999499999999; ProcessCount = 123456; Time = Get-Moment '0' })
    'DockerPS.ContainerProcess'     = @(
        New-Typed ([DockerPS.ContainerProcess]) @{ Engine = $engine; Container = 'web'; User = 'root'; ProcessId = 42; ParentProcessId = 7; Started = Get-Moment '03:10:00'; Time = '00:00:01'; Command = 'nginx: master process nginx -g daemon off;' }
        New-Typed ([DockerPS.ContainerProcess]) @{ Engine = $engine; Container = $long; User = 'systemd-resolve'; ProcessId = 4194303; ParentProcessId = 4194302; Started = Get-Moment '100'; Time = '99.01:02:03'; Command = "java -jar $long.jar" })
    'DockerPS.ContainerChange'      = @('Added', 'Modified', 'Deleted').ForEach({ [DockerPS.ContainerChange]@{ Engine = $engine; Container = 'web'; Kind = $_; Path = "/var/cache/$long/$long/file" } })
    'DockerPS.PublishedPort'        = @(
        New-Typed ([DockerPS.PublishedPort]) @{ Engine = $engine; Container = 'web'; Port = 80; HostPort = 8080; HostAddress = '0.0.0.0' }
        New-Typed ([DockerPS.PublishedPort]) @{ Engine = $engine; Container = $long; Port = 65535; HostPort = 65535; Protocol = 'sctp'; HostAddress = '2001:db8:1234:5678:9abc:def0:1234:5678' })
    'DockerPS.Image'                = @(New-Image nginx '1.25'; New-Image "registry.example.com:5000/team/$long" '1.2.3-rc.4-build.20261125'; New-Image)
    'DockerPS.Image#Digest'         = @(New-Image nginx '1.25'; New-Image "registry.example.com:5000/team/$long" '1.2.3-rc.4-build.20261125'; New-Image)
    'DockerPS.ImageDetail'          = New-Image nginx '1.25' ([DockerPS.ImageDetail]) @{
        OperatingSystem = 'linux'; Architecture = 'amd64'; Entrypoint = [string[]]@('/docker-entrypoint.sh'); Command = [string[]]@('nginx', '-g', 'daemon off;'); Environment = New-Pairs @{ A = '1'; B = '2'; C = '3'; D = '4'; E = '5' }
        ExposedPorts = [string[]]@('80/tcp', '443/tcp'); Layers = [string[]]@(1..6).ForEach({ "sha256:$(Get-Id "$_")" }); Containers = [string[]]@('web'); StopSignal = 'SIGQUIT'; LastTagged = Get-Moment '1'; StorageDriver = 'overlay2'
        HealthCheck = [DockerPS.ImageHealthCheck]::new([string[]]@('CMD', 'true'), '00:00:30', [NullString]::Value, [NullString]::Value, 3)
    }
    'DockerPS.PublishedImage'       = @('nginx', "registry.example.com:5000/$long").ForEach({ [DockerPS.PublishedImage]@{ Engine = $engine; Repository = $_; Tag = '1.2.3-rc.4-build.20261125'; Digest = "sha256:$(Get-Id 'c')"; Size = 1234 } })
    'DockerPS.RemovedImage'         = @([DockerPS.RemovedImage]@{ Engine = $engine; Action = 'Untagged'; Reference = "registry.example.com:5000/$($long):1.2.3" }; [DockerPS.RemovedImage]@{ Engine = $engine; Action = 'Deleted'; Reference = "sha256:$(Get-Id 'c')" })
    'DockerPS.ImageHistoryEntry'    = @(
        [DockerPS.ImageHistoryEntry]@{ Engine = $engine; Image = 'nginx:1.25'; Id = "sha256:$(Get-Id 'b')"; Created = Get-Moment '20'; CreatedBy = 'CMD ["nginx" "-g" "daemon off;"]'; Comment = 'buildkit.dockerfile.v0' }
        [DockerPS.ImageHistoryEntry]@{ Engine = $engine; Image = 'nginx:1.25'; Created = Get-Moment '800'; CreatedBy = "RUN /bin/sh -c set -x && groupadd --system nginx && echo $long # buildkit"; Size = 112345678; Comment = 'imported from a tarball that somebody made somewhere' })
    'DockerPS.FoundImage'           = @(
        [DockerPS.FoundImage]@{ Engine = $engine; Name = 'nginx'; Stars = 20123; IsOfficial = $true; Description = 'Official build of Nginx.' }
        [DockerPS.FoundImage]@{ Engine = $engine; Name = "team/$long"; Stars = 0; Description = "$long, and everything that belongs to it" })
    'DockerPS.BuildCacheEntry'      = @(
        [DockerPS.BuildCacheEntry]@{ Engine = $engine; Id = 'abcdefghijklmnopqrstuvwxy'; Type = 'exec.cachemount'; Size = 123456789; LastUsed = Get-Moment '00:00:30'; IsShared = $true; Description = "cached mount /root/.cache from exec /bin/sh -c $long" }
        [DockerPS.BuildCacheEntry]@{ Engine = $engine; Id = 'bbcdefghijklmnopqrstuvwxy'; Type = 'source.git.checkout'; Size = 0; Description = 'git snapshot' })
    'DockerPS.Volume'               = @(
        [DockerPS.Volume]@{ Engine = $engine; Name = 'site'; Driver = 'local'; MountPoint = '/var/lib/docker/volumes/site/_data'; Created = Get-Moment '3'; Scope = 'local'; UsedBy = [string[]]@('web', 'web-2', 'backup'); Labels = New-Pairs @{ a = '1'; b = '2' }; Options = New-Pairs @{ type = 'nfs' } }
        [DockerPS.Volume]@{ Engine = $engine; Name = Get-Id 'e'; Driver = 'vieux/sshfs:latest'; MountPoint = "/mnt/volumes/$long"; UsedBy = [string[]]@($long) })
    'DockerPS.Network'              = @(
        [DockerPS.Network]@{ Engine = $engine; Id = Get-Id 'd'; Name = 'bridge'; Driver = 'bridge'; Scope = 'local'; Created = Get-Moment '40'; Subnets = [DockerPS.NetworkSubnet[]]@([DockerPS.NetworkSubnet]::new('172.17.0.0/16', '172.17.0.1', [NullString]::Value), [DockerPS.NetworkSubnet]::new('fd00::/64', 'fd00::1', [NullString]::Value)); Containers = [DockerPS.NetworkEndpoint[]]@([DockerPS.NetworkEndpoint]::new('web', (Get-Id 'a'), '172.17.0.2', 'fd00::2', '02:42:ac:11:00:02')) }
        [DockerPS.Network]@{ Engine = $engine; Id = Get-Id 'e'; Name = $long; Driver = 'overlay'; Scope = 'swarm'; Internal = $true; Attachable = $true; IPv6 = $true; Created = Get-Moment '00:59:30' })
    'DockerPS.DockerConnection'     = @(
        New-Typed ([DockerPS.DockerConnection]) @{ Engine = $engine; Context = 'default'; Source = 'default address'; IsConnected = $true; IsDefault = $true; ApiVersion = '1.41'; OperatingSystem = 'linux' }
        New-Typed ([DockerPS.DockerConnection]) @{ Engine = 'ssh://admin@build-server-of-the-team.example.com:2222'; Context = $long; Source = 'variable DOCKER_HOST'; CertificatePath = '/home/me/.docker/certificates'; SkipCertificateCheck = $true })
    'DockerPS.DockerContext'        = @(
        [DockerPS.DockerContext]@{ Name = 'default'; Description = 'What the docker command uses'; Endpoint = $engine; IsCurrent = $true }
        [DockerPS.DockerContext]@{ Name = $long; Description = 'A description that goes on and on, as they do when nobody stops them'; Endpoint = 'tcp://a-rather-long-host-name.example.com:2376'; CertificatePath = '/home/me/.docker/contexts/tls'; CertificateFiles = [string[]]@('ca.pem', 'cert.pem', 'key.pem'); MetadataPath = '/home/me/.docker/contexts/meta/meta.json' })
    'DockerPS.ImageBuildResult'     = New-Typed ([DockerPS.ImageBuildResult]) @{ Engine = $engine; Source = '/home/me/src/shop'; ImageId = "sha256:$(Get-Id 'b')"; Tags = [string[]]@('shop:1', 'shop:latest'); Started = Get-Moment '00:01:20'; Duration = '00:01:13.4500000'; ContextSent = 12345; Warnings = [string[]]@('one', 'two', 'three', 'four', 'five'); Steps = $steps }
    'DockerPS.BuildStep'            = $steps
    'DockerPS.BuildContextItem'     = @(
        [DockerPS.BuildContextItem]@{ Path = 'src/main.go'; Kind = 'File'; Length = 12345; IsIgnored = $false; Modified = Get-Moment '1' }
        [DockerPS.BuildContextItem]@{ Path = "node_modules/$long"; Kind = 'Folder'; IsIgnored = $true; Pattern = '**/node_modules/**/and-what-lies-in-them'; PatternFile = '.dockerignore'; PatternLine = 3 })
    'DockerPS.DockerfileDiagnostic' = @(
        [DockerPS.DockerfileDiagnostic]@{ Rule = 'StageNameCasing'; Severity = 'Warning'; Source = 'BuildCheck'; Path = '/home/me/src/shop/Dockerfile'; Extent = $at; Message = "Stage name 'Build' should be in lower case, as builders compare names without regard to it"; Reason = 'It reads as two names.'; Fix = 'build'; HelpUri = 'https://docs.docker.com/go/dockerfile/rule/stage-name-casing/' }
        [DockerPS.DockerfileDiagnostic]@{ Rule = 'LegacyKeyValueFormat'; Severity = 'Information'; Source = 'Review'; Extent = $at; Message = 'Short'; Reason = 'Why.'; CanFix = $true })
    'DockerPS.Dockerfile'           = $dockerfile
    'DockerPS.DockerfileInstruction' = @($from, $run)
    'DockerPS.DockerfileStage'      = $stage
    'DockerPS.DockerVersion'        = New-Typed ([DockerPS.DockerVersion]) @{ Engine = $engine; Version = '20.10.24'; FullVersion = '20.10.24+dfsg1'; ApiVersion = '1.41'; MinimumApiVersion = '1.12'; UsedApiVersion = '1.41'; ModuleVersion = '1.2.3'; OperatingSystem = 'linux'; Architecture = 'amd64'; KernelVersion = '6.1.0-28-cloud-amd64'; GoVersion = 'go1.19.8'; GitCommit = '5d6db84'; Built = Get-Moment '400'; Components = [DockerPS.DockerComponent[]]@([DockerPS.DockerComponent]::new('containerd', '1.6.20~ds1', (New-Pairs @{ GitCommit = '1.6.20' }))) }
    'DockerPS.DockerComponent'      = [DockerPS.DockerComponent]::new('containerd', '1.6.20~ds1', (New-Pairs @{ GitCommit = '1.6.20'; Experimental = 'false' }))
    'DockerPS.DockerInfo'           = [DockerPS.DockerInfo]@{ Engine = $engine; Name = 'build-server-of-the-team'; Id = 'ABCD:EFGH'; ServerVersion = '20.10.24+dfsg1'; OperatingSystem = 'Debian GNU/Linux 12 (bookworm)'; OperatingSystemType = 'linux'; Architecture = 'x86_64'; KernelVersion = '6.1.0-28-cloud-amd64'; ProcessorCount = 128; Memory = 16653729792; Containers = 14; ContainersRunning = 9; ContainersPaused = 1; ContainersStopped = 4; Images = 27; StorageDriver = 'overlay2'; StorageStatus = New-Pairs @{ 'Backing Filesystem' = 'extfs'; 'Native Overlay Diff' = 'true' }; SecurityOptions = [DockerPS.DockerSecurityOption[]]@([DockerPS.DockerSecurityOption]::new('seccomp', (New-Pairs @{ profile = 'default' })), [DockerPS.DockerSecurityOption]::new('cgroupns', (New-Pairs @{}))); VolumeDrivers = [string[]]@('local'); Runtimes = [string[]]@('io.containerd.runc.v2', 'runc'); SwarmState = 'Inactive'; Labels = New-Pairs @{ zone = 'a' }; IndexServer = 'https://index.docker.io/v1/'; Warnings = [string[]]@('WARNING: No swap limit support', 'WARNING: No blkio throttle') }
}
