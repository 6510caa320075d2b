BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Disconnect-Network' {
    It 'disconnects a container' {
        $made = New-Network (New-TestName plain)
        $container = New-TestContainer c1 @{ Network = $made.Name }
        Disconnect-Network $made $container | Should -BeNullOrEmpty
        (Get-Network $made -Detailed).Containers | Should -BeNullOrEmpty
    }

    It 'refuses a container that is not in it' {
        $made = New-Network (New-TestName stranger)
        $container = New-TestContainer c2
        Get-TestErrorId { Disconnect-Network $made $container } | Should -Not -BeNullOrEmpty
    }

    It 'disconnects nothing with -WhatIf' {
        $made = New-Network (New-TestName whatif)
        $container = New-TestContainer c3 @{ Network = $made.Name }
        Disconnect-Network $made $container -WhatIf
        (Get-Network $made -Detailed).Containers | Should -HaveCount 1
    }
}
