BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $usual = (Get-DockerConnection -Default).Engine
    $other = $usual -replace '/([^/]+)$', '/./$1'
}

AfterAll {
    Disconnect-Docker
}

Describe 'Get-DockerConnection' {
    BeforeEach {
        Get-DockerConnection | Disconnect-Docker
    }

    It 'tells which engine is used before any was asked' {
        $connection = Get-DockerConnection
        $connection.Engine | Should -Be $usual
        $connection.IsDefault | Should -BeTrue
        $connection.IsConnected | Should -BeFalse
        $connection.ApiVersion | Should -BeNullOrEmpty
        $connection.Source | Should -Not -BeNullOrEmpty
    }

    It 'tells what the engine said when it was asked' {
        $version = Get-DockerVersion
        $connection = Get-DockerConnection
        $connection.IsConnected | Should -BeTrue
        $connection.ApiVersion | Should -Be $version.UsedApiVersion
    }

    It 'lists every engine that was used' {
        Get-DockerVersion
        Connect-Docker $other
        $connections = Get-DockerConnection
        @($connections | ForEach-Object Engine) | Should -Contain $usual
        @($connections | ForEach-Object Engine) | Should -Contain $other
        @($connections | Where-Object IsDefault).Engine | Should -Be $other
    }

    It 'describes the engine that is named' {
        $connection = Get-DockerConnection tcp://127.0.0.1:1
        $connection.Engine | Should -Be 'tcp://127.0.0.1:1'
        $connection.IsConnected | Should -BeFalse
        $connection.IsDefault | Should -BeFalse
    }

    It 'tells the context and where it was named' {
        Enter-TestConfiguration
        try {
            New-DockerContext here unix:///var/run/docker.sock | Use-DockerContext
            $connection = Get-DockerConnection -Default
            $connection.Context | Should -Be 'here'
            $connection.Source | Should -Match "the docker context 'here', the current context in .*config.json"
        }
        finally {
            Exit-TestConfiguration
        }
    }

    It 'lists the others when the current context is gone' {
        Enter-TestConfiguration
        try {
            Get-DockerVersion -Engine $other
            $env:DOCKER_CONTEXT = 'gone'
            Get-TestErrorId { Get-DockerConnection } | Should -Be 'DockerContextNotFound'
            (Get-DockerConnection -ErrorAction Ignore).Engine | Should -Be $other
        }
        finally {
            Exit-TestConfiguration
        }
    }
}
