BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $slow = New-TestContainer slow
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

    It 'returns a state that agrees with the exit code, and the list knows it too' {
        foreach ($code in 1..10) {
            $done = New-Container $TestImage -Name (New-TestName "agrees$code") -Start -Command sh, -c, "sleep 0.1; exit $code" | Wait-Container
            $done.ExitCode | Should -Be $code
            $done.State | Should -Be 'Exited'
            (Get-Container $done).ExitCode | Should -Be $code
        }
    }

    It 'knows the exit code of one that its restart policy starts again' {
        $made = New-Container $TestImage -Name (New-TestName policy) -Start -RestartPolicy always -Command sh, -c, 'sleep 1; exit 5'
        ($made | Wait-Container -Timeout 20).ExitCode | Should -Be 5
        # the first pause between two runs is the shortest
        (Wait-TestCondition { (Get-Container $made).ExitCode -eq 5 } 20) | Should -BeTrue
        (Get-Container $made).State | Should -BeIn 'Restarting', 'Running'
        Remove-Container $made -Force
    }

    It 'waits for many at the same time' {
        $jobs = foreach ($i in 1..4) { New-Container $TestImage -Name (New-TestName "many$i") -Start -Command sleep, 1 }
        @($jobs | Wait-Container).ExitCode | Should -Be @(0, 0, 0, 0)
    }

    It 'says that it took too long' {
        $problem = Get-TestError { Wait-Container $slow -Timeout 500ms }
        $problem.FullyQualifiedErrorId | Should -Be 'ContainerWaitTimeout,DockerPS.Cmdlets.WaitContainerCommand'
        $problem.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'understands <Timeout> as a time' -ForEach @(
        @{ Timeout = 1s }
        @{ Timeout = 1 }
        @{ Timeout = '1s' }
        @{ Timeout = '1000ms' }
        @{ Timeout = [TimeSpan]::FromSeconds(1) }
    ) {
        "$(Get-TestError { Wait-Container $slow -Timeout $Timeout })" | Should -Match 'longer than 1 second to exit\.'
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

    It 'waits until it is removed' {
        $done = New-Container $TestImage -Name (New-TestName removed) -Start -RemoveAfter -Command sleep, 1 | Wait-Container -Removed -Timeout 20
        $done.Name | Should -Be (New-TestName removed)
        Get-Container (New-TestName removed*) | Should -BeNullOrEmpty
    }

    It 'waits until it is healthy' {
        $with = @{ HealthCommand = 'test -e /tmp/ready'; HealthInterval = '1s'; HealthRetries = 30 }
        $made = New-Container $TestImage -Name (New-TestName healthy) -Start @with -Command sh, -c, 'sleep 1; touch /tmp/ready; sleep 60'
        ($made | Wait-Container -Healthy -Timeout 30).Health | Should -Be 'Healthy'
        Remove-Container $made -Force
    }

    It 'says at once that it is unhealthy, and what the check said' {
        $with = @{ HealthCommand = 'echo no disk; exit 1'; HealthInterval = '1s'; HealthRetries = 1 }
        $made = New-TestContainer unhealthy $with
        $problem = Get-TestError { $made | Wait-Container -Healthy -Timeout 60 }
        ($problem.FullyQualifiedErrorId -split ',')[0] | Should -Be 'ContainerWaitFailed'
        "$problem" | Should -Match 'no disk'
    }

    It 'says that there is no health check' {
        Get-TestErrorId { New-TestContainer unchecked | Wait-Container -Healthy -Timeout 5 } | Should -Be 'ContainerHasNoHealthCheck'
    }

    It 'waits for a line of the log' {
        $made = New-Container $TestImage -Name (New-TestName line) -Start -Command sh, -c, 'echo starting; sleep 1; echo "server is READY to work"; sleep 60'
        ($made | Wait-Container -LogPattern 'ready to (work|play)' -Timeout 20).State | Should -Be 'Running'
        Remove-Container $made -Force
    }

    It 'does not take a line of an earlier run for one of this' {
        $made = New-Container $TestImage -Name (New-TestName again) -Start -Command sh, -c, 'test -e /old || { touch /old; echo is ready; exit 0; }; sleep 60'
        $made = $made | Wait-Container -Timeout 20 | Start-Container -PassThru
        Get-TestErrorId { $made | Wait-Container -LogPattern ready -Timeout 1 } | Should -Be 'ContainerWaitTimeout'
        Remove-Container $made -Force
    }

    It 'waits for a web server''s answer' {
        $made = New-Container $TestImage -Name (New-TestName site) -Start -Port '127.0.0.1::80' -Command sh, -c, 'mkdir /www; sleep 1; echo "all is well" > /www/index.html; exec httpd -f -p 80 -h /www'
        $uri = "http://127.0.0.1:$($made.Ports[0].HostPort)/"
        ($made | Wait-Container -Uri $uri -StatusCode 200 -BodyPattern 'is well' -Timeout 20).State | Should -Be 'Running'
        Get-TestErrorId { $made | Wait-Container -Uri "${uri}none" -Timeout 1 } | Should -Be 'ContainerWaitTimeout'
        ($made | Wait-Container -Uri "${uri}none" -StatusCode 404 -Timeout 20).State | Should -Be 'Running'
        Remove-Container $made -Force
    }

    It 'waits for a command and a line together' {
        $made = New-Container $TestImage -Name (New-TestName both) -Start -Command sh, -c, 'echo up; sleep 1; touch /tmp/ready; sleep 60'
        ($made | Wait-Container -LogPattern up -Command test, -e, /tmp/ready -Timeout 20).State | Should -Be 'Running'
        $problem = Get-TestError { $made | Wait-Container -LogPattern up -Command test, -e, /tmp/never -Timeout 2 }
        "$problem" | Should -Match 'to run'
        "$problem" | Should -Not -Match 'to write'
        Remove-Container $made -Force
    }

    It 'refuses what cannot be meant' {
        Get-TestErrorId { Wait-Container any -Removed -Healthy } | Should -Be 'InvalidWaitCondition'
        Get-TestErrorId { Wait-Container any -StatusCode 200 } | Should -Be 'InvalidWaitCondition'
    }
}
