BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Stop-Container' {
    It 'stops a container' {
        $made = New-TestContainer plain
        Stop-Container $made | Should -BeNullOrEmpty
        (Get-Container $made).State | Should -Be 'Exited'
        (Get-Container $made).ExitCode | Should -Be 0
        Stop-Container $made -ErrorAction Stop
    }

    It 'kills one that does not listen when its time is over' {
        $deaf = New-Container $TestImage -Name (New-TestName deaf) -Start -Command sleep, 600
        $stopped = Stop-Container $deaf -Timeout 1s -PassThru
        $stopped.State | Should -Be 'Exited'
        $stopped.ExitCode | Should -Be 137
    }

    It 'stops many at the same time' {
        $many = foreach ($i in 1..8) { New-Container $TestImage -Name (New-TestName "many$i") -Start -Command sleep, 600 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $many | Stop-Container -Timeout 2
        # one after another they would take 16 seconds
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 12
        @(Get-Container "$TestRun-many*" -Status Exited) | Should -HaveCount 8
    }

    It 'stops the others where <What> is among them' -ForEach @(
        @{ What = 'a pattern that is none'; Other = { 'a[' } }
        @{ What = 'an object of another kind'; Other = { Get-Image $TestImage } }
        @{ What = 'a name that nothing has'; Other = { New-TestName none } }
    ) {
        $made = New-TestContainer others
        $problem = Get-TestError { Stop-Container (& $Other), $made -Timeout 0 }
        $problem | Should -HaveCount 1
        (Get-Container $made).State | Should -Be Exited
        Remove-Container $made
    }

    It 'stops containers by a wildcard' {
        $null = New-TestContainer wild1
        $null = New-TestContainer wild2
        @(Stop-Container "$TestRun-wild*" -PassThru) | Should -HaveCount 2
    }

    It 'says that this engine is too old for a signal, where it is' {
        $made = New-TestContainer signal
        $problem = Get-TestErrorId { Stop-Container $made -Signal SIGINT -Timeout 1 }
        if ((Get-DockerVersion).ApiVersion -lt [version]'1.42') {
            $problem | Should -Be 'ApiVersionTooLow'
        }
        else {
            $problem | Should -BeNullOrEmpty
        }
    }

    It 'lists the ids that a prefix fits when there are several' {
        $prefixes = @{}
        $made = foreach ($i in 1..20) { New-Container $TestImage -Name (New-TestName "prefix$i") }
        $shared = @($made | ForEach-Object { $_.Id.Substring(0, 1) } | Where-Object { if ($prefixes[$_]) { $true } else { $prefixes[$_] = $true; $false } })[0]
        $problem = Get-TestError { Stop-Container $shared }
        ($problem.FullyQualifiedErrorId -split ',')[0] | Should -Be 'ContainerAmbiguous'
        "$problem" | Should -Match $TestRun
    }

    It 'tells how many of several are done when it takes a while' {
        $names = foreach ($i in 1..2) { (New-Container $TestImage -Name (New-TestName "slow$i") -Start -Command sleep, 1000).Name }
        $shell = Start-TestScript "Stop-Container $($names -join ', ') -Timeout 2"
        try {
            Wait-TestCondition { $shell.InvocationStateInfo.State -eq 'Completed' } 30 | Should -BeTrue
            $records = @($shell.Streams.Progress | Where-Object Activity -EQ 'Stop container')
            $records[0].StatusDescription | Should -Be '0 of 2'
            $records[-1].RecordType | Should -Be 'Completed'
        }
        finally {
            $shell.Dispose()
        }
    }
}
