BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # A secret that does not occur anywhere else.
    $TestSecret = 'S3cr3t' + [guid]::NewGuid().ToString('N')

    function New-TestSecret([string]$Text = $TestSecret) {
        [Net.NetworkCredential]::new('', $Text).SecurePassword
    }

    # Whether a file contains a string, taken literally.
    function Test-TestContent([string]$File, [string]$Text) {
        $content = [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($File))
        $content.Contains($Text)
    }

    # A folder with files of random bytes and a Dockerfile that needs all of them without copying any.
    function New-TestLargeContext([string]$Suffix, [int]$Megabytes) {
        $context = New-TestContext $Suffix "FROM $TestImage", 'RUN --mount=type=bind,target=/context cat /context/data7 | wc -c'
        foreach ($i in 1..$Megabytes) { Write-TestData $context $i }
        $context
    }

    # Writes a megabyte of different data each time.
    function Write-TestData([string]$Folder, [int]$Number) {
        $bytes = [byte[]]::new(1MB)
        [Random]::Shared.NextBytes($bytes)
        [IO.File]::WriteAllBytes([IO.Path]::Combine($Folder, "data$Number"), $bytes)
    }

    # A folder with ssh-add and its libraries, and a Dockerfile that runs it in a step with an agent.
    function New-TestSshContext([string]$Suffix, [string]$Command, [string]$Mount = '--mount=type=ssh') {
        $context = New-TestContext $Suffix "FROM $TestImage", 'COPY root/ /', "RUN $Mount $Command"
        $null = sh -c "for f in /usr/bin/ssh-add `$(ldd /usr/bin/ssh-add | grep -o '/[^ ]*'); do mkdir -p '$context/root'`$(dirname `$f); cp -L `$f '$context/root'`$f; done"
        $context
    }

    # Starts an agent with a new key, and returns its socket and the key's fingerprint.
    $TestAgents = [Collections.Generic.List[Diagnostics.Process]]::new()
    function Start-TestAgent([string]$Suffix) {
        $folder = New-TestFolder $Suffix
        $socket = [IO.Path]::Combine($folder, 'agent')
        $key = [IO.Path]::Combine($folder, 'key')
        $start = [Diagnostics.ProcessStartInfo]::new('ssh-agent')
        foreach ($argument in '-D', '-a', $socket) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $true
        $TestAgents.Add([Diagnostics.Process]::Start($start))
        Wait-TestCondition { [IO.File]::Exists($socket) } 20 | Should -BeTrue
        $null = sh -c "ssh-keygen -q -t ed25519 -N '' -C test -f '$key' && SSH_AUTH_SOCK='$socket' ssh-add -q '$key'"
        @{ Socket = $socket; Fingerprint = ([string](ssh-keygen -l -f $key) -split ' ')[1] }
    }
}

AfterAll {
    foreach ($agent in $TestAgents) { $agent.Kill() }
    Remove-TestObject
}

