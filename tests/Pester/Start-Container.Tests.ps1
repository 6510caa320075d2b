BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Start-Container' {
    It 'starts a container and returns nothing' {
        $made = New-Container $TestImage -Name (New-TestName plain) -Command sleep, 60
        Start-Container $made | Should -BeNullOrEmpty
        (Get-Container $made).State | Should -Be 'Running'
        Start-Container $made -ErrorAction Stop
    }

    It 'returns the containers with -PassThru, in the order in which they were named' {
        $made = foreach ($i in 1..3) { New-Container $TestImage -Name (New-TestName "many$i") -Command sleep, 60 }
        $started = $made[2], $made[0], $made[1] | Start-Container -PassThru
        ($started.Name -join ' ') | Should -Be (($made[2], $made[0], $made[1]).Name -join ' ')
        @($started | Where-Object { $_.State -eq 'Running' }) | Should -HaveCount 3
    }

    It 'starts nothing with -WhatIf' {
        $made = New-Container $TestImage -Name (New-TestName whatif) -Command sleep, 60
        Start-Container $made -WhatIf
        (Get-Container $made).State | Should -Be 'Created'
    }

    It 'has one error for each that cannot be started, and starts the others' {
        $good = New-Container $TestImage -Name (New-TestName good) -Command sleep, 60
        Start-Container "$TestRun-none", $good.Name -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'ContainerNotFound,DockerPS.Cmdlets.StartContainerCommand'
        (Get-Container $good).State | Should -Be 'Running'
    }
}
