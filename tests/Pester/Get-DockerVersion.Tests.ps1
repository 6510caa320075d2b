BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

Describe 'Get-DockerVersion' {
    It 'gives values, not texts' {
        $version = Get-DockerVersion
        $version | Should -BeOfType ([DockerPS.DockerVersion])
        $version.Version | Should -BeOfType ([version])
        $version.ApiVersion | Should -BeOfType ([version])
        $version.Built | Should -BeOfType ([datetime])
        $version.Experimental | Should -BeOfType ([bool])
        "$version" | Should -Be $version.FullVersion
        $version.FullVersion | Should -Match "^$([regex]::Escape("$($version.Version)"))"
    }

    It 'knows the engine and its parts' {
        $version = Get-DockerVersion
        $version.Engine | Should -Be (Get-DockerConnection -Default).Engine
        @($version.Components | ForEach-Object Name) | Should -Contain 'Engine'
        $version.OperatingSystem | Should -Be 'linux'
    }

    It 'speaks no newer API than the engine' {
        $version = Get-DockerVersion
        ($version.UsedApiVersion -le $version.ApiVersion) | Should -BeTrue
    }

    It 'knows its own version' {
        (Get-DockerVersion).ModuleVersion | Should -Be (Get-Module DockerPS).Version
    }

    It 'says which request it made' {
        $said = Get-DockerVersion -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$said" | Should -Match 'GET /v\d+\.\d+/version 200 \d+'
    }

    It 'takes contexts and connections as the engine' {
        (Get-DockerVersion -Engine (Get-DockerContext default)).Engine | Should -Be (Get-DockerContext default).Endpoint
        (Get-DockerVersion -Engine (Get-DockerConnection -Default)).Engine | Should -Be (Get-DockerConnection -Default).Engine
    }

    It 'finds the engine of a connection in another runspace' {
        $connection = Connect-Docker ((Get-DockerConnection -Default).Engine -replace '/([^/]+)$', '/./$1')
        $manifest = (Get-Module DockerPS).Path -replace 'bin/DockerPS.dll$', 'DockerPS.psd1'
        $found = 1, 2 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            (Get-DockerVersion -Engine $using:connection).Engine
        }
        Disconnect-Docker
        $found | Should -Be @($connection.Engine, $connection.Engine)
    }

    It 'says that there is no engine' {
        Get-TestErrorId { Get-DockerVersion -Engine tcp://127.0.0.1:1 } | Should -Be 'EngineUnavailable'
    }
}