Describe 'Invoke-ImageBuild -Secret' {
    It 'gives a step the secret from <From>' -ForEach @(
        @{ From = 'a secure string'; Make = { @{ token = New-TestSecret } } }
        @{ From = 'a credential'; Make = { @{ token = [pscredential]::new('user', (New-TestSecret)) } } }
        @{ From = 'a file'; Make = { @{ token = $SecretFile } } }
        @{ From = 'a file, as docker writes it'; Make = { "id=token,src=$SecretFile" } }
        @{ From = 'an environment variable'; Make = { 'id=token,env=DOCKERPS_TEST_SECRET' } }
    ) {
        $SecretFile = [IO.Path]::Combine((New-TestFolder secret), 'file')
        [IO.File]::WriteAllText($SecretFile, $TestSecret)
        $env:DOCKERPS_TEST_SECRET = $TestSecret
        try {
            $context = New-TestContext secret "FROM $TestImage", 'RUN --mount=type=secret,id=token sha256sum < /run/secrets/token > /sum'
            $image = Invoke-ImageBuild $context -Secret (& $Make) -NoCache -Tag "$(New-TestName secret):1"
        }
        finally {
            $env:DOCKERPS_TEST_SECRET = $null
        }
        $sum = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($TestSecret))).ToLowerInvariant()
        Get-TestOutput $image 'cat /sum' | Should -Be "$sum  -"
    }

    It 'takes the secret of a pipe, and can be stopped while nobody writes to it' {
        $pipe = [IO.Path]::Combine((New-TestFolder pipe), 'secret')
        $null = mkfifo $pipe
        $script = "Invoke-ImageBuild -DockerfileContent 'FROM $TestImage', 'RUN --mount=type=secret,id=token cat /run/secrets/token > /token' -Secret 'id=token,src=$pipe' -NoCache -Tag '$(New-TestName pipe):1' -Verbose"
        $stopped = $finished = Start-TestScript $script
        try {
            Wait-TestCondition { "$($stopped.Streams.Verbose)" -match '/_ping' } 20 | Should -BeTrue
            $stopped.BeginStop($null, $null).AsyncWaitHandle.WaitOne(3000) | Should -BeTrue
            $finished = Start-TestScript $script
            [IO.File]::WriteAllText($pipe, $TestSecret)
            Wait-TestCondition { $finished.InvocationStateInfo.State -ne 'Running' } 20 | Should -BeTrue
            $finished.Streams.Error | Should -BeNullOrEmpty
            Get-TestOutput "$(New-TestName pipe):1" 'cat /token' | Should -Be $TestSecret
        }
        finally {
            # anyone still waiting for a writer gets one
            $null = sh -c "true 1<>'$pipe'"
            $stopped.Dispose()
            $finished.Dispose()
        }
    }

    It 'leaves the secret in no layer, no history, no stream and no log of the engine' {
        $context = New-TestContext hidden "FROM $TestImage", 'RUN --mount=type=secret,id=token wc -c /run/secrets/token', 'RUN ls /run/secrets > /left 2>&1 || true'
        $name = "$(New-TestName hidden):1"
        $told = @(Invoke-ImageBuild $context -Secret @{ token = New-TestSecret } -NoCache -Tag $name -Progress Plain -Verbose -Debug *>&1)
        ($told | Where-Object { "$_" -match '\d /run/secrets/token$' }) | Should -Not -BeNullOrEmpty
        @($told | Where-Object { "$_".Contains($TestSecret) }) | Should -HaveCount 0
        $file = [IO.Path]::Combine((New-TestFolder exported), 'image.tar')
        $null = Export-Image $name -Path $file
        Test-TestContent $file '/run/secrets/token' | Should -BeTrue
        Test-TestContent $file $TestSecret | Should -BeFalse
        Test-TestContent $env:DOCKERPS_TEST_ENGINE_LOG 'API listen on' | Should -BeTrue
        Test-TestContent $env:DOCKERPS_TEST_ENGINE_LOG $TestSecret | Should -BeFalse
        @(Get-ImageHistory $name | Where-Object { "$($_.CreatedBy) $($_.Comment)".Contains($TestSecret) }) | Should -HaveCount 0
        Get-TestOutput $name 'cat /run/secrets/token 2>/dev/null; echo end' | Should -Be 'end'
    }

    It 'leaves the secret out of the error of a step that fails' {
        $context = New-TestContext failing "FROM $TestImage", 'RUN --mount=type=secret,id=token test -s /run/secrets/token && exit 3'
        $problem = Get-TestError { Invoke-ImageBuild $context -Secret @{ token = New-TestSecret } -NoCache }
        $problem.Exception.Detail.ExitCode | Should -Be 3
        "$problem $($problem.Exception) $($problem.Exception.Detail)".Contains($TestSecret) | Should -BeFalse
    }

    It 'says that a step needs a secret which it was not given' {
        $context = New-TestContext lacking "FROM $TestImage", 'RUN --mount=type=secret,id=token,required=true cat /run/secrets/token'
        $problem = Get-TestError { Invoke-ImageBuild $context -Secret @{ other = New-TestSecret } }
        $problem.FullyQualifiedErrorId | Should -Be 'BuildFailed,DockerPS.Cmdlets.InvokeImageBuildCommand'
        "$problem" | Should -Match 'token'
        $problem.Exception.Detail.Line | Should -Be 2
        $problem.ErrorDetails.RecommendedAction | Should -Match "-Secret @{ 'token' = "
    }

    It 'repeats nothing of what it cannot read: <What>' -ForEach @(
        @{ What = 'a file that is not there'; Secret = @{ token = 'hunter2' } }
        @{ What = 'a text that is no secret'; Secret = 'hunter2' }
        @{ What = 'an option that is none'; Secret = 'id=token,hunter2=hunter2' }
    ) {
        $problem = Get-TestError { Invoke-ImageBuild (New-TestContext wrong "FROM $TestImage") -Secret $Secret }
        $problem | Should -Not -BeNullOrEmpty
        "$problem".Contains('hunter2') | Should -BeFalse
    }
}

