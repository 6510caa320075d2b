BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $usual = (Get-DockerConnection -Default).Engine
    $other = $usual -replace '/([^/]+)$', '/./$1'
}

AfterAll {
    Disconnect-Docker
}

Describe 'Disconnect-Docker' {
    It 'gives the session back to the engine that docker would use' {
        Connect-Docker $other
        Disconnect-Docker
        (Get-DockerConnection -Default).Engine | Should -Be $usual
        @(Get-DockerConnection | ForEach-Object Engine) | Should -Not -Contain $other
    }

    It 'closes the connection that is named' {
        Connect-Docker $other
        Get-DockerVersion -Engine $usual
        Disconnect-Docker $usual
        (Get-DockerConnection -Default).Engine | Should -Be $other
        @(Get-DockerConnection | ForEach-Object Engine) | Should -Be @($other)
    }

    It 'closes what comes from the pipeline' {
        Connect-Docker $other
        Get-DockerVersion -Engine $usual
        Get-DockerConnection | Disconnect-Docker
        $left = Get-DockerConnection
        $left.Engine | Should -Be $usual
        $left.IsConnected | Should -BeFalse
    }

    It 'does nothing where nothing is connected' {
        Disconnect-Docker -ErrorAction Stop | Should -BeNullOrEmpty
        Disconnect-Docker tcp://127.0.0.1:1 -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says that there is no such context' {
        Get-TestErrorId { Disconnect-Docker no-such-context } | Should -Be 'DockerContextNotFound'
    }
}
