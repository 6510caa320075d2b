BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $both = New-Container $TestImage -Name (New-TestName both) -Start -Command sh, -c, 'for i in 1 2 3; do echo out $i; echo err $i >&2; done' | Wait-Container
    $long = New-Container $TestImage -Name (New-TestName long) -Start -Command sh, -c, 'i=0; while [ $i -lt 20 ]; do head -c 15000 /dev/zero | tr "\0" "x"; echo; i=$((i+1)); done; head -c 40000 /dev/zero | tr "\0" "y"; echo' |
        Wait-Container
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-ContainerLog' {
    It 'returns lines that are texts and know where they come from' {
        $lines = Get-ContainerLog $both
        $lines | Should -HaveCount 6
        $lines[0] | Should -BeOfType ([string])
        @($lines | Where-Object { $_.Stream -eq 'StandardOutput' }) | Should -Be @('out 1', 'out 2', 'out 3')
        @($lines | Where-Object { $_.Stream -eq 'StandardError' }) | Should -Be @('err 1', 'err 2', 'err 3')
        $lines[0].Container | Should -Be $both.Name
        $lines[0].Timestamp | Should -BeOfType ([datetime])
    }

    It 'returns long lines as they are' {
        $lines = Get-ContainerLog $long
        $lines | Should -HaveCount 21
        @($lines | ForEach-Object { $_.Length } | Where-Object { $_ -eq 15000 }) | Should -HaveCount 20
        $lines[20] | Should -BeExactly ('y' * 40000)
    }

    It 'returns one stream' {
        Get-ContainerLog $both -Stream StandardError | Should -Be @('err 1', 'err 2', 'err 3')
    }

    It 'returns the last lines' {
        Get-ContainerLog $both -Tail 2 | Should -HaveCount 2
        Get-ContainerLog $both -Tail 0 | Should -BeNullOrEmpty
    }

    It 'returns what was written since and until' {
        Get-ContainerLog $both -Since ([DateTimeOffset]::UtcNow.AddHours(1)) | Should -BeNullOrEmpty
        Get-ContainerLog $both -Until 1h | Should -BeNullOrEmpty
        Get-ContainerLog $both -Since 1h | Should -HaveCount 6
        Get-ContainerLog $both -Since 1d | Should -HaveCount 6
        Get-ContainerLog $both -Until 1d | Should -BeNullOrEmpty
        Get-ContainerLog $both -Since ([DateTimeOffset]::UtcNow.AddHours(-1).ToUnixTimeSeconds()) | Should -HaveCount 6
        Get-ContainerLog $both -Since "$([DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds()).5" | Should -BeNullOrEmpty
        "$(Get-TestError { Get-ContainerLog $both -Since soon })" | Should -Match "'soon' is not a valid point in time"
        "$(Get-TestError { Get-ContainerLog $both -Tail abc })" | Should -Match "'abc' is not a valid number of lines. Expected a whole number such as 100."
    }

    It 'puts the time before the line with -Timestamp' {
        @(Get-ContainerLog $both -Tail 1 -Timestamp)[0] | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z (out|err) 3$'
    }

    It 'follows until the container ends' {
        $talking = New-Container $TestImage -Name (New-TestName talking) -Start -Command sh, -c, 'for i in 1 2 3; do echo $i; sleep 0.2; done'
        Get-ContainerLog $talking -Follow | Should -Be @('1', '2', '3')
    }

    It 'ends when the pipeline has had enough' {
        $endless = New-Container $TestImage -Name (New-TestName endless) -Start -Command sh, -c, 'while :; do echo tick; sleep 0.05; done'
        Get-ContainerLog $endless -Follow | Select-Object -First 1 | Should -Be tick
        (Get-Container $endless).State | Should -Be Running
    }

    It 'writes bytes to a file as they are' {
        # json-file itself replaces invalid text
        $binary = New-Container $TestImage -Name (New-TestName binary) -Start -LogDriver local -Command sh, -c, 'printf "a\r\nb\377\n10%%\r20%%\n"' | Wait-Container
        $file = [IO.Path]::Combine((New-TestFolder), 'log')
        Get-ContainerLog $binary -OutFile $file | Should -BeNullOrEmpty
        [Convert]::ToHexString([IO.File]::ReadAllBytes($file)) | Should -Be '610D0A62FF0A3130250D3230250A'
        Get-ContainerLog $binary | Should -Be @('a', "b$([char]0xFFFD)", "10%`r20%")
    }

    It 'says which container is not there' {
        Get-TestErrorId { Get-ContainerLog "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }

    It 'shows the name of the container when several are followed, and leaves the texts alone' {
        $one = New-Container $TestImage -Name (New-TestName n1) -Start -Command echo, 'from one' | Wait-Container
        $two = New-Container $TestImage -Name (New-TestName n2) -Start -Command echo, 'from two' | Wait-Container
        $lines = Get-ContainerLog $one, $two -Follow
        $lines | Sort-Object | Should -Be @('from one', 'from two')
        $shown = $lines | Out-String -Stream
        $shown | Should -Contain "$($one.Name) | from one"
        $shown | Should -Contain "$($two.Name) | from two"
        Get-ContainerLog $one -Follow | Out-String -Stream | Should -Contain 'from one'
    }

    It 'returns the lines of several containers in the order of time' {
        $one = New-Container $TestImage -Name (New-TestName m1) -Start -Command sh, -c, 'echo 1; sleep 0.6; echo 3; sleep 0.6; echo 5'
        $two = New-Container $TestImage -Name (New-TestName m2) -Start -Command sh, -c, 'sleep 0.3; echo 2; sleep 0.6; echo 4'
        $null = $one, $two | Wait-Container
        $lines = $one, $two | Get-ContainerLog
        $lines | Should -HaveCount 5
        $times = @($lines | ForEach-Object { $_.Timestamp.Ticks })
        $sorted = [long[]]$times
        [Array]::Sort($sorted)
        $times -join ' ' | Should -Be ($sorted -join ' ')
        @($lines | Where-Object { $_.Container -eq $two.Name }) | Should -Be @('2', '4')
    }

    It 'follows several containers' {
        $talking = foreach ($i in 1..2) { New-Container $TestImage -Name (New-TestName "f$i") -Start -Command sh, -c, "echo a$i; sleep 1; echo b$i" }
        $lines = [string[]]@($talking | Get-ContainerLog -Follow)
        [Array]::Sort($lines)
        $lines | Should -Be @('a1', 'a2', 'b1', 'b2')
    }

    It 'follows several containers, with a terminal or without, from before their first line or after it' {
        $terminal = New-Container $TestImage -Name (New-TestName ft) -Start -Terminal -Command sh, -c, 'echo old; sleep 1; echo new'
        $plain = New-Container $TestImage -Name (New-TestName fp) -Start -Command sh, -c, 'echo old; echo last; sleep 1; echo new'
        $silent = New-Container $TestImage -Name (New-TestName fs) -Start -Command sh, -c, 'sleep 1; echo one; echo two; echo three'
        foreach ($made in $terminal, $plain) {
            $null = Wait-Container $made -LogPattern 'old|last' -Timeout 10
        }
        $lines = @($terminal, $plain, $silent | Get-ContainerLog -Follow)
        @($lines | Where-Object Container -eq $terminal.Name) | Should -Be @('old', 'new')
        @($lines | Where-Object Container -eq $plain.Name) | Should -Be @('old', 'last', 'new')
        @($lines | Where-Object Container -eq $silent.Name) | Should -Be @('one', 'two', 'three')
    }

    It 'tells every line that comes while it turns from what is there to what comes' {
        $many = foreach ($i in 1..8) { New-Container $TestImage -Name (New-TestName "t$i") -Start -Command sh, -c, 'for i in 1 2 3 4 5 6 7 8 9; do echo line $i; sleep 0.05; done' }
        $lines = @($many | Get-ContainerLog -Follow)
        foreach ($one in $many) {
            @($lines | Where-Object Container -eq $one.Name) | Should -Be @(1..9 | ForEach-Object { "line $_" })
        }
    }

    It 'follows across a restart, and says each line once' {
        $made = New-Container $TestImage -Name (New-TestName again) -Start -RestartPolicy on-failure:1 -Command sh, -c, 'echo start; sleep 0.5; echo stop; exit 1'
        Get-ContainerLog $made -Follow | Should -Be @('start', 'stop', 'start', 'stop')
    }

    It 'refuses one file for several' {
        Get-TestErrorId { Get-ContainerLog $both, $long -OutFile ([IO.Path]::Combine((New-TestFolder), 'log')) } | Should -Be 'InvalidOutFile'
    }
}
