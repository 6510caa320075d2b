BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

Describe 'Get-DockerInfo' {
    It 'gives values, not texts' {
        $info = Get-DockerInfo
        $info | Should -BeOfType ([DockerPS.DockerInfo])
        $info.Memory | Should -BeOfType ([long])
        $info.Memory | Should -BeGreaterThan 1MB
        $info.ProcessorCount | Should -Be ([Environment]::ProcessorCount)
        $info.SystemTime | Should -BeOfType ([datetime])
        $info.SwarmState | Should -BeOfType ([DockerPS.DockerSwarmState])
        "$info" | Should -Be $info.Name
    }

    It 'knows the engine, its drivers and runtimes' {
        $info = Get-DockerInfo
        $info.Engine | Should -Be (Get-DockerConnection -Default).Engine
        $info.ServerVersion | Should -Be (Get-DockerVersion).FullVersion
        $info.VolumeDrivers | Should -Contain 'local'
        $info.Runtimes | Should -Contain $info.DefaultRuntime
        $info.StorageDriver | Should -Not -BeNullOrEmpty
    }

    It 'says that there is no engine' {
        Get-TestErrorId { Get-DockerInfo -Engine unix:///nowhere/docker.sock } | Should -Be 'EngineUnavailable'
    }
}
