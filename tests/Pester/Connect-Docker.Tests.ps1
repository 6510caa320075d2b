BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $usual = (Get-DockerConnection -Default).Engine
    # the same engine at another address
    $other = $usual -replace '/([^/]+)$', '/./$1'
}

AfterAll {
    Disconnect-Docker
    Remove-TestObject
}

Describe 'Connect-Docker' {
    AfterEach {
        Disconnect-Docker
    }

    It 'returns the connection' {
        $connection = Connect-Docker $other
        $connection | Should -BeOfType ([DockerPS.DockerConnection])
        $connection.Engine | Should -Be $other
        $connection.IsConnected | Should -BeTrue
        $connection.IsDefault | Should -BeTrue
        $connection.ApiVersion | Should -BeOfType ([version])
        $connection.OperatingSystem | Should -Be 'linux'
        "$connection" | Should -Be $other
    }

    It 'makes it the engine of the session' {
        Connect-Docker $other
        (Get-DockerVersion).Engine | Should -Be $other
    }

    It 'connects to the engine that docker would use when none is named' {
        $connection = Connect-Docker
        $connection.Engine | Should -Be $usual
        $connection.Source | Should -Not -Match '-Engine'
    }

    It 'takes a connection, also from the pipeline' {
        $connection = Connect-Docker $other
        Disconnect-Docker
        (Connect-Docker -Engine $connection).Engine | Should -Be $other
        Disconnect-Docker
        ($connection | Connect-Docker).Engine | Should -Be $other
    }

    It 'keeps what the session had when the engine does not answer' {
        Connect-Docker $other
        Get-TestErrorId { Connect-Docker tcp://127.0.0.1:1 } | Should -Be 'EngineUnavailable'
        (Get-DockerConnection -Default).Engine | Should -Be $other
        (Get-DockerVersion).Engine | Should -Be $other
    }

    It 'says where the address came from, why it failed and what to do' {
        $record = Get-TestError { Connect-Docker tcp://127.0.0.1:1 }
        "$record" | Should -Match 'tcp://127\.0\.0\.1:1 \(from the parameter -Engine\): connection refused'
        $record.CategoryInfo.Category | Should -Be 'ConnectionError'
        $record.ErrorDetails.RecommendedAction | Should -Match 'Check that the address is right'
    }

    It 'gives up after the time limit' {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $record = Get-TestError { Connect-Docker "tcp://127.0.0.1:$($silent.LocalEndpoint.Port)" -Timeout 0.3 }
            "$record" | Should -Match 'did not answer within 0.3 seconds'
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        }
        finally {
            $silent.Stop()
        }
    }

    It 'refuses <Engine> as <Id>' -ForEach @(
        @{ Engine = 'ftp://host'; Id = 'InvalidEngineAddress' }
        @{ Engine = '/var/run/docker.sock'; Id = 'InvalidEngineAddress' }
        @{ Engine = 'no-such-context'; Id = 'DockerContextNotFound' }
    ) {
        Get-TestErrorId { Connect-Docker $Engine } | Should -Be $Id
    }

    It 'never shows a password' {
        $record = Get-TestError { Connect-Docker ssh://me:5ecret@host -Verbose -Debug }
        "$record $($record.Exception)" | Should -Not -Match '5ecret'
        "$($record.TargetObject)" | Should -Not -Match '5ecret'
    }

    It 'refuses a folder without certificates' {
        Get-TestErrorId { Connect-Docker tcp://127.0.0.1:1 -CertificatePath (New-TestFolder) } | Should -Be 'InvalidCertificatePath'
    }

    It 'refuses certificates where there is no TLS' {
        Get-TestErrorId { Connect-Docker $other -SkipCertificateCheck } | Should -Be 'InvalidCertificatePath'
    }

    It 'refuses a time limit of nothing' {
        Get-TestErrorId { Connect-Docker -Timeout 0 } | Should -Be 'InvalidTimeout'
    }
}
