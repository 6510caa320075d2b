BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

Describe 'Disable-DockerAlias' {
    It 'removes the aliases' {
        Enable-DockerAlias
        Disable-DockerAlias
        Get-Command dps, drun, dexec -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'leaves an alias that means something else' {
        Set-Alias dps Get-Process -Scope Global
        Disable-DockerAlias
        (Get-Alias dps).Definition | Should -Be 'Get-Process'
        Remove-Alias dps -Scope Global
    }

    It 'is no error where there are none' {
        Disable-DockerAlias -ErrorAction Stop
    }
}