Describe 'Invoke-ImageBuild -Ssh' {
    It 'lets a step use the agent of a socket' {
        $agent = Start-TestAgent agent
        $null = Invoke-ImageBuild (New-TestSshContext ssh '/usr/bin/ssh-add -l') -Ssh "default=$($agent.Socket)" -NoCache -Tag "$(New-TestName ssh):1" -InformationVariable told
        @($told | Where-Object { "$_".Contains($agent.Fingerprint) }) | Should -HaveCount 1
    }

    It 'lets a step use the agent of the session' {
        $agent = Start-TestAgent session
        $before = $env:SSH_AUTH_SOCK
        $env:SSH_AUTH_SOCK = $agent.Socket
        try {
            $null = Invoke-ImageBuild (New-TestSshContext session '/usr/bin/ssh-add -l' '--mount=type=ssh,id=mine') -Ssh mine -NoCache -Tag "$(New-TestName session):1" -InformationVariable told
        }
        finally {
            $env:SSH_AUTH_SOCK = $before
        }
        @($told | Where-Object { "$_".Contains($agent.Fingerprint) }) | Should -HaveCount 1
    }

    It 'lets no step change the agent' {
        $agent = Start-TestAgent kept
        $null = Invoke-ImageBuild (New-TestSshContext kept '/usr/bin/ssh-add -D || true') -Ssh "default=$($agent.Socket)" -NoCache -Tag "$(New-TestName kept):1"
        $before = $env:SSH_AUTH_SOCK
        $env:SSH_AUTH_SOCK = $agent.Socket
        try {
            "$(ssh-add -l)" | Should -Match ([regex]::Escape($agent.Fingerprint))
        }
        finally {
            $env:SSH_AUTH_SOCK = $before
        }
    }

    It 'says that there is no agent' {
        $before = $env:SSH_AUTH_SOCK
        $env:SSH_AUTH_SOCK = $null
        try {
            "$(Get-TestError { Invoke-ImageBuild (New-TestContext none "FROM $TestImage") -Ssh default })" | Should -Match 'SSH_AUTH_SOCK'
        }
        finally {
            $env:SSH_AUTH_SOCK = $before
        }
    }
}

