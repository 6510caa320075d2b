BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Restart-Container' {
    It 'stops a container and starts it again' {
        $made = New-TestContainer plain
        $before = (Get-Container $made -Detailed).StartedAt
        Restart-Container $made | Should -BeNullOrEmpty
        $after = Get-Container $made -Detailed
        $after.State | Should -Be 'Running'
        $after.StartedAt | Should -BeGreaterThan $before
    }

    It 'starts one that does not run' {
        $made = New-Container $TestImage -Name (New-TestName idle) -Command sleep, 60
        (Restart-Container $made -Timeout 0 -PassThru).State | Should -Be 'Running'
    }

    It 'restarts many at the same time' {
        $many = foreach ($i in 1..4) { New-TestContainer "many$i" }
        @($many | Restart-Container -PassThru) | Should -HaveCount 4
    }

    It 'says which container is not there' {
        Get-TestErrorId { Restart-Container "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }
}
