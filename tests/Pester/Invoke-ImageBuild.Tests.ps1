BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # Writes files into a folder.
    function Write-TestFile([string]$Folder, [hashtable]$Files) {
        foreach ($name in $Files.Keys) {
            $path = [IO.Path]::Combine($Folder, $name)
            $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path))
            [IO.File]::WriteAllText($path, $Files[$name])
        }
    }

    # What a container of an image writes.
    function Get-TestOutput($Image, [string]$Command) {
        @(Invoke-Container $Image -RemoveAfter -Pull Never -Command sh, -c, $Command) -join '|'
    }

    # Runs a script in a runspace of its own.
    function Start-TestScript([string]$Script) {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddScript(". '$PSScriptRoot/TestHelpers.ps1'; $Script")
        $null = $shell.BeginInvoke()
        $shell
    }

    # Whether a program runs on this machine with this command line.
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
}

AfterAll {
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
        (Get-Image $image -Detailed).Environment | Should -Contain 'GOT=a "quoted" $x, from the session, default'
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
    ) {
        if (-not $With) { $With = @{} }
        $problem = Get-TestError { Invoke-ImageBuild (New-TestContext "wrong-$Builder" $Dockerfile) -Builder $Builder @With }
        $problem.FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        "$problem" | Should -Match $Says
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
        Remove-Image $base
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

    It 'builds nothing with -WhatIf' {
        Invoke-ImageBuild (New-TestContext whatif "FROM $TestImage") -Tag (New-TestName whatif) -WhatIf | Should -BeNullOrEmpty
        Get-Image "$(New-TestName whatif)*" | Should -BeNullOrEmpty
    }

    It 'refuses <What> before anything is sent' -ForEach @(
        @{ What = 'a name'; With = @{ Tag = 'Upper' }; Id = 'InvalidImageName' }
        @{ What = 'a policy'; With = @{ Pull = 'Never' }; Id = 'InvalidPullPolicy' }
        @{ What = 'a Dockerfile that is not there'; With = @{ File = 'none/Dockerfile' }; Id = 'DockerfileNotFound' }
    ) {
        Get-TestErrorId { Invoke-ImageBuild (New-TestContext refused "FROM $TestImage") @With } | Should -Be $Id
    }

    It 'says that there is no such folder' {
        Get-TestErrorId { Invoke-ImageBuild ([IO.Path]::Combine([IO.Path]::GetTempPath(), (New-TestName none))) } | Should -Be 'FileNotFound'
    }
}
