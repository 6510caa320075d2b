BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'New-Container' {
    It 'makes a container and returns it' {
        $made = New-Container $TestImage -Name (New-TestName made) -Command sleep, 60
        $made.State | Should -Be 'Created'
        $made.Name | Should -Be (New-TestName made)
        $made.Command | Should -Be 'sleep 60'
    }

    It 'starts it with -Start' {
        (New-TestContainer started).State | Should -Be 'Running'
    }

    It 'makes nothing with -WhatIf' {
        New-Container $TestImage -Name (New-TestName never) -WhatIf | Should -BeNullOrEmpty
        Get-Container (New-TestName never*) | Should -BeNullOrEmpty
    }

    It 'says that a name is taken' {
        $null = New-Container $TestImage -Name (New-TestName twice)
        $problem = Get-TestError { New-Container $TestImage -Name (New-TestName twice) }
        $problem.FullyQualifiedErrorId | Should -Be 'ContainerConflict,DockerPS.Cmdlets.NewContainerCommand'
        $problem.CategoryInfo.Category | Should -Be 'ResourceExists'
    }

    It 'removes a container that cannot be started' {
        Get-TestErrorId { New-Container $TestImage -Name (New-TestName broken) -Start -Command '/no/such/program' } | Should -Not -BeNullOrEmpty
        Get-Container (New-TestName broken*) | Should -BeNullOrEmpty
    }

    It 'takes everything after -- as the command' {
        $made = New-Container $TestImage -Name (New-TestName dashes) -- sh -c 'echo $0' -Name x
        (Get-Container $made -Detailed).Arguments -join '|' | Should -Be 'sh|-c|echo $0|-Name|x'
    }

    It 'publishes ports written as <Text>' -ForEach @(
        @{ Text = '8080:80'; Port = '127.0.0.1::80'; Expected = '80/tcp' }
        @{ Text = 'a number'; Port = 81; Expected = '81/tcp' }
        @{ Text = 'udp'; Port = '127.0.0.1::53/udp'; Expected = '53/udp' }
        @{ Text = 'a range'; Port = '80-82'; Expected = '80/tcp 81/tcp 82/tcp' }
    ) {
        $made = New-TestContainer "port$("$Port" -replace '[^0-9]', '')" @{ Port = $Port }
        $published = @($made.Ports | Where-Object { $_.HostPort } | ForEach-Object { "$($_.Port)/$($_.Protocol)" })
        $once = [Collections.Generic.SortedSet[string]]::new([string[]]$published)
        $once -join ' ' | Should -Be $Expected
        Remove-Container $made -Force
    }

    It 'takes ports as a hashtable' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $free = $listener.LocalEndpoint.Port
        $listener.Stop()
        $made = New-TestContainer porthash @{ Port = @{ $free = 80 } }
        $made.Ports[0].HostPort | Should -Be $free
    }

    It 'passes environment variables of every form' {
        $env:DOCKERPS_FROM_SESSION = 'from the session'
        try {
            $made = New-Container $TestImage -Name (New-TestName env) -Environment @{ A = 1 }, 'B=two words', 'DOCKERPS_FROM_SESSION', 'DOCKERPS_NOT_SET'
        }
        finally {
            $env:DOCKERPS_FROM_SESSION = $null
        }
        $environment = (Get-Container $made -Detailed).Environment
        $environment.A | Should -Be '1'
        $environment.B | Should -Be 'two words'
        $environment.DOCKERPS_FROM_SESSION | Should -Be 'from the session'
        $environment.ContainsKey('DOCKERPS_NOT_SET') | Should -BeFalse
    }

    It 'reads environment files' {
        $file = [IO.Path]::Combine((New-TestFolder), 'app.env')
        [IO.File]::WriteAllText($file, "# comment`nA=from file`nB=kept`n")
        $made = New-Container $TestImage -Name (New-TestName envfile) -EnvironmentFile $file -Environment 'A=from parameter'
        Invoke-Container $TestImage -RemoveAfter -EnvironmentFile $file -Environment 'A=from parameter' -- sh -c 'echo $A, $B' | Should -Be 'from parameter, kept'
        (Get-Container $made -Detailed).Environment.B | Should -Be 'kept'
    }

    It 'understands <Text> as a limit of memory' -ForEach @(
        @{ Text = '512MB'; Memory = 512MB; Bytes = 536870912 }
        @{ Text = 'the text 512m'; Memory = '512m'; Bytes = 536870912 }
        @{ Text = 'the text 0.5GB'; Memory = '0.5GB'; Bytes = 536870912 }
        @{ Text = 'the text 64MiB'; Memory = '64MiB'; Bytes = 67108864 }
    ) {
        $made = New-Container $TestImage -Name (New-TestName memory) -Memory $Memory -Cpu 0.5
        $detail = Get-Container $made -Detailed
        Remove-Container $made
        $detail.Memory | Should -Be $Bytes
        $detail.Cpu | Should -Be 0.5
    }

    It 'mounts volumes and relative paths' {
        $folder = New-TestFolder mount
        [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'file'), 'content')
        $output = Invoke-TestAt $folder {
            Invoke-Container $TestImage -RemoveAfter -Volume ./:/here:ro, "$(New-TestName volume):/data" -- sh -c 'cat /here/file; touch /data/x; touch /here/x 2>/dev/null || echo " read-only"'
        }
        $output | Should -Be 'content read-only'
        (Get-Volume (New-TestName volume)).Name | Should -Be (New-TestName volume)
    }

    It 'refuses <Name> before anything is made' -ForEach @(
        @{ Name = 'a port'; With = @{ Port = '70000:80' }; Says = '1 to 65535' }
        @{ Name = 'a volume'; With = @{ Volume = 'data' }; Says = 'is not a valid volume mapping' }
        @{ Name = 'a size'; With = @{ Memory = 'lots' }; Says = '512m' }
        @{ Name = 'a duration'; With = @{ StopTimeout = 'soon' }; Says = '30s' }
        @{ Name = 'a restart policy'; With = @{ RestartPolicy = 'sometimes' }; Says = 'unless-stopped' }
        @{ Name = 'health parameters'; With = @{ NoHealthCheck = $true; HealthCommand = 'true' }; Says = 'NoHealthCheck' }
    ) {
        $problem = Get-TestError { New-Container $TestImage -Name (New-TestName refused) @With }
        "$problem" | Should -Match $Says
        Get-Container (New-TestName refused*) | Should -BeNullOrEmpty
    }

    It 'says that there is no such image' {
        Get-TestErrorId { New-Container "$TestRun/none" -Pull Never } | Should -Be 'ImageNotFound'
    }

    It 'keeps <Option>' -ForEach @(
        @{ Option = 'user'; With = @{ User = '65534:65534' }; Property = 'User'; Expected = '65534:65534' }
        @{ Option = 'folder'; With = @{ WorkingDirectory = '/tmp' }; Property = 'WorkingDirectory'; Expected = '/tmp' }
        @{ Option = 'restart policy'; With = @{ RestartPolicy = 'on-failure:3' }; Property = 'RestartPolicy'; Expected = 'on-failure:3' }
        @{ Option = 'host name'; With = @{ Hostname = 'box' }; Property = 'Hostname'; Expected = 'box' }
        @{ Option = 'stop signal'; With = @{ StopSignal = 'SIGINT' }; Property = 'StopSignal'; Expected = 'SIGINT' }
        @{ Option = 'stop time'; With = @{ StopTimeout = '1m30s' }; Property = 'StopTimeout'; Expected = [TimeSpan]'00:01:30' }
        @{ Option = 'read-only'; With = @{ ReadOnly = $true }; Property = 'ReadOnly'; Expected = $true }
        @{ Option = 'privileges'; With = @{ Privileged = $true }; Property = 'Privileged'; Expected = $true }
        @{ Option = 'network'; With = @{ Network = 'none' }; Property = 'NetworkMode'; Expected = 'none' }
        @{ Option = 'log driver'; With = @{ LogDriver = 'local' }; Property = 'LogDriver'; Expected = 'local' }
    ) {
        $made = New-Container $TestImage -Name (New-TestName option) @With
        $detail = Get-Container $made -Detailed
        Remove-Container $made
        $detail.$Property | Should -Be $Expected
    }

    It 'refuses <Typed>, which is no parameter, instead of making it a part of the command' -ForEach @(
        @{ Typed = '-Environement'; Call = { New-Container $TestImage -Name $name -Environement A=1 }; Meant = '-Environment' }
        @{ Typed = '-Nme'; Call = { New-Container $TestImage -Name $name sleep 60 -Nme x }; Meant = '-Name' }
        @{ Typed = '-it'; Call = { New-Container $TestImage -Name $name -it sh }; Meant = '-Terminal' }
    ) {
        $name = New-TestName mistyped
        $problem = Get-TestError $Call
        ($problem.FullyQualifiedErrorId -split ',')[0] | Should -Be ParameterNotFound
        $problem.Exception.Message | Should -Be "New-Container has no parameter $Typed. Did you mean $Meant`?"
        Get-Container "$name*" | Should -BeNullOrEmpty
    }

    It 'takes words that begin with - behind -- and in an array' {
        (New-Container $TestImage -Name (New-TestName dashes1) -- -x -Environement A=1).Command | Should -Be '-x -Environement A=1'
        (New-Container $TestImage -Name (New-TestName dashes2) -Command '-x', '-y').Command | Should -Be '-x -y'
    }

    It "knows docker's long names" {
        $made = New-Container $TestImage -Name (New-TestName names) -Publish 80 -Env A=1 -Workdir /tmp -CapAdd NET_ADMIN -Restart always -Tty -Cpus 0.5
        $detail = Get-Container $made -Detailed
        $detail.WorkingDirectory, $detail.RestartPolicy, $detail.Cpu | Should -Be '/tmp', 'always', 0.5
        $detail.Environment.A | Should -Be '1'
    }
}
