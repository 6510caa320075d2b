BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    Enter-TestConfiguration
}

AfterAll {
    Exit-TestConfiguration
    Remove-TestObject
}

Describe 'Set-DockerContext' {
    BeforeEach {
        $null = New-DockerContext alpha tcp://alpha:1 -Description 'old' -SkipCertificateCheck
    }

    AfterEach {
        Remove-DockerContext * -Force
    }

    It 'changes the description and leaves the rest' {
        Set-DockerContext alpha -Description 'new' | Should -BeNullOrEmpty
        $changed = Get-DockerContext alpha
        $changed.Description | Should -Be 'new'
        $changed.Endpoint | Should -Be 'tcp://alpha:1'
        $changed.SkipCertificateCheck | Should -BeTrue
    }

    It 'changes the engine and leaves the description' {
        $changed = Set-DockerContext alpha -Engine ssh://me@alpha -PassThru
        $changed.Description | Should -Be 'old'
        $changed.Endpoint | Should -Be 'ssh://me@alpha'
        $changed.SkipCertificateCheck | Should -BeFalse
    }

    It 'checks the certificate again' {
        (Set-DockerContext alpha -SkipCertificateCheck:$false -PassThru).SkipCertificateCheck | Should -BeFalse
        (Set-DockerContext alpha -SkipCertificateCheck -PassThru).SkipCertificateCheck | Should -BeTrue
        (Get-DockerContext alpha).Endpoint | Should -Be 'tcp://alpha:1'
    }

    It 'empties the description' {
        (Set-DockerContext alpha -Description '' -PassThru).Description | Should -BeNullOrEmpty
    }

    It 'changes each of many, but not the built-in one' {
        $null = New-DockerContext beta tcp://beta:1
        @(Get-DockerContext | Where-Object Name -ne default | Set-DockerContext -Description 'both' -PassThru | ForEach-Object Description) | Should -Be @('both', 'both')
        @(Set-DockerContext * -Description 'all' -PassThru -ErrorAction Stop) | Should -HaveCount 2
        Get-TestErrorId { Set-DockerContext default -Description 'x' } | Should -Be 'InvalidDockerContext'
    }

    It 'changes nothing with -WhatIf' {
        Set-DockerContext alpha -Description 'new' -WhatIf
        (Get-DockerContext alpha).Description | Should -Be 'old'
    }

    It 'says that there is none of this name' {
        Get-TestErrorId { Set-DockerContext none -Description 'x' } | Should -Be 'DockerContextNotFound'
    }
}
