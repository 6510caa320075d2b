BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # Runs a program on this machine and returns its output.
    function Invoke-TestProgram([string]$Program, [string[]]$Arguments) {
        $output = & $Program @Arguments 2>&1
        if ($LASTEXITCODE -ne 0) { throw "$Program $Arguments ended with $LASTEXITCODE`: $output" }
        $output
    }

    # A tar with a file and two Dockerfiles; returns its path.
    function New-TestTar([string]$Suffix, [string]$Format, [string]$Compression = '--verbose') {
        $context = New-TestContext $Suffix "FROM $TestImage", 'COPY . /x/'
        Write-TestFile $context @{ 'other.Dockerfile' = "FROM $TestImage`nLABEL other=yes"; 'a.txt' = 'content' }
        $file = [IO.Path]::Combine((New-TestFolder "packed-$Suffix"), 'context.tar')
        $null = Invoke-TestProgram tar @("--format=$Format", $Compression, '-C', $context, '-cf', $file, '.')
        $file
    }

    function Find-TestPort {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $listener.LocalEndpoint.Port
        $listener.Stop()
    }

    # Starts a program that listens on a port of this machine, and waits until it is ready.
    $TestServers = [Collections.Generic.List[Diagnostics.Process]]::new()
    function Start-TestServer([int]$Port, [string]$Program, [string[]]$Arguments) {
        $start = [Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
        $TestServers.Add([Diagnostics.Process]::Start($start))
        Wait-TestCondition { Invoke-Quiet { [Net.Sockets.TcpClient]::new('127.0.0.1', $Port).Dispose(); $true } } 20 | Should -BeTrue
    }

    # Serves the git repositories below a folder, and returns their address.
    function Start-TestGitServer([string]$Folder) {
        $port = Find-TestPort
        Start-TestServer $port git daemon, '--export-all', '--reuseaddr', '--listen=127.0.0.1', "--port=$port", "--base-path=$Folder", $Folder
        "git://127.0.0.1:$port"
    }

    # Serves the files of a folder over HTTP, and returns their address. Scripts write the responses: for real files the server could answer
    # "not modified"
    # because BuildKit already has a file of the same size and time, but without an ETag, which BuildKit treats as an error.
    function Start-TestWebServer([string]$Folder) {
        $port = Find-TestPort
        $site = New-TestFolder "site-$port"
        foreach ($file in [IO.Directory]::GetFiles($Folder)) {
            $script = [IO.Path]::Combine($site, 'cgi-bin', [IO.Path]::GetFileName($file))
            Write-TestFile $site @{ $script = "#!/bin/sh`
printf 'Content-Type: application/octet-stream\r\nContent-Length: $([IO.FileInfo]::new($file).Length)\r\n\r\n'; [ `$REQUEST_METHOD = HEAD ] || exec cat '$file'" }
            [IO.File]::SetUnixFileMode($script, 'UserRead, UserExecute')
        }
        Start-TestServer $port busybox httpd, '-f', '-p', "127.0.0.1:$port", '-h', $site
        "http://127.0.0.1:$port/cgi-bin/"
    }

    # The response of a script, or nothing if it fails.
    function Invoke-Quiet([scriptblock]$Script) {
        try { & $Script } catch { $null = $_ }
    }

    # A git repository with two Dockerfiles on its branch main, and one in a folder on the branch other; returns its address.
    function New-TestRepository([string]$Suffix) {
        $folder = New-TestFolder $Suffix
        Write-TestFile $folder @{
            'app/Dockerfile' = "FROM $TestImage`
COPY . /x/`
LABEL from=main"
            'app/docker/my.Dockerfile' = "FROM $TestImage`
LABEL from=mine"
            'app/below/Dockerfile' = "FROM $TestImage`
LABEL from=below"
        }
        $app = [IO.Path]::Combine($folder, 'app')
        foreach ($arguments in @(
                , @('init', '-q', '-b', 'main', $app)
                , @('-C', $app, 'add', '.')
                , @('-C', $app, '-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-q', '-m', 'x'))) {
            $null = Invoke-TestProgram git $arguments
        }
        "$(Start-TestGitServer $folder)/app/.git"
    }

}

AfterAll {
    foreach ($process in $TestServers) { $process.Kill(); $process.Dispose() }
    Remove-TestObject
}

Describe 'Invoke-ImageBuild with <Builder>' -ForEach @(
    @{ Builder = 'BuildKit' }
    @{ Builder = 'Classic' }
) {
    It 'builds a folder and returns the image under each name' {
        $context = New-TestContext "plain-$Builder" "FROM $TestImage", 'COPY . /x/', 'RUN echo built > /x/made'
        Write-TestFile $context @{ 'a.txt' = 'a'; 'below/ä ö.txt' = 'b' }
        $name = (New-TestName "plain-$Builder").ToLowerInvariant()
        $images = @(Invoke-ImageBuild $context -Builder $Builder -Tag $name, "${name}:2")
        @($images | ForEach-Object { $_.Name }) -join ' ' | Should -Be "${name}:latest ${name}:2"
        $images[0] | Should -BeOfType ([DockerPS.Image])
        Get-TestOutput $images[1] 'cat /x/a.txt "/x/below/ä ö.txt" /x/made' | Should -Be 'abbuilt'
    }

    It 'builds without a name' {
        $image = Invoke-ImageBuild (New-TestContext "nameless-$Builder" "FROM $TestImage", "LABEL nameless=$TestRun") -Builder $Builder
        $image.Labels['nameless'] | Should -Be $TestRun
        $image.IsDangling | Should -BeTrue
        Remove-Image $image
    }

    It 'takes arguments, labels and a stage' {
        $env:DOCKERPS_FROM_SESSION = 'from the session'
        $context = New-TestContext "options-$Builder" @(
            "FROM $TestImage AS first", 'ARG A', 'ARG DOCKERPS_FROM_SESSION', 'ARG DOCKERPS_NOT_SET=default'
            'ENV GOT="$A, $DOCKERPS_FROM_SESSION, $DOCKERPS_NOT_SET"', 'LABEL stage=first', "FROM $TestImage", 'LABEL stage=second')
        try {
            $image = Invoke-ImageBuild $context -Builder $Builder -Target first -Label @{ added = 'yes' } -Tag "$(New-TestName options):1" -BuildArgument @{ A = 'a "quoted" $x' }, 'DOCKERPS_FROM_SESSION', 'DOCKERPS_NOT_SET'
        }
        finally {
            $env:DOCKERPS_FROM_SESSION = $null
        }
        $image.Labels['stage'], $image.Labels['added'] -join ' ' | Should -Be 'first yes'
        (Get-Image $image -Detailed).Environment.GOT | Should -Be 'a "quoted" $x, from the session, default'
    }

    It 'leaves out what .dockerignore says' {
        $context = New-TestContext "ignore-$Builder" "FROM $TestImage", 'COPY . /x/'
        Write-TestFile $context @{ '.dockerignore' = "*`n!keep`nkeep/*.tmp`n"; 'keep/a' = ''; 'keep/b.tmp' = ''; 'drop/c' = '' }
        $image = Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName ignore):1"
        Get-TestOutput $image 'cd /x; find . -type f | grep -v -i docker | sort' | Should -Be './keep/a'
    }

    It 'takes a Dockerfile from elsewhere' {
        $context = New-TestContext "elsewhere-$Builder" 'FROM no.such.registry.invalid/x'
        Write-TestFile $context @{ 'a' = '' }
        $other = New-TestFolder "other-$Builder"
        Write-TestFile $other @{ 'my.Dockerfile' = "FROM $TestImage`nCOPY a /a`nLABEL elsewhere=1" }
        (Invoke-ImageBuild $context -Builder $Builder -File ([IO.Path]::Combine($other, 'my.Dockerfile')) -Tag "$(New-TestName elsewhere):1").Labels['elsewhere'] | Should -Be '1'
    }

    It 'uses what an earlier build did, but not with -NoCache' {
        $context = New-TestContext "cache-$Builder" "FROM $TestImage", 'RUN cat /proc/sys/kernel/random/uuid > /id'
        $first = Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName cache):1"
        $again = Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName cache):2" -InformationVariable told
        $fresh = Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName cache):3" -NoCache
        $again.Id | Should -Be $first.Id
        $fresh.Id | Should -Not -Be $first.Id
        @($told | Where-Object { "$_" -match '^CACHED .*RUN cat' }) | Should -HaveCount 1
    }

    It 'tells what the steps write on the information stream' {
        $context = New-TestContext "told-$Builder" "FROM $TestImage", 'RUN echo "to output"; echo "to error" >&2'
        $null = Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName told):1" -NoCache -InformationVariable told
        $output = $told | Where-Object { "$_" -eq 'to output' }
        $output.MessageData | Should -BeOfType ([DockerPS.BuildLogLine])
        $output.MessageData.Step | Should -Match '^\[2/2\] RUN echo'
        ($told | Where-Object { "$_" -eq 'to error' }).MessageData.IsError | Should -BeTrue
    }

    It 'tells nothing with -Quiet' {
        $context = New-TestContext "quiet-$Builder" "FROM $TestImage", 'RUN echo loud'
        (Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName quiet):1" -Quiet -InformationVariable told).Tag | Should -Be '1'
        $told | Should -BeNullOrEmpty
    }

    It 'says in one error which step failed, where and why' {
        $context = New-TestContext "failed-$Builder" "FROM $TestImage", "LABEL dockerps-test=$TestRun", 'RUN echo first \', '  second', 'RUN echo "last words"; exit 7', 'RUN echo never'
        $problems = @(Invoke-ImageBuild $context -Builder $Builder -NoCache 2>&1)
        $problems | Should -HaveCount 1
        $problem = $problems[0]
        $problem.FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        $problem.CategoryInfo.Category | Should -Be 'InvalidResult'
        $problem.TargetObject | Should -Be $context
        "$problem" | Should -Match 'Dockerfile, line 5'
        "$problem" | Should -Match 'last words'
        $failure = $problem.Exception.Detail
        $failure | Should -BeOfType ([DockerPS.BuildFailure])
        $failure.Step | Should -Match 'RUN echo "last words"; exit 7$'
        $failure.Line, $failure.ExitCode -join ' ' | Should -Be '5 7'
        $failure.Output | Should -Be 'last words'
    }

    It 'says <Says> of <What>' -ForEach @(
        @{ What = 'an unknown instruction'; Dockerfile = 'FROM scratch', 'FOO bar'; Says = 'line 2\): .*FOO' }
        @{ What = 'a missing file'; Dockerfile = 'FROM scratch', 'COPY none /'; Says = 'line 2\): .*none' }
        @{ What = 'a missing stage'; Dockerfile = , 'FROM scratch'; With = @{ Target = 'none' }; Says = 'none' }
        @{ What = 'a missing base image'; Dockerfile = , 'FROM 127.0.0.1:9/none'; Says = 'line 1\): .*127.0.0.1:9' }
        @{ What = 'a base image without a name'; Dockerfile = 'ARG NAME', 'FROM $NAME'; Says = 'line 2\): .*blank' }
        @{ What = 'a missing image to copy from'; Dockerfile = 'FROM scratch', 'COPY --from=127.0.0.1:9/none /a /'; Says = 'line 2\): .*127.0.0.1:9' }
        @{ What = 'a missing file to add'; Dockerfile = 'FROM scratch', 'ADD http://127.0.0.1:9/none /'; Says = 'line 2\): .*127.0.0.1:9' }
    ) {
        if (-not $With) { $With = @{} }
        $problem = Get-TestError { Invoke-ImageBuild (New-TestContext "wrong-$Builder" $Dockerfile) -Builder $Builder @With }
        $problem.FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        "$problem" | Should -Match $Says
    }

    It 'says what to do about <What>' -ForEach @(
        @{ What = 'a registry that asks who it is'; Dockerfile = { "FROM $(Get-TestRegistry -Secure)/$(New-TestName none):1" }; Line = 1; Says = "'docker login'" }
        @{ What = 'a file without a folder'; Dockerfile = { "FROM $TestImage", 'COPY none /' }; Line = 2; Says = '-Path' }
    ) {
        $problems = @(& $Dockerfile | Invoke-ImageBuild -Builder $Builder 2>&1)
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        $problems[0].Exception.Detail.Line | Should -Be $Line
        $problems[0].ErrorDetails.RecommendedAction | Should -Match $Says
    }

    It 'pulls a base image that is missing, as the user of the docker configuration' {
        $secure = Get-TestRegistry -Secure
        $base = "$secure/$(New-TestName base):1"
        $null = Add-ImageTag $TestImage $base | Publish-Image -Credential (New-TestCredential)
        Remove-Image $base
        $context = New-TestContext "base-$Builder" "ARG REGISTRY=$secure", "FROM `$REGISTRY/$(New-TestName base):1", 'LABEL base=yes'
        Get-TestErrorId { Invoke-ImageBuild $context -Builder $Builder } | Should -Be 'BuildFailed'
        $before = $env:DOCKER_CONFIG
        $env:DOCKER_CONFIG = New-TestDockerConfig $secure (New-TestCredential)
        try {
            (Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName onbase):1").Labels['base'] | Should -Be 'yes'
        }
        finally {
            $env:DOCKER_CONFIG = $before
        }
        # BuildKit does not add it to the images
        Get-Image $base -ErrorAction SilentlyContinue | Remove-Image
    }

    It 'builds a Dockerfile that is in no file, with files and without' {
        $context = New-TestContext "text-$Builder" 'FROM no.such.registry.invalid/x'
        Write-TestFile $context @{ 'a' = 'content' }
        $lines = "FROM $TestImage", 'LABEL way=text', 'COPY a /a'
        $image = $lines | Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName text):1"
        Get-TestOutput $image 'cat /a' | Should -Be 'content'
        (Invoke-ImageBuild $context -DockerfileContent $lines -Builder $Builder -Tag "$(New-TestName text):2").Labels['way'] | Should -Be 'text'
        ($lines[0..1] | Invoke-ImageBuild -Builder $Builder -Tag "$(New-TestName text):3").Labels['way'] | Should -Be 'text'
        (Invoke-ImageBuild -DockerfileContent ($lines[0..1] -join "`
") -Builder $Builder -Tag "$(New-TestName text):4").Labels['way'] | Should -Be 'text'
        $problem = Get-TestError { $lines | Invoke-ImageBuild -Builder $Builder }
        $problem.FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        $problem.Exception.Detail.Line | Should -Be 3
    }

    It 'builds a tar from the pipeline: <Format> <Compression>' -ForEach @(
        @{ Format = 'gnu' }, @{ Format = 'ustar' }, @{ Format = 'pax' }, @{ Format = 'v7' }, @{ Format = 'pax'; Compression = '--gzip' }
    ) {
        $bytes = [IO.File]::ReadAllBytes((New-TestTar "tar-$Builder" $Format $(if ($Compression) { $Compression } else { '--verbose' })))
        Get-TestOutput (, $bytes | Invoke-ImageBuild -Builder $Builder -Tag "$(New-TestName tar):1") 'cat /x/a.txt' | Should -Be 'content'
    }

    It 'builds a tar that is larger than what a connection holds: <Format> <Compression>' -ForEach @(
        @{ Format = 'gnu' }, @{ Format = 'pax' }, @{ Format = 'pax'; Compression = '--gzip' }
    ) {
        $context = New-TestContext "large-$Builder" "FROM $TestImage", 'COPY large /', 'RUN sha256sum /large'
        $bytes = [byte[]]::new(30MB)
        [Random]::Shared.NextBytes($bytes)
        [IO.File]::WriteAllBytes("$context/large", $bytes)
        $file = "$(New-TestFolder "packed-large-$Builder")/context.tar"
        $null = Invoke-TestProgram tar @(@("--format=$Format", $Compression, '-C', $context, '-cf', $file, '.') | Where-Object { $_ })
        $null = , [IO.File]::OpenRead($file) | Invoke-ImageBuild -Builder $Builder -Tag "$(New-TestName large):1" -InformationVariable told
        "$told" | Should -Match ([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes)))
    }

    It 'builds what git serves' {
        $uri = New-TestRepository "git-$Builder"
        $image = Invoke-ImageBuild -Uri "$uri#main" -Builder $Builder -Tag "$(New-TestName git):1"
        $image.Labels['from'] | Should -Be 'main'
        Get-TestOutput $image 'ls /x' | Should -Be 'Dockerfile|below|docker'
        (Invoke-ImageBuild -Uri "$uri#main" -File docker/my.Dockerfile -Builder $Builder -Tag "$(New-TestName git):2").Labels['from'] | Should -Be 'mine'
        "$(Get-TestError { Invoke-ImageBuild -Uri "$uri#none" -Builder $Builder })" | Should -Match 'The build failed.*none'
        if ($Builder -eq 'Classic') {
            (Invoke-ImageBuild -Uri "$uri#main:below" -Builder $Builder -Tag "$(New-TestName git):3").Labels['from'] | Should -Be 'below'
        }
    }

    It 'builds what an address serves: <What>' -ForEach @(
        @{ What = 'a tar'; Name = 'context.tar'; Compression = '--verbose' }
        @{ What = 'a compressed tar'; Name = 'context.tar.gz'; Compression = '--gzip' }
        @{ What = 'another Dockerfile of a tar'; Name = 'context.tar'; Compression = '--verbose'; With = @{ File = 'other.Dockerfile' }; Label = 'yes' }
        @{ What = 'a Dockerfile'; Name = 'served.txt'; Label = 'served' }
    ) {
        $folder = New-TestFolder "served-$(Find-TestPort)"
        if ($Compression) { [IO.File]::Copy((New-TestTar "served-tar-$Builder" gnu $Compression), "$folder/$Name") } else { Write-TestFile $folder @{ $Name = "FROM $TestImage`
LABEL other=served" } }
        if (-not $With) { $With = @{} }
        $image = Invoke-ImageBuild -Uri "$(Start-TestWebServer $folder)$Name" -Builder $Builder -Tag "$(New-TestName served):1" @With
        $image.Labels['other'] | Should -Be $Label
        if (-not $Label) { Get-TestOutput $image 'cat /x/a.txt' | Should -Be 'content' }
    }

    It 'says in one error what an address does not serve: <What>' -ForEach @(
        @{ What = 'a file that is not there'; Name = 'none.tar'; Says = 'none\.tar.* 404' }
        @{ What = 'a Dockerfile that fails'; Name = 'failing'; Says = "RUN .*exit 6'.*last words" }
        @{ What = 'a server that is not there'; Uri = 'http://127.0.0.1:9/x.tar'; Says = '127\.0\.0\.1:9.*connection refused' }
    ) {
        if (-not $Uri) {
            $folder = New-TestFolder "unserved-$Builder"
            Write-TestFile $folder @{ 'failing' = "FROM $TestImage`
LABEL dockerps-test=$TestRun`
RUN echo last words; exit 6" }
            $Uri = "$(Start-TestWebServer $folder)$Name"
        }
        $problems = @(Invoke-ImageBuild -Uri $Uri -Builder $Builder 2>&1)
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        "$($problems[0])" -replace '\s+', ' ' | Should -Match $Says
        "$($problems[0])" | Should -Not -Match '<html>|lost'
    }

    It 'tells the user and password of an address to nobody' {
        $uri = 'http://somebody:hidden4711@127.0.0.1:9/app.git#main'
        $told = @(Invoke-ImageBuild -Uri $uri -Builder $Builder -Verbose -Debug -InformationAction Continue *>&1)
        @($told | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        "$told" | Should -Match '127.0.0.1:9/app.git'
        "$told" | Should -Not -Match 'hidden4711'
    }

    It 'gives the proxies of the docker configuration to the steps' {
        $before = $env:DOCKER_CONFIG
        $env:DOCKER_CONFIG = New-TestFolder "proxies-$Builder"
        Write-TestFile $env:DOCKER_CONFIG @{ 'config.json' = '{ "proxies": { "default": { "httpProxy": "http://proxy.invalid:3128", "noProxy": "a,b" } } }' }
        try {
            $null = "FROM $TestImage", 'RUN env' | Invoke-ImageBuild -Builder $Builder -NoCache -BuildArgument @{ NO_PROXY = 'mine' } -Tag "$(New-TestName proxies):1" -InformationVariable told
            $container = @(Invoke-Container $TestImage -RemoveAfter -Environment NO_PROXY=mine -Command env)
        }
        finally {
            $env:DOCKER_CONFIG = $before
        }
        $step = @($told | ForEach-Object { "$_" })
        foreach ($line in 'HTTP_PROXY=http://proxy.invalid:3128', 'http_proxy=http://proxy.invalid:3128', 'NO_PROXY=mine') {
            $step | Should -Contain $line
            $container | Should -Contain $line
        }
        $step | Should -Not -Contain 'no_proxy=a,b'
        $container | Should -Contain 'no_proxy=a,b'
        (Get-Image "$(New-TestName proxies):1" -Detailed).Environment.Keys | Where-Object { $_ -match 'proxy' } | Should -BeNullOrEmpty
    }

    It 'takes hosts for the steps' {
        $null = "FROM $TestImage", 'RUN cat /etc/hosts' | Invoke-ImageBuild -Builder $Builder -NoCache -AddHost db:10.1.2.3, 'six=[fe80::5]' -Tag "$(New-TestName hosts):1" -InformationVariable told
        "$told" | Should -Match '10\.1\.2\.3\s+db'
        "$told" | Should -Match 'fe80::5\s+six'
    }

    It 'knows the host of the engine as host-gateway' {
        $null = "FROM $TestImage", 'RUN cat /etc/hosts' | Invoke-ImageBuild -Builder $Builder -NoCache -AddHost gate:host-gateway -Tag "$(New-TestName gate):1" -InformationVariable told
        "$told" | Should -Match '\d+\.\d+\.\d+\.\d+\s+gate'
    }

    It 'builds with the API version that DOCKER_API_VERSION names' {
        $env:DOCKER_API_VERSION = '1.41'
        try {
            Get-TestOutput ("FROM $TestImage", 'RUN echo old > /old' | Invoke-ImageBuild -Builder $Builder -Tag "$(New-TestName old):1") 'cat /old' | Should -Be 'old'
        }
        finally {
            $env:DOCKER_API_VERSION = $null
        }
    }

    It 'tells in one object how the build went' {
        $context = New-TestContext "result-$Builder" "FROM $TestImage", '', "LABEL result=$Builder", 'RUN echo made > /made'
        $name = "$(New-TestName "result-$Builder")".ToLowerInvariant()
        $first = Invoke-ImageBuild $context -Builder $Builder -Tag "${name}:1", "${name}:2" -NoCache -AsResult
        $first | Should -BeOfType ([DockerPS.ImageBuildResult])
        "$first", $first.Source, ($first.Tags -join ' ') -join '|' | Should -Be "${name}:1|$context|${name}:1 ${name}:2"
        $first.ImageId | Should -Be (Get-Image "${name}:1").Id
        $first.Failure | Should -BeNullOrEmpty
        # a store that identifies images by digest has one at once
        $first.Digest | Should -BeIn $null, $first.ImageId
        $run = $first.Steps | Where-Object { $_.Name -match 'RUN echo made' }
        $run.Line, $run.IsCached, $run.Error -join '|' | Should -Be '4|False|'
        $run.Duration -gt [timespan]::Zero -and $run.Duration -lt $first.Duration | Should -BeTrue
        $again = Invoke-ImageBuild $context -Builder $Builder -Tag "${name}:1" -PassThru
        $again.ImageId | Should -Be $first.ImageId
        ($again.Steps | Where-Object { $_.Name -match 'RUN echo made' }).IsCached | Should -BeTrue
        $again.CacheHits -gt 0 | Should -BeTrue
    }

    It 'tells in one object how far a failed build came' {
        $context = New-TestContext "result-failed-$Builder" "FROM $TestImage", "LABEL dockerps-test=$TestRun", 'RUN true', 'RUN exit 3'
        $both = @(Invoke-ImageBuild $context -Builder $Builder -AsResult 2>&1)
        $both | Should -HaveCount 2
        $result = $both[0]
        $result.ImageId | Should -BeNullOrEmpty
        $result.Failure.ExitCode | Should -Be 3
        ($result.Steps | Where-Object { $_.Error }).Line | Should -Be 4
        @($both[1].Exception.Detail.Steps | Where-Object { $_.Line }) -join '|' | Should -Match 'RUN true.*RUN exit 3'
    }

    It 'writes the id of the image to a file' {
        $file = [IO.Path]::Combine((New-TestFolder "id-$Builder"), 'id')
        [IO.File]::WriteAllText($file, 'old')
        $image = "FROM $TestImage", "LABEL id=$Builder" | Invoke-ImageBuild -Builder $Builder -ImageIdFile $file -Tag "$(New-TestName id):1"
        [IO.File]::ReadAllText($file) | Should -Be $image.Id
        "FROM $TestImage", 'RUN false' | Invoke-ImageBuild -Builder $Builder -ImageIdFile $file -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        [IO.File]::Exists($file) | Should -BeFalse
    }

    It 'shows each line on the host with -Progress Plain' {
        $told = @("FROM $TestImage", 'RUN echo shown; echo wrong >&2' | Invoke-ImageBuild -Builder $Builder -NoCache -Progress Plain -Tag "$(New-TestName plain):1" 6>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] })
        "$told" | Should -Match '#(\d+) \[2/2\] RUN echo shown.* #\1 \d+\.\d shown'
        ($told | Where-Object { "$_" -match '^#\d+ \[2/2\]' }).MessageData.ForegroundColor | Should -Be 'Cyan'
        ($told | Where-Object { "$_" -match ' wrong$' -and "$_" -notmatch 'RUN' }).MessageData.ForegroundColor | Should -Be 'Yellow'
        $told[0].Tags | Should -Contain 'PSHOST'
    }

    It 'shows one progress record with the running step and its last line' {
        $context = New-TestContext "progress-$Builder" "FROM $TestImage", 'RUN echo first; echo second; sleep 0.5'
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $null = $shell.AddScript(". '$PSScriptRoot/TestHelpers.ps1'; Invoke-ImageBuild '$context' -Builder $Builder -NoCache -Tag '$(New-TestName progress):1'").Invoke()
            $records = @($shell.Streams.Progress | Where-Object { $_.Activity -match 'Building' })
            @($records | ForEach-Object { $_.ActivityId } | Where-Object { $_ -ne $records[0].ActivityId }) | Should -BeNullOrEmpty
            $records[0].Activity | Should -Be "Building $(New-TestName progress):1"
            @($records | ForEach-Object { $_.StatusDescription }) -join '|' | Should -Match '\[2/2\] RUN echo first.*: second'
            $records[-1].RecordType | Should -Be 'Completed'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'takes over steps of another image' {
        $name = "$(New-TestName "cachefrom-$Builder")".ToLowerInvariant()
        (Invoke-ImageBuild -DockerfileContent "FROM $TestImage", 'RUN echo cached' -Builder $Builder -CacheFrom "${name}:none" -Tag "${name}:1").Tag | Should -Be '1'
        (Invoke-ImageBuild -DockerfileContent "FROM $TestImage", 'RUN echo cached' -Builder $Builder -CacheFrom "type=registry,ref=${name}:1" -Tag "${name}:2").Tag | Should -Be '2'
        Get-TestErrorId { Invoke-ImageBuild -DockerfileContent "FROM $TestImage" -Builder $Builder -CacheFrom type=local,src=x } | Should -Be 'InvalidCacheFrom'
    }

    It 'stops in the engine, too, when it is stopped' {
        $seconds = [Random]::Shared.Next(10000, 99999)
        $context = New-TestContext "stopped-$Builder" "FROM $TestImage", "RUN exec sleep $seconds"
        $shell = Start-TestScript "Invoke-ImageBuild '$context' -Builder $Builder -NoCache"
        try {
            Wait-TestCondition { Test-TestProcess "sleep $seconds" } 20 | Should -BeTrue
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds -lt 3 | Should -BeTrue
            Wait-TestCondition { -not (Test-TestProcess "sleep $seconds") } 10 | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Invoke-ImageBuild' {
    It 'builds stages side by side with mounts of BuildKit' {
        $context = New-TestContext stages "FROM $TestImage AS a", 'RUN --mount=type=cache,target=/cache echo a > /cache/x && cp /cache/x /a', "FROM $TestImage AS b", 'RUN echo b > /b', "FROM $TestImage", 'COPY --from=a /a /a', 'COPY --from=b /b /b'
        $image = Invoke-ImageBuild $context -Tag "$(New-TestName stages):1"
        Get-TestOutput $image 'cat /a /b' | Should -Be 'a|b'
    }

    It 'says why BuildKit takes a tar at an address for a Dockerfile' {
        $folder = New-TestFolder served-pax
        [IO.File]::Copy((New-TestTar pax-tar pax), "$folder/context.tar")
        $problem = Get-TestError { Invoke-ImageBuild -Uri "$(Start-TestWebServer $folder)context.tar" }
        $problem.ErrorDetails.RecommendedAction | Should -Match 'PAX.*-Builder Classic'
        "$problem" | Should -Not -Match '\\x00|\0'
    }

    It 'runs the steps of single stages anew with -NoCacheStage' {
        $context = New-TestContext stage "FROM $TestImage AS kept", 'RUN cat /proc/sys/kernel/random/uuid > /kept', "FROM $TestImage AS fresh", 'ARG WORD', 'RUN cat /proc/sys/kernel/random/uuid > /fresh', "FROM $TestImage", 'COPY --from=kept /kept /', 'COPY --from=fresh /fresh /', 'COPY file /'
        Write-TestFile $context @{ 'file' = 'content' }
        $name = New-TestName stage
        $first = Get-TestOutput (Invoke-ImageBuild $context -Tag "${name}:1") 'cat /kept /fresh'
        $image = Invoke-ImageBuild $context -Tag "${name}:2", "${name}:3" -NoCacheStage fresh -Label @{ way = 'stage' } -InformationVariable told
        $second = Get-TestOutput $image[0] 'cat /kept /fresh'
        ($second -split '\|')[0] | Should -Be ($first -split '\|')[0]
        ($second -split '\|')[1] | Should -Not -Be ($first -split '\|')[1]
        @($image | ForEach-Object { $_.Tag }) -join ' ' | Should -Be '2 3'
        $image[0].Labels['way'] | Should -Be 'stage'
        @($told | Where-Object { "$_" -match '^CACHED \[kept 2/2\] RUN' }) | Should -HaveCount 1
        $problem = Get-TestError { Invoke-ImageBuild (New-TestContext stagefailed "FROM $TestImage AS one", 'RUN echo "last words"; exit 5') -NoCacheStage one }
        $problem.FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        (@($problem.Exception.Detail.Line, $problem.Exception.Detail.ExitCode) + $problem.Exception.Detail.Output) -join '|' | Should -Be '2|5|last words'
    }

    It 'runs the steps of single stages anew: <What>' -ForEach @(
        @{ What = 'of a text'; Build = { $args[0] | Invoke-ImageBuild -Tag $args[1] -NoCacheStage fresh } }
        @{ What = 'of a tar'; Build = { , [IO.File]::ReadAllBytes((New-TestStageTar gnu $args[0])) | Invoke-ImageBuild -Tag $args[1] -NoCacheStage FRESH } }
        @{ What = 'of a tar of the PAX format'; Build = { , [IO.File]::ReadAllBytes((New-TestStageTar pax $args[0])) | Invoke-ImageBuild -Tag $args[1] -NoCacheStage fresh } }
        @{ What = 'for a tar of the result'; Build = { Invoke-ImageBuild -DockerfileContent $args[0] -NoCacheStage fresh -Output "type=tar,dest=$(New-TestFolder stage-out)/$($args[1] -replace '\W').tar" } }
    ) {
        function New-TestStageTar([string]$Format, [string[]]$Dockerfile) {
            $file = [IO.Path]::Combine((New-TestFolder packed-stage), 'context.tar')
            $null = Invoke-TestProgram tar @("--format=$Format", '-C', (New-TestContext stage-tar $Dockerfile), '-cf', $file, '.')
            $file
        }
        $dockerfile = "FROM $TestImage AS kept", "RUN cat /proc/sys/kernel/random/uuid > /$([guid]::NewGuid()) && cp /????????-* /kept", "FROM $TestImage AS fresh", 'RUN cat /proc/sys/kernel/random/uuid > /fresh', 'FROM scratch', 'COPY --from=kept /kept /', 'COPY --from=fresh /fresh /'
        $both = @(foreach ($number in 1, 2) {
                $made = & $Build $dockerfile "$(New-TestName anew):$number"
                if ($made -is [IO.FileInfo]) { "$(tar -xOf $made.FullName kept) $(tar -xOf $made.FullName fresh)" }
                else { Get-TestOutput (Invoke-ImageBuild -DockerfileContent "FROM $TestImage", "COPY --from=$($made.Name) /kept /fresh /x/" -Tag "$(New-TestName anew):shown") 'cat /x/kept /x/fresh' }
            })
        $first, $second = @($both | ForEach-Object { , ("$_" -split '[ |]') })
        $first | Should -HaveCount 2
        $second[0] | Should -Be $first[0]
        $second[1] | Should -Not -Be $first[1]
    }

    It 'runs the steps of a stage without a name anew, where the engine can' {
        if ((Get-DockerVersion).ApiVersion -lt '1.44') {
            Get-TestErrorId { "FROM $TestImage" | Invoke-ImageBuild -NoCacheStage stage-0 } | Should -Be 'ApiVersionTooLow'
            return
        }
        $dockerfile = "FROM $TestImage AS kept", "RUN cat /proc/sys/kernel/random/uuid > /kept # $TestRun", "FROM $TestImage", 'RUN cat /proc/sys/kernel/random/uuid > /fresh', 'COPY --from=kept /kept /'
        $first, $second = @(foreach ($with in @{}, @{ NoCacheStage = 'stage-1' }) {
                , ((Get-TestOutput (Invoke-ImageBuild -DockerfileContent $dockerfile -Tag "$(New-TestName unnamed):1" @with) 'cat /kept /fresh') -split '\|')
            })
        $second[0] | Should -Be $first[0]
        $second[1] | Should -Not -Be $first[1]
    }

    It 'refuses a stage that is not there with -NoCacheStage' {
        $problem = Get-TestError { "FROM scratch AS one" | Invoke-ImageBuild -NoCacheStage one, two }
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidNoCacheStage,DockerPS.Cmdlets.InvokeImageBuildCommand'
        "$problem" | Should -Match "'two'"
    }

    It 'builds the current location, and folders from the pipeline' {
        $context = New-TestContext here "FROM $TestImage", "LABEL here=$TestRun"
        (Invoke-TestAt $context { Invoke-ImageBuild -Tag "$(New-TestName here):1" }).Labels['here'] | Should -Be $TestRun
        ([IO.DirectoryInfo]$context | Invoke-ImageBuild -Tag "$(New-TestName here):2").Tag | Should -Be '2'
        ($context | Invoke-ImageBuild -Tag "$(New-TestName here):3").Tag | Should -Be '3'
        (Invoke-ImageBuild -LiteralPath $context -Tag "$(New-TestName here):4").Tag | Should -Be '4'
    }

    It 'finds files relative to the current location' {
        $context = New-TestContext relative "FROM $TestImage"
        Write-TestFile $context @{ 'docker/my.Dockerfile' = "FROM $TestImage`nLABEL mine=1"; 'docker/my.Dockerfile.dockerignore' = '*' }
        (Invoke-TestAt $context { Invoke-ImageBuild . -File docker/my.Dockerfile -Tag "$(New-TestName relative):1" }).Labels['mine'] | Should -Be '1'
        $problem = Get-TestError { Invoke-ImageBuild ([IO.Path]::Combine($context, 'docker')) }
        $problem.FullyQualifiedErrorId | Should -Be 'DockerfileNotFound,DockerPS.Cmdlets.InvokeImageBuildCommand'
    }

    It 'warns of a socket and builds all the same' {
        $context = New-TestContext socket "FROM $TestImage", 'COPY . /x/'
        $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        try {
            $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new([IO.Path]::Combine($context, 's')))
            (Invoke-ImageBuild $context -Tag "$(New-TestName socket):1" -WarningVariable warned -WarningAction SilentlyContinue).Tag | Should -Be '1'
            "$warned" | Should -Match "'s' is a socket"
        }
        finally {
            $socket.Dispose()
        }
    }

    It 'sends names that are not UTF-8' {
        $context = New-TestContext raw "FROM $TestImage", 'COPY . /x/'
        try {
            sh -c "cd '$context'; d=`$(printf 'd\351'); mkdir `"`$d`"; echo raw > `"`$d/`$(printf 'a\377')`"; ln -s `"`$d`" link; echo plain > plain"
            foreach ($builder in 'BuildKit', 'Classic') {
                $name = "$(New-TestName "raw$builder".ToLowerInvariant()):1"
                $null = Invoke-ImageBuild $context -Tag $name -Builder $builder -WarningVariable warned -WarningAction SilentlyContinue
                $found = Get-TestOutput $name 'cd /x; find . | sort | od -An -c | tr -d " \n"; cat link/a* plain 2>/dev/null; true'
                if ("$warned" -match 'which this builder does not support') {
                    # BuildKit of newer engines refuses such names: they are skipped, and named
                    $builder | Should -Be 'BuildKit'
                    [version](Get-DockerVersion).ApiVersion | Should -BeGreaterOrEqual ([version]'1.48')
                    "$warned" | Should -Match "'d\\xE9' has a name"
                    $found | Should -Match 'plain'
                    continue
                }
                $found | Should -Match '\./d351.*\./d351/a377.*raw\|plain'
            }
        }
        finally {
            # .NET cannot remove such names
            rm -rf $context
        }
    }

    It 'builds nothing with -WhatIf' {
        Invoke-ImageBuild (New-TestContext whatif "FROM $TestImage") -Tag (New-TestName whatif) -WhatIf | Should -BeNullOrEmpty
        Get-Image "$(New-TestName whatif)*" | Should -BeNullOrEmpty
    }

    It 'refuses <What> before anything is sent' -ForEach @(
        @{ What = 'a name'; With = @{ Tag = 'Upper' }; Id = 'InvalidImageName' }
        @{ What = 'a policy'; With = @{ Pull = 'Never' }; Id = 'InvalidPullPolicy' }
        @{ What = 'a Dockerfile that is not there'; With = @{ File = 'none/Dockerfile' }; Id = 'DockerfileNotFound' }
        @{ What = 'a host without an address'; With = @{ AddHost = 'db' }; Id = 'ParameterArgumentTransformationError' }
        @{ What = 'a limit that BuildKit would ignore'; With = @{ Memory = '100m' }; Id = 'InvalidBuildOption' }
        @{ What = 'a limit of the kernel that there is not'; With = @{ Builder = 'Classic'; Ulimit = 'none=1' }; Id = 'ParameterArgumentTransformationError' }
        @{ What = 'a Dockerfile twice'; With = @{ DockerfileContent = 'FROM scratch'; File = 'x' }; Id = 'InvalidDockerfile' }
    ) {
        Get-TestErrorId { Invoke-ImageBuild (New-TestContext refused "FROM $TestImage") @With } | Should -Be $Id
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an address that no engine fetches'; Script = { Invoke-ImageBuild -Uri ftp://example.com/x.tar }; Id = 'InvalidBuildUri' }
        @{ What = 'an empty tar'; Script = { , [byte[]]@(32) | Invoke-ImageBuild }; Id = 'InvalidDockerfile' }
        @{ What = 'what is no tar'; Script = { , [byte[]](@(0) * 2000) | Invoke-ImageBuild }; Id = 'InvalidBuildContext' }
        @{ What = 'a tar that builders do not unpack'; Script = { , [byte[]](0x28, 0xb5, 0x2f, 0xfd, 1, 2) | Invoke-ImageBuild }; Id = 'InvalidBuildContext' }
        @{ What = 'what is nothing to build'; Script = { 4711 | Invoke-ImageBuild }; Id = 'InvalidBuildContext' }
        @{ What = 'a tar beside a folder'; Script = { , [byte[]]@(1, 2) | Invoke-ImageBuild ([IO.Path]::GetTempPath()) }; Id = 'InvalidBuildContext' }
    ) {
        Get-TestErrorId $Script | Should -Be $Id
    }

    It 'limits the steps of the classic builder' {
        $null = "FROM $TestImage", 'RUN ulimit -n; df -k /dev/shm' | Invoke-ImageBuild -Builder Classic -NoCache -Ulimit @{ nofile = 123 } -ShmSize 1m -Memory 100MB -Tag "$(New-TestName limits):1" -InformationVariable told
        @($told | ForEach-Object { "$_" }) | Should -Contain '123'
        "$told" | Should -Match '\s1024\s'
    }

    It 'limits the steps of BuildKit, where the engine can' {
        $build = { "FROM $TestImage", 'RUN ulimit -n; df -k /dev/shm' | Invoke-ImageBuild -NoCache @args -Tag "$(New-TestName limits):2" -InformationVariable told; "$told" }
        if ((Get-DockerVersion).ApiVersion -lt '1.42') {
            Get-TestErrorId { & $build -Ulimit @{ nofile = 123 } } | Should -Be 'ApiVersionTooLow'
            Get-TestErrorId { & $build -ShmSize 1m } | Should -Be 'ApiVersionTooLow'
        }
        else {
            $told = & $build -Ulimit @{ nofile = 123 } -ShmSize 1m
            "$told" | Should -Match '\s123\s'
            "$told" | Should -Match '\s1024\s'
        }
    }

    It 'takes the bytes of a tar as <What>' -ForEach @(
        @{ What = 'single bytes'; Build = { [IO.File]::ReadAllBytes($args[0]) | Invoke-ImageBuild -Tag $args[1] } }
        @{ What = 'arrays'; Build = { , [object[]][IO.File]::ReadAllBytes($args[0]) | Invoke-ImageBuild -Tag $args[1] } }
        @{ What = 'a stream'; Build = { , [IO.File]::OpenRead($args[0]) | Invoke-ImageBuild -Tag $args[1] } }
        @{ What = 'a file'; Build = { [IO.FileInfo]$args[0] | Invoke-ImageBuild -Tag $args[1] } }
        @{ What = 'a file with another Dockerfile'; Build = { [IO.FileInfo]$args[0] | Invoke-ImageBuild -Tag $args[1] -File other.Dockerfile } }
    ) {
        $image = & $Build (New-TestTar bytes gnu) "$(New-TestName bytes):1"
        $image.Tag | Should -Be '1'
        $image.Labels['other'] | Should -Be $(if ($What -match 'another') { 'yes' })
    }

    It 'converts a Dockerfile and a .dockerignore of UTF-16' {
        $context = New-TestContext utf16 'x'
        Write-TestFile $context @{ 'a' = ''; 'b' = '' }
        [IO.File]::WriteAllText([IO.Path]::Combine($context, 'Dockerfile'), "FROM $TestImage`
COPY a* b* /x/`
LABEL way=utf16", [Text.Encoding]::Unicode)
        [IO.File]::WriteAllText([IO.Path]::Combine($context, '.dockerignore'), 'b', [Text.Encoding]::BigEndianUnicode)
        $image = Invoke-ImageBuild $context -Tag "$(New-TestName utf16):1"
        $image.Labels['way'] | Should -Be 'utf16'
        Get-TestOutput $image 'ls /x' | Should -Be 'a'
    }

    It 'builds objects with paths and folders of the pipeline' {
        $context = New-TestContext objects "FROM $TestImage", 'LABEL way=object'
        ([pscustomobject]@{ Path = $context } | Invoke-ImageBuild -Tag "$(New-TestName objects):1").Labels['way'] | Should -Be 'object'
        @($context, $context | Invoke-ImageBuild -Tag "$(New-TestName objects):2") | Should -HaveCount 2
        ([IO.FileInfo][IO.Path]::Combine($context, 'Dockerfile') | Invoke-ImageBuild -Tag "$(New-TestName objects):3").Labels['way'] | Should -Be 'object'
    }

    It 'says that there is no such folder' {
        Get-TestErrorId { Invoke-ImageBuild ([IO.Path]::Combine([IO.Path]::GetTempPath(), (New-TestName none))) } | Should -Be 'FileNotFound'
    }
}
