BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    Enter-TestConfiguration
}

AfterAll {
    Exit-TestConfiguration
    Remove-TestObject
}

Describe 'Remove-DockerContext' {
    BeforeEach {
        $alpha = New-DockerContext alpha tcp://alpha:1
        $null = New-DockerContext beta tcp://beta:1
    }

    AfterEach {
        Remove-DockerContext * -Force
    }

    It 'removes a context' {
        Remove-DockerContext alpha | Should -BeNullOrEmpty
        @(Get-DockerContext | ForEach-Object Name) | Should -Be @('beta', 'default')
        [IO.File]::Exists($alpha.MetadataPath) | Should -BeFalse
    }

    It 'removes what comes from the pipeline, and what a wildcard fits' {
        $alpha | Remove-DockerContext
        Remove-DockerContext * -ErrorAction Stop
        (Get-DockerContext).Name | Should -Be 'default'
    }

    It 'refuses the current one, unless by force' {
        Use-DockerContext alpha
        Get-TestErrorId { Remove-DockerContext alpha } | Should -Be 'DockerContextConflict'
        (Get-DockerContext -Current).Name | Should -Be 'alpha'
        Remove-DockerContext alpha -Force
        (Get-DockerContext -Current).Name | Should -Be 'default'
    }

    It 'refuses the built-in one, also by force' {
        Get-TestErrorId { Remove-DockerContext default -Force } | Should -Be 'InvalidDockerContext'
    }

    It 'goes on when there is none of a name' {
        Remove-DockerContext none, alpha -ErrorVariable failed -ErrorAction SilentlyContinue
        ($failed[0].FullyQualifiedErrorId -split ',')[0] | Should -Be 'DockerContextNotFound'
        Get-DockerContext alpha* | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        Remove-DockerContext alpha -WhatIf
        (Get-DockerContext alpha).Name | Should -Be 'alpha'
    }
}
