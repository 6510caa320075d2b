BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    Enter-TestConfiguration
    $null = New-DockerContext alpha tcp://alpha:1
    $null = New-DockerContext beta tcp://beta:1
    $config = "$env:DOCKER_CONFIG/config.json"
}

AfterAll {
    Exit-TestConfiguration
    Remove-TestObject
}

Describe 'Use-DockerContext' {
    It 'makes a context the current one' {
        Use-DockerContext alpha | Should -BeNullOrEmpty
        (Get-DockerContext -Current).Name | Should -Be 'alpha'
        (Get-DockerConnection -Default).Engine | Should -Be 'tcp://alpha:1'
    }

    It 'returns it when it is told to' {
        $used = Use-DockerContext beta -PassThru
        $used.Name | Should -Be 'beta'
        $used.IsCurrent | Should -BeTrue
    }

    It 'goes back to the built-in one' {
        Use-DockerContext default
        (Get-DockerContext -Current).Name | Should -Be 'default'
        [IO.File]::ReadAllText($config) | Should -Not -Match 'currentContext'
    }

    It 'takes one from the pipeline' {
        Get-DockerContext beta | Use-DockerContext
        (Get-DockerContext -Current).Name | Should -Be 'beta'
    }

    It 'keeps the rest of the configuration' {
        [IO.File]::WriteAllText($config, '{"auths":{"a.example":{"auth":"eDp5"}},"psFormat":"x"}')
        Use-DockerContext alpha
        $text = [IO.File]::ReadAllText($config)
        $text | Should -Match '"auth": "eDp5"'
        $text | Should -Match '"psFormat": "x"'
        $text | Should -Match '"currentContext": "alpha"'
    }

    It 'warns when a variable goes before it' {
        $env:DOCKER_CONTEXT = 'beta'
        try {
            Use-DockerContext alpha -WarningVariable warned -WarningAction SilentlyContinue
            "$warned" | Should -Match 'DOCKER_CONTEXT takes precedence'
        }
        finally {
            $env:DOCKER_CONTEXT = ''
        }
    }

    It 'takes one context only' {
        Get-TestErrorId { Use-DockerContext alpha, beta } | Should -Be 'InvalidDockerContext'
        (Get-DockerContext -Current).Name | Should -Be 'alpha'
    }

    It 'says that there is none of this name' {
        Get-TestErrorId { Use-DockerContext none } | Should -Be 'DockerContextNotFound'
    }

    It 'changes nothing with -WhatIf' {
        Use-DockerContext alpha
        Use-DockerContext beta -WhatIf
        (Get-DockerContext -Current).Name | Should -Be 'alpha'
    }

    It 'says where a broken configuration is broken' {
        [IO.File]::WriteAllText($config, '{ nonsense')
        $record = Get-TestError { Use-DockerContext alpha }
        ($record.FullyQualifiedErrorId -split ',')[0] | Should -Be 'DockerConfigurationParseError'
        "$record" | Should -Match 'line 1, column 3'
        [IO.File]::ReadAllText($config) | Should -Be '{ nonsense'
    }
}
