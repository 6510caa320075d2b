BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Measure-Container' {
    It 'measures in numbers' {
        $made = New-Container $TestImage -Name (New-TestName busy) -Start -Memory 64MB -Command sh, -c, 'while :; do :; done'
        $figures = Measure-Container $made
        $figures | Should -BeOfType ([DockerPS.ContainerStatistics])
        $figures.Name | Should -Be $made.Name
        $figures.CpuPercent | Should -BeGreaterThan 1
        $figures.Memory | Should -BeGreaterThan 0
        $figures.MemoryLimit | Should -Be 67108864
        $figures.ProcessCount | Should -BeGreaterThan 0
        Remove-Container $made -Force
    }

    It 'measures as often as asked' {
        $made = New-TestContainer often
        @(Measure-Container $made -Count 2) | Should -HaveCount 2
    }

    It 'measures all that run, in the order of their names' {
        $made = New-TestContainer all
        $null = New-TestContainer another
        $names = @(Measure-Container).Name
        $names | Should -Contain $made.Name
        $sorted = [string[]]$names
        [Array]::Sort($sorted, [StringComparer]::Ordinal)
        $names | Should -Be $sorted
    }

    It 'shows each measurement at once' {
        $made = New-TestContainer live
        # the pipeline ends at the first row, long before the measurements end
        $row = Measure-Container $made -Continuous | Out-String -Stream -Width 120 | Where-Object { $_.StartsWith($TestRun) } | Select-Object -First 1
        $row | Should -Match 'GiB|MiB|KiB'
    }

    It 'ends with the container' {
        $made = New-Container $TestImage -Name (New-TestName short) -Start -Command sleep, 3
        @(Measure-Container $made -Continuous).Count | Should -BeLessThan 20
    }

    It 'says which container is not there' {
        Get-TestErrorId { Measure-Container "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }
}
