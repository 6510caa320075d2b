# The effect of each Dockerfile instruction: built, run and inspected, with both builders.

BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # Builds a Dockerfile with files, and returns the image.
    function New-TestImage([string]$Builder, [string[]]$Dockerfile, [hashtable]$File = @{}, [hashtable]$With = @{}) {
        $script:TestCount++
        $context = New-TestContext "image$TestCount-$Builder" $Dockerfile
        foreach ($name in $File.Keys) {
            $path = [IO.Path]::Combine($context, $name)
            $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path))
            [IO.File]::WriteAllText($path, $File[$name])
        }
        Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName image):$TestCount" @With
    }
    $TestCount = 0

    # The output of a container, with its lines joined; without a command, of the image's own command.
    function Get-TestOutput($Image, [string[]]$Command = @(), [hashtable]$With = @{}) {
        @(Invoke-Container $Image -RemoveAfter -Pull Never -Command $Command @With) -join '|'
    }

    # Serves one file over HTTP, and returns the address.
    function Start-TestWebServer([byte[]]$Content, [string]$Name) {
        $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $address = "http://127.0.0.1:$($probe.LocalEndpoint.Port)/"
        $probe.Stop()
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add($address)
        $listener.Start()
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddScript({
                param($Listener, [byte[]]$Content)
                try {
                    while ($Listener.IsListening) {
                        $call = $Listener.GetContext()
                        $call.Response.ContentLength64 = $Content.Length
                        if ($call.Request.HttpMethod -ne 'HEAD') { $call.Response.OutputStream.Write($Content, 0, $Content.Length) }
                        $call.Response.Close()
                    }
                }
                catch { $null = $_ }
            }).AddArgument($listener).AddArgument($Content)
        $null = $shell.BeginInvoke()
        $TestServers.Add(@{ Listener = $listener; Shell = $shell })
        "$address$Name"
    }
    $TestServers = [Collections.Generic.List[hashtable]]::new()

    # A tar with one file, created by the machine's own program.
    function New-TestArchive([string]$Suffix, [string]$Name, [string]$Content) {
        $folder = New-TestFolder $Suffix
        [IO.File]::WriteAllText([IO.Path]::Combine($folder, $Name), $Content)
        $archive = [IO.Path]::Combine((New-TestFolder "$Suffix-packed"), 'packed.tar.gz')
        $null = & tar -C $folder -czf $archive $Name
        , [IO.File]::ReadAllBytes($archive)
    }
}

AfterAll {
    foreach ($server in $TestServers) {
        $server.Listener.Close()
        $server.Shell.Dispose()
    }
    Remove-TestObject
}

