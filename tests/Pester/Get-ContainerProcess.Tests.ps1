BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-ContainerProcess' {
    It 'lists processes' {
        $made = New-Container $TestImage -Name (New-TestName plain) -Start -Command sleep, 61
        # until the program is running, the engine shows the one that starts it
        $null = Wait-TestCondition { (Get-ContainerProcess $made).Command -eq 'sleep 61' } 20
        $found = Get-ContainerProcess $made
        $found | Should -HaveCount 1
        $found.Command | Should -Be 'sleep 61'
        $found.ProcessId | Should -BeGreaterThan 1
        $found.Columns['CMD'] | Should -Be 'sleep 61'
        $found.Time | Should -BeOfType ([timespan])
        # podman passes on the output of the container's own ps, which has no start time
        if ($found.Columns.ContainsKey('ELAPSED')) {
            $found.Started | Should -BeGreaterThan (Get-Date).AddMinutes(-5)
        }
    }

    It 'names the container however it was named' {
        $made = New-Container $TestImage -Name (New-TestName named) -Start -Command sh, -c, 'echo hello; touch /new; sleep 63'
        $null = Wait-Container $made -LogPattern hello -Timeout 20
        $id = $made.Id.Substring(0, 12)
        @(Get-ContainerProcess $id)[0].Container | Should -Be $made.Name
        @(Get-ContainerChange $id)[0].Container | Should -Be $made.Name
        @(Get-ContainerLog $id)[0].Container | Should -Be $made.Name
        (Invoke-ContainerCommand $id -AsResult -Command true).Container | Should -Be $made.Name
    }

    It 'asks for columns' {
        $made = New-Container $TestImage -Name (New-TestName columns) -Start -Command sleep, 62
        (Get-ContainerProcess $made -ArgumentList '-eo', 'pid,comm').Columns['COMMAND'] | Should -Be 'sleep'
    }

    It 'refuses a container that does not run' {
        $made = New-Container $TestImage -Name (New-TestName idle)
        Get-TestErrorId { Get-ContainerProcess $made } | Should -Match '^Container(Conflict|Failed)$'
    }
}
