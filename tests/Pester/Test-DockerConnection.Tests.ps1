BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $usual = (Get-DockerConnection -Default).Engine
}

AfterAll {
    Disconnect-Docker
}

Describe 'Test-DockerConnection' {
    It 'is true for an engine that answers' {
        Test-DockerConnection | Should -BeTrue
        Test-DockerConnection $usual | Should -BeTrue
    }

    It 'is false for one that does not, and no error' {
        Test-DockerConnection tcp://127.0.0.1:1 -ErrorAction Stop | Should -BeFalse
        Test-DockerConnection unix:///nowhere/docker.sock -ErrorAction Stop | Should -BeFalse
    }

    It 'tells the reason to who wants to know' {
        $said = Test-DockerConnection tcp://127.0.0.1:1 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -Match 'connection refused'
    }

    It 'tests each of many' {
        $usual, 'tcp://127.0.0.1:1', $usual | Test-DockerConnection | Should -Be @($true, $false, $true)
    }

    It 'tests the engine of the session' {
        Connect-Docker $usual
        Test-DockerConnection | Should -BeTrue
    }

    It 'gives up after the time limit' {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Test-DockerConnection "tcp://127.0.0.1:$($silent.LocalEndpoint.Port)" -Timeout 300ms | Should -BeFalse
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        }
        finally {
            $silent.Stop()
        }
    }

    It 'leaves the session as it was' {
        Test-DockerConnection unix:///nowhere/else.sock
        @(Get-DockerConnection | ForEach-Object Engine) | Should -Not -Contain 'unix:///nowhere/else.sock'
    }

    It 'is an error for <Engine>, since nobody can mean it' -ForEach @(
        @{ Engine = 'ftp://host'; Id = 'InvalidEngineAddress' }
        @{ Engine = 'no-such-context'; Id = 'DockerContextNotFound' }
    ) {
        Get-TestErrorId { Test-DockerConnection $Engine } | Should -Be $Id
    }
}
