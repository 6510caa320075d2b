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

    It 'measures all that run' {
        $made = New-TestContainer all
        @(Measure-Container).Name | Should -Contain $made.Name
    }

    It 'ends with the container' {
        $made = New-Container $TestImage -Name (New-TestName short) -Start -Command sleep, 3
        @(Measure-Container $made -Continuous).Count | Should -BeLessThan 20
    }

    It 'says which container is not there' {
        Get-TestErrorId { Measure-Container "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }
}
