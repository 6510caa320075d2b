BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-Item Function:/dlogs -ErrorAction Ignore
    Disable-DockerAlias
}

Describe 'Enable-DockerAlias' {
    AfterEach {
        Disable-DockerAlias
    }

    It 'is not needed to import the module' {
        Get-Alias -Scope Global | Where-Object ModuleName -EQ DockerPS | Should -BeNullOrEmpty
        Get-Command dps -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'creates aliases for the session' {
        $made = Enable-DockerAlias -PassThru
        ($made | Where-Object Name -EQ dps).Definition | Should -Be 'Get-Container'
        (Get-Alias drun -Scope Global).Definition | Should -Be 'Invoke-Container'
        @(dps "$TestRun-*") | Should -BeNullOrEmpty
    }

    It 'may be called twice' {
        Enable-DockerAlias
        Enable-DockerAlias -ErrorAction Stop
    }

    It 'creates nothing with -WhatIf' {
        Enable-DockerAlias -WhatIf
        Get-Command dps -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'leaves a name that is taken, and creates the others' {
        Set-Item Function:/global:dlogs { 'mine' }
        $problems = @()
        Enable-DockerAlias -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'AliasConflict,DockerPS.Cmdlets.EnableDockerAliasCommand'
        dlogs | Should -Be 'mine'
        (Get-Alias dps).Definition | Should -Be 'Get-Container'
        Enable-DockerAlias -Force
        (Get-Alias dlogs).Definition | Should -Be 'Get-ContainerLog'
    }
}
