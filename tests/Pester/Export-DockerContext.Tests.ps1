BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    Enter-TestConfiguration
    $null = New-DockerContext alpha tcp://alpha:1 -Description 'The first'
    $null = New-DockerContext beta ssh://me@beta
}

AfterAll {
    Exit-TestConfiguration
    Remove-TestObject
}

Describe 'Export-DockerContext' {
    BeforeEach {
        $folder = New-TestFolder ([guid]::NewGuid().ToString('N'))
    }

    It 'writes a file of this name' {
        $file = Export-DockerContext alpha "$folder/mine.tar"
        $file | Should -BeOfType ([IO.FileInfo])
        $file.FullName | Should -Be "$folder/mine.tar"
        (Import-DockerContext $file.FullName -Name copy-of-alpha).Description | Should -Be 'The first'
        Remove-DockerContext copy-of-alpha
    }

    It 'writes a file for each context into a folder' {
        @(Export-DockerContext * -Path $folder -ErrorAction Stop | ForEach-Object Name) | Should -Be @('alpha.dockercontext', 'beta.dockercontext')
    }

    It 'lets only its user read the file' {
        $file = Export-DockerContext alpha $folder
        "$([IO.File]::GetUnixFileMode($file.FullName))" | Should -Be 'UserWrite, UserRead'
    }

    It 'does not replace a file, unless by force' {
        [IO.File]::WriteAllText("$folder/mine.tar", 'mine')
        Get-TestErrorId { Export-DockerContext alpha "$folder/mine.tar" } | Should -Be 'FileConflict'
        [IO.File]::ReadAllText("$folder/mine.tar") | Should -Be 'mine'
        (Export-DockerContext alpha "$folder/mine.tar" -Force).Length | Should -BeGreaterThan 1000
        "$([IO.File]::GetUnixFileMode("$folder/mine.tar"))" | Should -Be 'UserWrite, UserRead'
    }

    It 'does not write two contexts over each other' {
        Export-DockerContext alpha, beta "$folder/mine.tar" -Force -ErrorVariable failed -ErrorAction SilentlyContinue
        ($failed[0].FullyQualifiedErrorId -split ',')[0] | Should -Be 'FileConflict'
        (Import-DockerContext "$folder/mine.tar" -Name copy-of-first).Endpoint | Should -Be 'tcp://alpha:1'
        Remove-DockerContext copy-of-first
    }

    It 'writes nothing with -WhatIf' {
        Export-DockerContext alpha $folder -WhatIf
        [IO.Directory]::GetFiles($folder) | Should -BeNullOrEmpty
    }

    It 'cannot write the built-in one' {
        Get-TestErrorId { Export-DockerContext default $folder } | Should -Be 'InvalidDockerContext'
    }

    It 'says that there is none of this name' {
        Get-TestErrorId { Export-DockerContext none $folder } | Should -Be 'DockerContextNotFound'
    }

    It 'says that it cannot write there' {
        Get-TestErrorId { Export-DockerContext alpha "$folder/nowhere/mine.tar" } | Should -Be 'AccessDenied'
    }
}
