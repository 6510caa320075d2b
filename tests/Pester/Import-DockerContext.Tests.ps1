BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    Enter-TestConfiguration
    $folder = New-TestFolder files
    $null = New-DockerContext alpha tcp://alpha:1 -Description 'The first'
    $null = New-DockerContext beta ssh://me@beta
    $alpha, $beta = Export-DockerContext alpha, beta $folder
}

AfterAll {
    Exit-TestConfiguration
    Remove-TestObject
}

Describe 'Import-DockerContext' {
    BeforeEach {
        Remove-DockerContext * -Force
    }

    It 'makes a context under the name that it had' {
        $made = Import-DockerContext $alpha.FullName
        $made | Should -BeOfType ([DockerPS.DockerContext])
        $made.Name | Should -Be 'alpha'
        $made.Description | Should -Be 'The first'
        $made.Endpoint | Should -Be 'tcp://alpha:1'
    }

    It 'makes a context under another name' {
        (Import-DockerContext $alpha.FullName other).Name | Should -Be 'other'
    }

    It 'takes wildcards, and files from the pipeline' {
        @(Import-DockerContext "$folder/*.dockercontext" | ForEach-Object Name) | Should -Be @('alpha', 'beta')
        Remove-DockerContext *
        @($alpha, $beta | Import-DockerContext | ForEach-Object Name) | Should -Be @('alpha', 'beta')
    }

    It 'takes a literal path' {
        [IO.File]::Copy($alpha.FullName, "$folder/a[b].tar", $true)
        (Import-DockerContext -LiteralPath "$folder/a[b].tar").Name | Should -Be 'alpha'
        [IO.File]::Delete("$folder/a[b].tar")
    }

    It 'does not replace a context' {
        $null = Import-DockerContext $alpha.FullName
        Get-TestErrorId { Import-DockerContext $alpha.FullName } | Should -Be 'DockerContextConflict'
    }

    It 'refuses what is no exported context' {
        [IO.File]::WriteAllText("$folder/bad.tar", 'nonsense')
        Get-TestErrorId { Import-DockerContext "$folder/bad.tar" } | Should -Be 'InvalidDockerContextArchive'
        [IO.File]::Delete("$folder/bad.tar")
    }

    It 'says that there is no such file' {
        Get-TestErrorId { Import-DockerContext "$folder/none.tar" } | Should -Be 'FileNotFound'
        Get-TestErrorId { Import-DockerContext -LiteralPath "$folder/none.tar" } | Should -Be 'FileNotFound'
    }

    It 'makes nothing with -WhatIf' {
        Import-DockerContext $alpha.FullName -WhatIf
        (Get-DockerContext).Name | Should -Be 'default'
    }
}
