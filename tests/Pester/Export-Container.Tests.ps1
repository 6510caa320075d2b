BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $folder = New-TestFolder export
    $container = New-TestContainer source -With @{ Label = @{ suite = 'export' } }
    Invoke-ContainerCommand $container -- sh -c 'echo content >/written'

    # The names in a tar.
    function Get-TestEntry([string]$Path) {
        $file = [IO.File]::OpenRead($Path)
        try {
            $reader = [Formats.Tar.TarReader]::new($file)
            while ($entry = $reader.GetNextEntry()) { $entry.Name }
        }
        finally {
            $file.Dispose()
        }
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Export-Container' {
    It 'writes all files of a container' {
        $file = [IO.Path]::Combine($folder, 'all.tar')
        $made = Export-Container $container -Path $file
        $made | Should -BeOfType ([IO.FileInfo])
        $made.FullName | Should -Be $file
        # like the output of Get-Item, so that no column of its view is blank
        $made.PSPath | Should -Be (Get-Item $file).PSPath
        $names = @(Get-TestEntry $file)
        $names | Should -Contain 'written'
        $names | Should -Contain 'bin/sh'
    }

    It 'writes a file that can be made an image again' {
        $file = [IO.Path]::Combine($folder, 'again.tar')
        $null = Export-Container $container -Path $file
        $image = Import-Image $file -RootFileSystem -Tag "$(New-TestName again):1"
        Invoke-Container $image -Remove -Command cat, /written | Should -Be 'content'
    }

    It 'writes one that is stopped' {
        $stopped = New-Container $TestImage -Name (New-TestName stopped)
        @(Get-TestEntry (Export-Container $stopped -Path ([IO.Path]::Combine($folder, 'stopped.tar'))).FullName) | Should -Contain 'bin/sh'
    }

    It 'writes each of several into a folder' {
        $other = New-TestContainer other
        $made = @(Export-Container $container, $other -Path (New-TestFolder several))
        @($made | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$($container.Name).tar $($other.Name).tar"
    }

    It 'refuses to write two into one file' {
        $file = [IO.Path]::Combine($folder, 'one.tar')
        Get-TestErrorId { Export-Container $container, $container -Path $file } | Should -Be 'InvalidFile'
    }

    It 'replaces a file, but not with -NoClobber' {
        $file = [IO.Path]::Combine($folder, 'there.tar')
        [IO.File]::WriteAllText($file, 'before')
        Get-TestErrorId { Export-Container $container -Path $file -NoClobber } | Should -Be 'FileExists'
        [IO.File]::ReadAllText($file) | Should -Be 'before'
        $null = Export-Container $container -Path $file
        @(Get-TestEntry $file) | Should -Contain 'written'
    }

    It 'replaces a file that is read-only with -Force alone' {
        $file = [IO.Path]::Combine($folder, 'readonly.tar')
        [IO.File]::WriteAllText($file, 'before')
        ([IO.FileInfo]$file).IsReadOnly = $true
        Get-TestErrorId { Export-Container $container -Path $file } | Should -Be 'AccessDenied'
        (Export-Container $container -Path $file -Force).Length | Should -BeGreaterThan 1000
    }

    It 'leaves nothing behind when it fails' {
        $empty = New-TestFolder empty
        Get-TestErrorId { Export-Container (New-TestName none) -Path ([IO.Path]::Combine($empty, 'x.tar')) } | Should -Be 'ContainerNotFound'
        Get-TestErrorId { Export-Container $container -Path ([IO.Path]::Combine($empty, 'no/such/x.tar')) } | Should -Be 'FolderNotFound'
        Get-TestErrorId { Export-Container $container -Path '/dev/null' } | Should -Be 'InvalidFile'
        @([IO.Directory]::GetFileSystemEntries($empty)).Count | Should -Be 0
    }

    It 'writes nothing with -WhatIf' {
        $file = [IO.Path]::Combine($folder, 'whatif.tar')
        Export-Container $container -Path $file -WhatIf | Should -BeNullOrEmpty
        [IO.File]::Exists($file) | Should -BeFalse
    }
}