Describe 'Invoke-ImageBuild -Output' {
    BeforeAll {
        $OutputContext = New-TestContext output "FROM $TestImage AS make", 'RUN mkdir -p /out/sub && echo one > /out/one && echo two > /out/sub/two && ln -s sub/two /out/link && chmod 750 /out/one', 'FROM scratch', 'COPY --from=make /out /'
    }

    It 'writes the files into a folder' {
        $folder = [IO.Path]::Combine((New-TestFolder output-folder), 'made')
        $made = Invoke-ImageBuild $OutputContext -Output $folder
        $made | Should -BeOfType ([IO.DirectoryInfo])
        $made.FullName | Should -Be $folder
        [IO.File]::ReadAllText([IO.Path]::Combine($folder, 'one')) | Should -Be "one`n"
        [IO.File]::ReadAllText([IO.Path]::Combine($folder, 'link')) | Should -Be "two`n"
        [IO.FileInfo]::new([IO.Path]::Combine($folder, 'link')).LinkTarget | Should -Be 'sub/two'
        [IO.File]::GetUnixFileMode([IO.Path]::Combine($folder, 'one')) | Should -Be 'GroupExecute, GroupRead, UserExecute, UserWrite, UserRead'
        @([IO.Directory]::GetFileSystemEntries($folder)) | Should -HaveCount 3
    }

    It 'writes a tar' {
        $file = [IO.Path]::Combine((New-TestFolder output-tar), 'made.tar')
        (Invoke-ImageBuild $OutputContext -Output "type=tar,dest=$file").FullName | Should -Be $file
        @(tar -tf $file) -join ' ' | Should -Match 'link.*one.*sub/two'
    }

    It 'keeps to its folder, whatever links are there' {
        $outside = New-TestFolder outside
        $folder = New-TestFolder output-links
        $null = [IO.Directory]::CreateSymbolicLink([IO.Path]::Combine($folder, 'sub'), $outside)
        $problem = Get-TestError { Invoke-ImageBuild $OutputContext -Output $folder }
        $problem | Should -Not -BeNullOrEmpty
        @([IO.Directory]::GetFileSystemEntries($outside)) | Should -HaveCount 0
    }

    It 'leaves nothing of a build that fails' {
        $folder = New-TestFolder output-failed
        $context = New-TestContext output-failing "FROM $TestImage", 'RUN exit 4'
        Get-TestErrorId { Invoke-ImageBuild $context -Output "type=tar,dest=$([IO.Path]::Combine($folder, 'made.tar'))" } | Should -Be 'BuildFailed'
        @([IO.Directory]::GetFileSystemEntries($folder)) | Should -HaveCount 0
    }

    It 'refuses <What> before anything is built' -ForEach @(
        @{ What = 'standard output'; Output = '-' }
        @{ What = 'a tar without a name'; Output = 'type=tar' }
        @{ What = 'another kind'; Output = 'type=zip,dest=x' }
        @{ What = 'a push'; Output = 'type=registry' }
    ) {
        Get-TestError { Invoke-ImageBuild $OutputContext -Output $Output } | Should -Not -BeNullOrEmpty
    }
}

