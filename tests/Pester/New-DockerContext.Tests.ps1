BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    Enter-TestConfiguration
}

AfterAll {
    Exit-TestConfiguration
    Remove-TestObject
}

Describe 'New-DockerContext' {
    AfterEach {
        Remove-DockerContext * -Force
    }

    It 'makes a context and returns it' {
        $made = New-DockerContext alpha tcp://Alpha -Description 'The first'
        $made | Should -BeOfType ([DockerPS.DockerContext])
        $made.Name | Should -Be 'alpha'
        $made.Description | Should -Be 'The first'
        $made.Endpoint | Should -Be 'tcp://alpha:2375'
        [IO.File]::Exists($made.MetadataPath) | Should -BeTrue
        (Get-DockerContext alpha).Endpoint | Should -Be 'tcp://alpha:2375'
    }

    It 'takes the engine that docker would use when none is named' {
        (New-DockerContext alpha).Endpoint | Should -Be (Get-DockerConnection -Default).Engine
    }

    It 'copies a context with what it has' {
        $null = New-DockerContext alpha tcp://alpha -SkipCertificateCheck
        $copy = New-DockerContext beta -Engine alpha
        $copy.Endpoint | Should -Be 'tcp://alpha:2376'
        $copy.SkipCertificateCheck | Should -BeTrue
    }

    It 'is not led by variables when the address is named' {
        $env:DOCKER_TLS = '1'
        try {
            $made = New-DockerContext alpha tcp://alpha
            $made.SkipCertificateCheck | Should -BeFalse
            $made.Endpoint | Should -Be 'tcp://alpha:2375'
        }
        finally {
            $env:DOCKER_TLS = ''
        }
    }

    It 'makes nothing with -WhatIf' {
        New-DockerContext alpha tcp://alpha -WhatIf
        Get-DockerContext alpha* | Should -BeNullOrEmpty
    }

    It 'refuses the name <Name>' -ForEach @(
        @{ Name = 'a' }
        @{ Name = 'a/b' }
        @{ Name = '..' }
        @{ Name = 'default' }
    ) {
        Get-TestErrorId { New-DockerContext $Name tcp://alpha } | Should -Be 'InvalidDockerContext'
    }

    It 'refuses a name that is taken' {
        $null = New-DockerContext alpha tcp://alpha
        $record = Get-TestError { New-DockerContext alpha tcp://other }
        ($record.FullyQualifiedErrorId -split ',')[0] | Should -Be 'DockerContextConflict'
        $record.CategoryInfo.Category | Should -Be 'ResourceExists'
        (Get-DockerContext alpha).Endpoint | Should -Be 'tcp://alpha:2375'
    }

    It 'refuses certificates that are none' {
        $folder = New-TestFolder
        [IO.File]::WriteAllText("$folder/ca.pem", 'nonsense')
        Get-TestErrorId { New-DockerContext alpha tcp://alpha -CertificatePath $folder } | Should -Be 'InvalidCertificate'
        Get-DockerContext alpha* | Should -BeNullOrEmpty
    }
}
