BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Suspend-Container' {
    It 'freezes a container' {
        $made = New-TestContainer plain
        Suspend-Container $made | Should -BeNullOrEmpty
        (Get-Container $made).State | Should -Be 'Paused'
        Resume-Container $made
    }

    It 'refuses one that does not run' {
        $made = New-Container $TestImage -Name (New-TestName idle)
        Get-TestErrorId { Suspend-Container $made } | Should -Be 'ContainerConflict'
    }

    It 'freezes nothing with -WhatIf' {
        $made = New-TestContainer whatif
        Suspend-Container $made -WhatIf
        (Get-Container $made).State | Should -Be 'Running'
    }
}