Describe 'Invoke-ImageBuild with a session' {
    It 'sends of a large folder only what changed' {
        $context = New-TestLargeContext large 300
        $first = Invoke-ImageBuild $context -AsResult -NoCache -Tag "$(New-TestName large):1"
        Write-TestData $context 7
        $second = Invoke-ImageBuild $context -AsResult -NoCache -Tag "$(New-TestName large):2"
        $first.ContextSent -ge 300MB | Should -BeTrue
        $second.ContextSent -ge 1MB | Should -BeTrue
        $second.ContextSent -lt 1.1MB | Should -BeTrue
    }

    It 'sends only what the steps use' {
        $context = New-TestContext used "FROM $TestImage", 'COPY a.txt /'
        Write-TestFile $context @{ 'a.txt' = 'used'; 'b.txt' = 'x' * 1MB }
        (Invoke-ImageBuild $context -AsResult -NoCache -Tag "$(New-TestName used):1").ContextSent -lt 10KB | Should -BeTrue
    }

    It 'tells changed files of the same size apart' {
        $context = New-TestContext same "FROM $TestImage", 'COPY a.txt /'
        Write-TestFile $context @{ 'a.txt' = 'one' }
        $null = Invoke-ImageBuild $context -Tag "$(New-TestName same):1"
        Write-TestFile $context @{ 'a.txt' = 'two' }
        Get-TestOutput (Invoke-ImageBuild $context -Tag "$(New-TestName same):2") 'cat /a.txt' | Should -Be 'two'
        [IO.File]::Delete([IO.Path]::Combine($context, 'a.txt'))
        Get-TestErrorId { Invoke-ImageBuild $context } | Should -Be 'BuildFailed'
    }

    It 'takes a Dockerfile of the same size and time in place of another one' {
        $context = New-TestContext twins "FROM $TestImage", 'LABEL which=1'
        $file = [IO.Path]::Combine($context, 'Dockerfile')
        $time = [DateTime]::new(2020, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
        [IO.File]::SetLastWriteTimeUtc($file, $time)
        (Invoke-ImageBuild $context -Tag "$(New-TestName twins):1").Labels['which'] | Should -Be '1'
        [IO.File]::WriteAllText($file, "FROM $TestImage`nLABEL which=2")
        [IO.File]::SetLastWriteTimeUtc($file, $time)
        (Invoke-ImageBuild $context -Tag "$(New-TestName twins):2").Labels['which'] | Should -Be '2'
    }

    It 'sends nothing of what is ignored, and heeds the rules of the Dockerfile alone' {
        $context = New-TestContext rules "FROM $TestImage", 'COPY . /x/'
        Write-TestFile $context @{ '.dockerignore' = 'a.txt'; 'Dockerfile.dockerignore' = "b.txt`nDockerfile"; 'a.txt' = 'a'; 'b.txt' = 'b' * 1MB }
        $result = Invoke-ImageBuild $context -AsResult -NoCache -Tag "$(New-TestName rules):1"
        $result.ContextSent -lt 10KB | Should -BeTrue
        Get-TestOutput $result.ImageId 'cd /x; ls -A | grep -v ignore' | Should -Be 'a.txt'
    }

    It 'follows the links of what the steps use' {
        $context = New-TestContext links "FROM $TestImage", 'COPY link/b *.md /x/'
        Write-TestFile $context @{ 'real/b' = 'b'; 'docs/r.md' = 'r' }
        $null = [IO.Directory]::CreateSymbolicLink([IO.Path]::Combine($context, 'link'), 'real')
        $null = [IO.File]::CreateSymbolicLink([IO.Path]::Combine($context, 'r.md'), 'docs/r.md')
        Get-TestOutput (Invoke-ImageBuild $context -Tag "$(New-TestName links):1") 'cat /x/b /x/r.md' | Should -Be 'br'
    }

    It 'pulls anew with -Pull, as the user of the docker configuration' {
        $secure = Get-TestRegistry -Secure
        $base = "$secure/$(New-TestName pulled):1"
        $null = Add-ImageTag $TestImage $base | Publish-Image -Credential (New-TestCredential)
        $context = New-TestContext pulled "FROM $base", 'LABEL pulled=yes'
        $problem = Get-TestError { Invoke-ImageBuild $context -Pull Always }
        "$problem" | Should -Match 'line 1'
        $before = $env:DOCKER_CONFIG
        $env:DOCKER_CONFIG = New-TestDockerConfig $secure (New-TestCredential)
        try {
            (Invoke-ImageBuild $context -Pull Always -Tag "$(New-TestName pulled):2").Labels['pulled'] | Should -Be 'yes'
        }
        finally {
            $env:DOCKER_CONFIG = $before
        }
    }

    It 'stops while <Stage>, and the engine with it' -ForEach @(
        @{ Stage = 'files are sent'; Mark = 'never' }
        @{ Stage = 'a step with a secret runs'; Mark = 'sleep 4713' }
    ) {
        $context = if ($Mark -eq 'never') { New-TestLargeContext stop-send 200 } else { New-TestContext stop-run "FROM $TestImage", 'RUN --mount=type=secret,id=token exec sleep 4713' }
        $secure = "[Net.NetworkCredential]::new('', 'x').SecurePassword"
        $shell = Start-TestScript "Invoke-ImageBuild '$context' -NoCache -Secret @{ token = $secure } -InformationAction Continue"
        try {
            Wait-TestCondition { if ($Mark -eq 'never') { $shell.Streams.Information.Count -gt 0 } else { Test-TestProcess $Mark } } 30 | Should -BeTrue
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds -lt 3 | Should -BeTrue
            Wait-TestCondition { -not (Test-TestProcess $Mark) } 10 | Should -BeTrue
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
        # the stopped build does not get in the way
        (Invoke-ImageBuild (New-TestContext "after-$Mark" "FROM $TestImage", 'LABEL after=yes') -Tag "$(New-TestName after):1").Labels['after'] | Should -Be 'yes'
    }
}
