BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $web = New-TestContainer web @{ Label = @{ app = 'web'; run = $TestRun }; Port = '127.0.0.1::80'; Environment = @{ GREETING = 'hello' } }
    $idle = New-Container $TestImage -Name (New-TestName idle) -Label "run=$TestRun" -Command true
    $failed = New-Container $TestImage -Name (New-TestName failed) -Start -Command sh, -c, 'exit 3' | Wait-Container
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-Container' {
    It 'finds a container by its name' {
        $found = Get-Container $web.Name
        $found | Should -HaveCount 1
        $found.Id | Should -Be $web.Id
    }

    It 'finds a container by the beginning of its id' {
        (Get-Container $web.Id.Substring(0, 12)).Name | Should -Be $web.Name
    }

    It 'finds containers by a wildcard' {
        Get-Container "$TestRun-*" | Should -HaveCount 3
    }

    It 'finds none by a wildcard without an error' {
        Get-Container "$TestRun-nothing*" -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says which plain name nothing has, and finds the others' {
        $found = Get-Container $web.Name, "$TestRun-none" -ErrorAction SilentlyContinue -ErrorVariable problem
        $found.Name | Should -Be $web.Name
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'ContainerNotFound,DockerPS.Cmdlets.GetContainerCommand'
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$($problem[0].TargetObject)" | Should -Be "$TestRun-none"
    }

    It 'takes names, objects and properties from the pipeline' {
        ($web.Name, $idle | Get-Container).Count | Should -Be 2
        ([pscustomobject]@{ Name = $web.Name } | Get-Container).Id | Should -Be $web.Id
        @() | Get-Container | Should -BeNullOrEmpty
    }

    It 'lists every state by default' {
        $states = @(Get-Container "$TestRun-*").State
        $states | Should -Contain 'Running'
        $states | Should -Contain 'Created'
        $states | Should -Contain 'Exited'
    }

    It 'filters by <Name>' -ForEach @(
        @{ Name = 'state'; Filter = @{ Status = 'Running' }; Expected = 'web' }
        @{ Name = 'states'; Filter = @{ Status = 'Created', 'Running' }; Expected = 'idle', 'web' }
        @{ Name = 'label'; Filter = @{ Label = 'app' }; Expected = 'web' }
        @{ Name = 'label and value'; Filter = @{ Label = @{ app = 'web' } }; Expected = 'web' }
        @{ Name = 'the engine''s own'; Filter = @{ Filter = @{ exited = 3 } }; Expected = 'failed' }
    ) {
        $names = @(Get-Container "$TestRun-*" @Filter | ForEach-Object { $_.Name.Substring($TestRun.Length + 1) })
        [Array]::Sort($names)
        $names | Should -Be $Expected
    }

    It 'takes a plain name that a filter leaves out for no error' {
        Get-Container $idle.Name, $web.Name -Status Running -ErrorAction Stop | ForEach-Object Name | Should -Be $web.Name
        Get-TestErrorId { Get-Container "$TestRun-none" -Status Running } | Should -Be 'ContainerNotFound'
    }

    It 'gives values, not texts' {
        $found = Get-Container $web.Name
        $found | Should -BeOfType ([DockerPS.Container])
        $found.State | Should -Be ([DockerPS.ContainerState]::Running)
        $found.Created | Should -BeOfType ([datetime])
        $found.Ports[0].Port | Should -Be 80
        "$($found.Ports[0].HostAddress)" | Should -Be '127.0.0.1'
        $found.Ports[0].HostPort | Should -BeGreaterThan 0
        $found.Labels['app'] | Should -Be 'web'
        "$found" | Should -Be $web.Name
        (Get-Container $failed.Name).ExitCode | Should -Be 3
        $found.ExitCode | Should -BeNullOrEmpty
    }

    It 'has times to reckon with, of the time zone of the user' {
        $found = Get-Container $web.Name
        $found.Created.Kind | Should -Be 'Local'
        ((Get-Date) - $found.Created).TotalMinutes | Should -BeLessThan 30
    }

    It 'is clean as JSON' {
        $read = Get-Container $web.Name -Detailed | ConvertTo-Json -Depth 5 -WarningAction Stop | ConvertFrom-Json
        $read.State | Should -BeExactly 'Running'
        $read.Ports[0].HostAddress | Should -BeExactly '127.0.0.1'
        $read.Networks[0].IPAddress | Should -Match '^[\d.]+$'
        $read.Environment.GREETING | Should -BeExactly 'hello'
        $read.StartedAt | Should -BeOfType ([datetime])
    }

    It 'has the same status in the list and in the detail' {
        foreach ($name in $web.Name, $failed.Name, $idle.Name) {
            # the second one may be taken a second later
            $pattern = '\d+ (second|minute)s?|Less than a second|About a minute|About an hour'
            $list, $detail = (Get-Container $name), (Get-Container $name -Detailed)
            $detail.Status -replace $pattern, 'N' | Should -Be ($list.Status -replace $pattern, 'N')
        }
    }

    It 'has the same command in the list and in the detail' {
        foreach ($name in $web.Name, $failed.Name, $idle.Name) {
            (Get-Container $name -Detailed).Command | Should -Be (Get-Container $name).Command
        }
    }

    It 'has its ports in order' {
        $made = New-TestContainer ports @{ Expose = '8080-8082', '80', '443', '53/udp' }
        (Get-Container $made).Ports -join ' ' | Should -Be '53/udp 80/tcp 443/tcp 8080/tcp 8081/tcp 8082/tcp'
        (Get-Container $made -Detailed).Ports -join ' ' | Should -Be '53/udp 80/tcp 443/tcp 8080/tcp 8081/tcp 8082/tcp'
    }

    It 'shows sizes with -Size' {
        Get-Container $web.Name -Size | Out-String -Width 120 | Should -Match 'Size\s+Virtual'
    }

    It 'looks the same when it comes from a job' {
        $job = Start-Job { Import-Module $args[0]; Get-Container $args[1] } -ArgumentList (Get-Module DockerPS).Path, $web.Name
        try {
            $line = $job | Receive-Job -Wait | Out-String -Stream -Width 120 | Where-Object { $_.StartsWith($web.Name.Substring(0, 10)) }
            $line | Should -Match '->80/tcp'
        }
        finally {
            Remove-Job $job -Force
        }
    }

    It 'counts bytes only when asked' {
        (Get-Container $web.Name).RootFileSystemSize | Should -BeNullOrEmpty
        (Get-Container $web.Name -Size).RootFileSystemSize | Should -BeGreaterThan 100000
    }

    It 'has a size even if a container has written nothing' {
        $made = Get-Container $idle.Name -Size
        # 0, or one block of containerd's store
        $made.Size | Should -BeOfType ([long])
        $made.Size | Should -BeIn 0, 4096
        (Get-Container $idle.Name).Size | Should -BeNullOrEmpty
    }

    It 'knows everything with -Detailed' {
        $detail = Get-Container $web.Name -Detailed
        $detail | Should -BeOfType ([DockerPS.ContainerDetail])
        $detail.Environment.GREETING | Should -Be 'hello'
        $detail.StartedAt | Should -BeOfType ([datetime])
        $detail.FinishedAt | Should -BeNullOrEmpty
        $detail.ProcessId | Should -BeGreaterThan 1
        $detail.Arguments[0] | Should -Be 'sh'
    }

    It 'keeps the order of the list with -Detailed' {
        (@(Get-Container "$TestRun-*" -Detailed).Name -join ' ') | Should -Be (@(Get-Container "$TestRun-*").Name -join ' ')
    }

    It 'asks the engine once' {
        $requests = @(Get-Container "$TestRun-w*" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        $requests | Should -HaveCount 1
    }

    It 'returns the newest with -Latest' {
        Get-Container -Latest 2 | Should -HaveCount 2
    }

    It 'shows no text of others that a terminal would obey' {
        $text = "`e]0;P`a$([char]0x9b)2J$([char]0x202e)"
        $made = New-Container $TestImage -Name (New-TestName escape) -Label "a=$text" -Command $text, 'x'
        foreach ($shown in ($made | Out-String -Width 200), ($made | Format-List | Out-String), ($made | Get-Container -Detailed | Out-String)) {
            $shown | Should -Not -Match "`e\]|`a|\u009b|\u202e"
            $shown | Should -BeLike '*\x1b]0;P\a*'
        }
        (Get-Container $made).Labels['a'] | Should -BeExactly $text
    }

    It 'shows no name in an error that a terminal would obey' {
        $problem = Get-TestError { Get-Container "none`e]0;P`a" }
        "$problem" | Should -Not -Match "`e|`a"
        "$problem" | Should -BeLike '*none\x1b]0;P\a*'
    }
}
