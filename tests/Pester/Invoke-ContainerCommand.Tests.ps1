BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $one = New-TestContainer one
    $two = New-TestContainer two
    $stopped = New-Container $TestImage -Name (New-TestName stopped)
}

AfterAll {
    Remove-TestObject
}

Describe 'Invoke-ContainerCommand' {
    It 'takes arrays among the words as programs do' {
        $files = 'a', 'b'
        $made = New-TestContainer words
        Invoke-ContainerCommand $made -- echo $files end | Should -Be 'a b end'
        Invoke-ContainerCommand $made -- printf '[%s]' $files @($files, 3) '' | Should -Be '[a][b][a][b][3][]'
    }

    It 'returns each line as a text' {
        $lines = Invoke-ContainerCommand $one.Name -- sh -c 'echo a; echo b'
        $lines | Should -Be @('a', 'b')
        $LASTEXITCODE | Should -Be 0
    }

    It 'passes arguments exactly' {
        Invoke-ContainerCommand $one -Command printf, '<%s>', 'a b', '', '$HOME', '"q"' | Should -BeExactly '<a b><><$HOME><"q">'
    }

    It 'sends the pipeline to standard input when containers are named' {
        'x', 'y' | Invoke-ContainerCommand $one -- cat | Should -Be @('x', 'y')
    }

    It 'takes containers from the pipeline, and each line knows its own' {
        $lines = @(Get-Container "$TestRun-one", "$TestRun-two" | Invoke-ContainerCommand -Command echo, hi)
        $lines | Should -HaveCount 2
        $names = [string[]]@($lines.Container)
        [Array]::Sort($names)
        $names | Should -Be @($one.Name, $two.Name)
    }

    It 'takes names from the pipeline' {
        @($one.Name, $two.Name | Invoke-ContainerCommand -Command hostname) | Should -HaveCount 2
    }

    It 'brings bytes back bit for bit' {
        $bytes = [byte[]](0..255)
        $back = [IO.MemoryStream]::new()
        , $bytes | Invoke-ContainerCommand $one -AsByteStream -- cat | ForEach-Object { $back.Write($_, 0, $_.Length) }
        [Convert]::ToHexString($back.ToArray()) | Should -Be ([Convert]::ToHexString($bytes))
    }

    It 'makes one error of an exit code that is not zero' {
        $null = Invoke-ContainerCommand $one -ErrorAction SilentlyContinue -ErrorVariable problem -Command sh, -c, 'echo reason >&2; exit 5' 6>$null
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'ContainerCommandFailed,DockerPS.Cmdlets.InvokeContainerCommandCommand'
        "$($problem[0])" | Should -Match 'exited with code 5'
        $problem[0].Exception.Detail | Should -Be 'reason'
        $LASTEXITCODE | Should -Be 5
    }

    It 'returns one object a container with -AsResult' {
        $results = @($one, $two | Invoke-ContainerCommand -AsResult -Command sh, -c, 'echo out; echo err >&2; exit 4')
        $results | Should -HaveCount 2
        $results[0].ExitCode | Should -Be 4
        $results[0].StandardError | Should -BeExactly 'err'
    }

    It 'uses environment, user and folder' {
        Invoke-ContainerCommand $one -Environment @{ A = 'x' } -User 65534 -WorkingDirectory /tmp -- sh -c 'echo $A $(id -u) $(pwd)' | Should -Be 'x 65534 /tmp'
    }

    It 'returns at once with -Detached' {
        Invoke-ContainerCommand $one -Detached -- sh -c 'sleep 0.2; touch /tmp/detached' | Should -BeNullOrEmpty
        foreach ($i in 1..50) {
            $there = Invoke-ContainerCommand $one -- sh -c 'test -e /tmp/detached && echo yes || echo no'
            if ($there -eq 'yes') { break }
            [Threading.Thread]::Sleep(100)
        }
        $there | Should -Be 'yes'
    }

    It 'refuses a container that does not run' {
        Get-TestErrorId { Invoke-ContainerCommand $stopped -- true } | Should -Be 'ContainerConflict'
    }

    It 'refuses to run nowhere' {
        Get-TestErrorId { Invoke-ContainerCommand -Command true } | Should -Be 'InvalidContainer'
    }

    It 'runs nothing with -WhatIf' {
        Invoke-ContainerCommand $one -WhatIf -- touch /tmp/whatif
        Invoke-ContainerCommand $one -- sh -c 'test -e /tmp/whatif && echo yes || echo no' | Should -Be 'no'
    }

    It 'runs what stands behind -- in containers from the pipeline' {
        $one = New-TestContainer piped1
        $two = New-TestContainer piped2
        $one, $two | Invoke-ContainerCommand -- hostname | Sort-Object | Should -Be ($one, $two | ForEach-Object { $_.Id.Substring(0, 12) } | Sort-Object)
        $one | Invoke-ContainerCommand -- echo -n hi | Should -Be 'hi'
        $one | Invoke-ContainerCommand hostname | Should -Be $one.Id.Substring(0, 12)
        'text' | Invoke-ContainerCommand $one -- cat | Should -Be 'text'
        Get-Container (New-TestName 'none*') | Invoke-ContainerCommand -- ls -l | Should -BeNullOrEmpty
    }

    It 'needs a command, and leaves an exit code when it cannot start one' {
        $made = New-TestContainer nocommand
        Get-TestErrorId { Invoke-ContainerCommand $made } | Should -Be InvalidCommand
        Stop-Container $made
        $global:LASTEXITCODE = 0
        Invoke-ContainerCommand $made -ErrorAction SilentlyContinue -- ls
        $LASTEXITCODE | Should -Be 125
        Get-TestErrorId { Invoke-ContainerCommand $made -Usr root ls } | Should -Be ParameterNotFound
    }
}
