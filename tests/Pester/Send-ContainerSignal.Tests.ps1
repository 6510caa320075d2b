BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Send-ContainerSignal' {
    It 'kills without a signal' {
        $made = New-TestContainer plain
        Send-ContainerSignal $made
        ($made | Wait-Container -Timeout 10).ExitCode | Should -Be 137
    }

    It 'returns the container as it ended, and the list knows it too' {
        $made = foreach ($i in 1..5) { New-TestContainer "ended$i" }
        $killed = $made | Send-ContainerSignal -PassThru
        $killed.State | Should -Be @('Exited', 'Exited', 'Exited', 'Exited', 'Exited')
        $killed.ExitCode | Should -Be @(137, 137, 137, 137, 137)
        foreach ($container in $made) {
            Start-Container $container
            Send-ContainerSignal $container
            (Get-Container $container).State | Should -Be 'Exited'
        }
    }

    It 'sends the signal that is named' {
        $made = New-Container $TestImage -Name (New-TestName hup) -Start -Command sh, -c, 'trap "echo got it; exit 7" HUP; sleep 1000000 & wait'
        [Threading.Thread]::Sleep(500)
        Send-ContainerSignal $made -Signal SIGHUP
        ($made | Wait-Container -Timeout 10).ExitCode | Should -Be 7
        Get-ContainerLog $made | Should -Be 'got it'
    }

    It 'refuses a signal that is none' {
        $made = New-TestContainer bad
        Get-TestErrorId { Send-ContainerSignal $made -Signal SIGNONE } | Should -Be 'InvalidContainer'
    }

    It 'refuses a container that does not run' {
        $made = New-Container $TestImage -Name (New-TestName idle)
        Get-TestErrorId { Send-ContainerSignal $made } | Should -Be 'ContainerConflict'
    }
}