Describe 'A Dockerfile with <Builder>' -ForEach @(
    @{ Builder = 'BuildKit' }
    @{ Builder = 'Classic' }
) {
    It 'FROM comes first; ARG alone may come before it, and names the base image' {
        $lines = '# a comment', 'ARG BASE=no.such.registry.invalid/x', '', 'FROM ${BASE}', 'LABEL from=arg'
        (New-TestImage $Builder $lines -With @{ BuildArgument = @{ BASE = $TestImage } }).Labels['from'] | Should -Be 'arg'
        (New-TestImage $Builder "ARG TAG=latest", "FROM $($TestImage -replace ':.*'):`$TAG", 'LABEL from=default').Labels['from'] | Should -Be 'default'
        $problem = Get-TestError { New-TestImage $Builder 'RUN true', "FROM $TestImage" }
        ($problem.FullyQualifiedErrorId -split ',')[0] | Should -Be 'BuildFailed'
    }

    It 'lines that begin with # are comments, also inside an instruction' {
        $image = New-TestImage $Builder '# FROM scratch', "FROM $TestImage", 'RUN echo one > /a && \', '# not echo two', '    echo three >> /a', 'RUN echo "# no comment" >> /a'
        Get-TestOutput $image cat, /a | Should -Be 'one|three|# no comment'
    }

    It 'ENV sets variables for what follows and for containers, in both forms' {
        $image = New-TestImage $Builder "FROM $TestImage", 'ENV first one and more', 'ENV second=2 third="three words"', 'ENV path=/x/$second', 'RUN echo "$first $second $third" > /built'
        Get-TestOutput $image sh, -c, 'cat /built; echo "$first|$second|$third|$path"' | Should -Be 'one and more 2 three words|one and more|2|three words|/x/2'
        Get-TestOutput $image sh, -c, 'echo $second' @{ Environment = 'second=other' } | Should -Be 'other'
    }

    It 'RUN has a shell form and an exec form, and each makes a layer' {
        $image = New-TestImage $Builder "FROM $TestImage", 'ENV NAME=value', 'RUN echo $NAME > /shell', 'RUN ["sh", "-c", "echo \"$0 $1\" > /exec", "$NAME", "b c"]'
        Get-TestOutput $image cat, /shell, /exec | Should -Be 'value|$NAME b c'
        @((Get-Image $image -Detailed).Layers).Count - @((Get-Image $TestImage -Detailed).Layers).Count | Should -Be 2
    }

    It 'CMD is what a container runs, as <Form>' -ForEach @(
        @{ Form = 'an exec form'; Lines = , 'CMD ["echo", "$HOME", "b"]'; Says = '$HOME b' }
        @{ Form = 'a shell form'; Lines = , 'CMD echo $HOME b'; Says = '/root b' }
        @{ Form = 'arguments of ENTRYPOINT'; Lines = 'ENTRYPOINT ["echo", "a"]', 'CMD ["b", "c"]'; Says = 'a b c' }
        @{ Form = 'the last of several'; Lines = 'CMD ["echo", "first"]', 'CMD ["echo", "last"]'; Says = 'last' }
    ) {
        Get-TestOutput (New-TestImage $Builder (@("FROM $TestImage") + $Lines)) | Should -Be $Says
    }

    It 'CMD does not run while the image is built, and gives way to a command that is named' {
        $image = New-TestImage $Builder "FROM $TestImage", 'CMD ["sh", "-c", "echo made > /made; cat /made"]', 'RUN test ! -e /made'
        Get-TestOutput $image | Should -Be 'made'
        Get-TestOutput $image echo, other | Should -Be 'other'
    }

    It 'ENTRYPOINT stays when a command is named: it gets the command in the exec form, and not in the shell form' {
        Get-TestOutput (New-TestImage $Builder "FROM $TestImage", 'ENTRYPOINT ["echo", "entry"]', 'CMD ["default"]') given, arguments | Should -Be 'entry given arguments'
        $shell = New-TestImage $Builder "FROM $TestImage", 'ENTRYPOINT echo entry $HOME', 'CMD ["default"]'
        Get-TestOutput $shell given | Should -Be 'entry /root'
        Get-TestOutput $shell replaced @{ Entrypoint = 'echo' } | Should -Be 'replaced'
    }

    It 'LABEL tells about the image' {
        $base = New-TestImage $Builder "FROM $TestImage", 'LABEL kept=yes changed=before'
        $image = New-TestImage $Builder "FROM $base", 'LABEL changed=after "with space"="two words" \', '  more=1'
        $image.Labels['kept'], $image.Labels['changed'], $image.Labels['with space'], $image.Labels['more'] -join '|' | Should -Be 'yes|after|two words|1'
    }

    It 'EXPOSE tells the ports, which -PublishAll publishes' {
        $image = New-TestImage $Builder "FROM $TestImage", 'ENV PORT=8080', 'EXPOSE 80 53/udp', 'EXPOSE $PORT', 'CMD ["sleep", "60"]'
        @((Get-Image $image -Detailed).ExposedPorts | ForEach-Object { "$_" }) -join ' ' | Should -Match '53/udp.*80(/tcp)?.*8080'
        $container = New-Container $image -Name (New-TestName "expose-$Builder") -Start -PublishAll
        @(Get-ContainerPort $container | Where-Object { $_.HostPort } | ForEach-Object { $_.Port }) | Should -Contain 8080
        Remove-Container $container -Force
    }

    It 'ADD fetches an address, and leaves an archive from there packed' {
        $archive = New-TestArchive "url-$Builder" inside.txt inside
        $file = Start-TestWebServer ([Text.Encoding]::UTF8.GetBytes('from afar')) file.txt
        $packed = Start-TestWebServer $archive packed.tar.gz
        $image = New-TestImage $Builder "FROM $TestImage", "ADD $file /renamed", "ADD $file /folder/", "ADD $packed /folder/"
        Get-TestOutput $image sh, -c, 'cat /renamed; echo; cat /folder/file.txt; echo; ls /folder; stat -c %a /renamed' | Should -Be 'from afar|from afar|file.txt|packed.tar.gz|600'
    }

    It 'ADD unpacks an archive of the context, and COPY does not' {
        $context = New-TestContext "archive-$Builder" "FROM $TestImage", 'ADD packed.tar.gz plain.txt /added/', 'COPY packed.tar.gz /copied/'
        [IO.File]::WriteAllBytes([IO.Path]::Combine($context, 'packed.tar.gz'), (New-TestArchive "local-$Builder" inside.txt inside))
        [IO.File]::WriteAllText([IO.Path]::Combine($context, 'plain.txt'), 'plain')
        $image = Invoke-ImageBuild $context -Builder $Builder -Tag "$(New-TestName archive):1"
        Get-TestOutput $image sh, -c, 'cat /added/inside.txt; echo; ls /added /copied' | Should -Be 'inside|/added:|inside.txt|plain.txt||/copied:|packed.tar.gz'
    }

    It 'COPY takes files, folders and wildcards, and ADD the same' -ForEach @(
        @{ Keyword = 'COPY' }
        @{ Keyword = 'ADD' }
    ) {
        $image = New-TestImage $Builder "FROM $TestImage", 'WORKDIR /w', "$Keyword a.txt renamed", "$Keyword *.txt all/", "$Keyword folder from-folder", "$Keyword [`"with space`", `"spaced/`"]" -File @{
            'a.txt' = 'a'; 'b.txt' = 'b'; 'folder/c' = 'c'; 'folder/deep/d' = 'd'; 'with space' = 'e'
        }
        Get-TestOutput $image sh, -c, 'find /w -type f | sort' | Should -Be '/w/all/a.txt|/w/all/b.txt|/w/from-folder/c|/w/from-folder/deep/d|/w/renamed|/w/spaced/with space'
    }

    It 'COPY --chown and ADD --chown set the owner' {
        $image = New-TestImage $Builder "FROM $TestImage", 'COPY --chown=nobody:nogroup a /copied', 'ADD --chown=12:34 a /added', 'COPY a /plain' -File @{ a = '' }
        Get-TestOutput $image stat, -c, '%n %u:%g', /copied, /added, /plain | Should -Be '/copied 65534:65534|/added 12:34|/plain 0:0'
    }

    It 'COPY --from takes from another stage' {
        $image = New-TestImage $Builder "FROM $TestImage AS make", 'RUN echo made > /made', "FROM $TestImage", 'COPY --from=make /made /taken', "COPY --from=0 /made /taken-by-number"
        Get-TestOutput $image cat, /taken, /taken-by-number | Should -Be 'made|made'
    }

    It 'VOLUME makes a volume for each container, with what the image has there' {
        $image = New-TestImage $Builder "FROM $TestImage", 'RUN mkdir /data && echo before > /data/file', 'VOLUME ["/data"]', 'VOLUME /other', 'CMD ["sh", "-c", "cat /data/file; echo changed > /data/file; mount | grep -c -E \"on /(data|other) \""]'
        Get-TestOutput $image | Should -Be 'before|2'
        Get-TestOutput $image | Should -Be 'before|2'
        @((Get-Image $image -Detailed).Volumes | ForEach-Object { "$_" }) -join ' ' | Should -Match '/data.*/other'
        $first = New-Container $image -Name (New-TestName "volume-$Builder") -Start
        $null = Wait-Container $first
        Get-TestOutput $image cat, /data/file @{ VolumesFrom = (New-TestName "volume-$Builder") } | Should -Be 'changed'
        Remove-Container $first -RemoveVolume
    }

    It 'USER is who runs what follows, as <User>' -ForEach @(
        @{ User = 'nobody'; Is = '65534:65534' }
        @{ User = 'nobody:root'; Is = '65534:0' }
        @{ User = '12:34'; Is = '12:34' }
    ) {
        $image = New-TestImage $Builder "FROM $TestImage", 'RUN echo "$(id -u):$(id -g)" > /before && chmod 777 /tmp', "USER $User", 'RUN echo "$(id -u):$(id -g)" > /tmp/after', 'CMD cat /before /tmp/after; echo "$(id -u):$(id -g)"'
        Get-TestOutput $image | Should -Be "0:0|$Is|$Is"
    }

    It 'WORKDIR is where what follows runs; it is made, and may be relative to the one before' {
        $image = New-TestImage $Builder "FROM $TestImage", 'ENV BASE=/made', 'WORKDIR $BASE/here', 'RUN pwd > /run', 'WORKDIR below', 'COPY a .', 'ENTRYPOINT ["sh", "-c"]', 'CMD ["cat /run; pwd; ls"]' -File @{ a = '' }
        Get-TestOutput $image | Should -Be '/made/here|/made/here/below|a'
    }

    It 'ARG has a default, takes what is given, ends with its stage, and is not in the container' {
        $lines = "FROM $TestImage", 'RUN echo "<$LATE>" > /early', 'ARG LATE=default', 'RUN echo "<$LATE>" > /late', "FROM $TestImage", 'COPY --from=0 /early /late /', 'RUN echo "<$LATE>" > /next', 'CMD cat /early /late /next; echo "<$LATE>"'
        Get-TestOutput (New-TestImage $Builder $lines) | Should -Be '<>|<default>|<>|<>'
        Get-TestOutput (New-TestImage $Builder $lines -With @{ BuildArgument = 'LATE=given' }) | Should -Be '<>|<given>|<>|<>'
    }

    It 'SHELL, STOPSIGNAL, HEALTHCHECK and ONBUILD do as they say' {
        $base = New-TestImage $Builder "FROM $TestImage", 'SHELL ["/bin/sh", "-e", "-c"]', 'RUN echo $- > /flags', 'STOPSIGNAL SIGUSR1', 'HEALTHCHECK --interval=9s CMD test -e /flags', 'ONBUILD RUN echo triggered > /triggered'
        $detail = Get-Image $base -Detailed
        $detail.StopSignal, ($detail.Shell -join ' '), ($detail.OnBuild -join ' ') -join '|' | Should -Be 'SIGUSR1|/bin/sh -e -c|RUN echo triggered > /triggered'
        "$($detail.HealthCheck)" | Should -Not -BeNullOrEmpty
        Get-TestOutput $base cat, /flags | Should -Match 'e'
        Get-TestOutput $base sh, -c, 'test -e /triggered || echo not yet' | Should -Be 'not yet'
        Get-TestOutput (New-TestImage $Builder "FROM $base") cat, /triggered | Should -Be 'triggered'
    }
}
