BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Wait-Container' {
    It 'waits for the end and returns the container with its exit code' {
        $done = New-Container $TestImage -Name (New-TestName job) -Start -Command sh, -c, 'sleep 0.5; exit 3' | Wait-Container
        $done.ExitCode | Should -Be 3
        $done.State | Should -Be 'Exited'
    }

    It 'knows the exit code of one that removed itself' {
        $done = New-Container $TestImage -Name (New-TestName auto) -Start -RemoveAfter -Command sh, -c, 'sleep 1; exit 4' | Wait-Container
        $done.ExitCode | Should -Be 4
        Get-Container (New-TestName auto*) | Should -BeNullOrEmpty
    }

    It 'waits for many at the same time' {
        $jobs = foreach ($i in 1..4) { New-Container $TestImage -Name (New-TestName "many$i") -Start -Command sleep, 1 }
        @($jobs | Wait-Container).ExitCode | Should -Be @(0, 0, 0, 0)
    }

    It 'says that it took too long' {
        $slow = New-TestContainer slow
        $problem = Get-TestError { Wait-Container $slow -Timeout 500ms }
        $problem.FullyQualifiedErrorId | Should -Be 'ContainerWaitTimeout,DockerPS.Cmdlets.WaitContainerCommand'
        $problem.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'waits for a published port' {
        $web = New-Container $TestImage -Name (New-TestName web) -Start -Port '127.0.0.1::80' -Command sh, -c, 'sleep 1; exec httpd -f -p 80'
        $ready = $web | Wait-Container -Port 80 -Timeout 20
        $ready.State | Should -Be 'Running'
        $client = [Net.Sockets.TcpClient]::new()
        $client.Connect('127.0.0.1', $ready.Ports[0].HostPort)
        $client.Connected | Should -BeTrue
        $client.Dispose()
    }

    It 'does not take docker''s forwarding for an answer' {
        $silent = New-TestContainer silent @{ Port = '127.0.0.1::80' }
        Get-TestErrorId { Wait-Container $silent -Port 80 -Timeout 1s } | Should -Be 'ContainerWaitTimeout'
    }

    It 'fails at once when the container dies, and says why' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $dying = New-Container $TestImage -Name (New-TestName dying) -Start -Port '127.0.0.1::80' -Command sh, -c, 'sleep 0.5; echo bad configuration; exit 9'
        $problem = Get-TestError { Wait-Container $dying -Port 80 -Timeout 60 }
        $problem.FullyQualifiedErrorId | Should -Be 'ContainerWaitFailed,DockerPS.Cmdlets.WaitContainerCommand'
        "$problem" | Should -Match 'exit code 9'
        "$problem" | Should -Match 'bad configuration'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
    }
}
