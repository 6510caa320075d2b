BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $folder = New-TestFolder export
    $name = New-TestName export
    $null = Invoke-ImageBuild (New-TestContext one "FROM $TestImage", "LABEL of=$name-1") -Tag "${name}:1", "${name}:2"
    $null = Invoke-ImageBuild (New-TestContext two "FROM $TestImage", "LABEL of=$name-2") -Tag "registry.example.com:5000/team/${name}:1"

    # The manifest of an archive, which lists its contents.
    function Get-ArchiveManifest([string]$Path) {
        $file = [IO.File]::OpenRead($Path)
        $content = if ($Path.EndsWith('.gz')) { [IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionMode]::Decompress) } else { $file }
        $tar = [Formats.Tar.TarReader]::new($content)
        try {
            while ($entry = $tar.GetNextEntry()) {
                if ($entry.Name -eq 'manifest.json') {
                    [IO.StreamReader]::new($entry.DataStream).ReadToEnd()
                }
            }
        }
        finally {
            $tar.Dispose()
            $file.Dispose()
        }
    }

    # The uncompressed length of a gzip file.
    function Get-UnpackedLength([string]$Path) {
        $content = [IO.MemoryStream]::new()
        $file = [IO.File]::OpenRead($Path)
        $packed = [IO.Compression.GZipStream]::new($file, [IO.Compression.CompressionMode]::Decompress)
        $packed.CopyTo($content)
        $packed.Dispose()
        $content.Length
    }

    function Get-FileName([string]$Path) {
        @([IO.Directory]::GetFiles($Path) | ForEach-Object { [IO.Path]::GetFileName($_) }) -join ' '
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Export-Image' {
    It 'writes several images to one file, which Import-Image takes' {
        $path = [IO.Path]::Combine($folder, 'all.tar')
        $file = Export-Image "${name}:1", "registry.example.com:5000/team/${name}:1" -Path $path
        $file | Should -BeOfType ([IO.FileInfo])
        $file.FullName | Should -Be $path
        $manifest = Get-ArchiveManifest $path
        $manifest | Should -Match "`"${name}:1`""
        $manifest | Should -Match "`"registry\.example\.com:5000/team/${name}:1`""
        $manifest | Should -Not -Match "`"${name}:2`""
        $ids = @(Get-Image "${name}:1", "registry.example.com:5000/team/${name}:1" | ForEach-Object { $_.Id }) -join ' '
        Remove-Image "${name}:1", "registry.example.com:5000/team/${name}:1"
        $loaded = @($file | Import-Image)
        $loaded | Should -HaveCount 2
        @(Get-Image "${name}:1", "registry.example.com:5000/team/${name}:1" | ForEach-Object { $_.Id }) -join ' ' | Should -Be $ids
    }

    It 'compresses as the name of the file says, and as it is told' {
        $gzip = Export-Image "${name}:1" -Path ([IO.Path]::Combine($folder, 'one.tar.gz'))
        $told = Export-Image "${name}:1" -Path ([IO.Path]::Combine($folder, 'one.archive')) -Compression Gzip -CompressionLevel Fastest
        $plain = Export-Image "${name}:1" -Path ([IO.Path]::Combine($folder, 'one.tar'))
        foreach ($file in $gzip, $told) {
            [IO.File]::ReadAllBytes($file.FullName)[0..1] -join ' ' | Should -Be '31 139'
            # an archive of compressed layers does not get smaller
            Get-UnpackedLength $file.FullName | Should -Be $plain.Length
        }
        Get-ArchiveManifest $gzip.FullName | Should -Be (Get-ArchiveManifest $plain.FullName)
        @($gzip, $told | Import-Image | ForEach-Object { $_.Name }) -join ' ' | Should -Be "${name}:1 ${name}:1"
    }

    It 'means all tags by a repository' {
        $path = [IO.Path]::Combine($folder, 'tags.tar')
        $null = Export-Image $name -Path $path
        $manifest = Get-ArchiveManifest $path
        $manifest | Should -Match "`"${name}:1`""
        $manifest | Should -Match "`"${name}:2`""
    }

    It 'writes each image to a file of its own in a folder' {
        $each = New-TestFolder each
        $files = @(Get-Image "*${name}:*" | Export-Image -Path $each -Compression Gzip)
        $files | Should -HaveCount 3
        Get-FileName $each | Should -Match "${name}_1\.tar\.gz"
        Get-FileName $each | Should -Match "registry\.example\.com_5000_team_${name}_1\.tar\.gz"
        Get-ArchiveManifest ([IO.Path]::Combine($each, "${name}_2.tar.gz")) | Should -Match "\[`"${name}:2`"\]"
        Get-Image "*${name}:*" | Remove-Image
        @(Import-Image ([IO.Path]::Combine($each, '*.tar.gz'))) | Should -HaveCount 3
    }

    It 'names the file of an image without a name by its id' {
        $tag = "$(New-TestName left):1"
        $old = Invoke-ImageBuild (New-TestContext left "FROM $TestImage", "LABEL dockerps-test=$TestRun a=1") -Tag $tag
        $null = Add-ImageTag $TestImage $tag
        $each = New-TestFolder nameless
        (Get-Image $old.Id | Export-Image -Path $each).Name | Should -Be "$($old.Id.Substring(7, 12)).tar"
    }

    It 'writes nothing when one of the images for a file is not there' {
        $path = [IO.Path]::Combine($folder, 'missing.tar')
        $problem = Get-TestError { Export-Image "${name}:1", "${name}:none" -Path $path }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageNotFound,DockerPS.Cmdlets.ExportImageCommand'
        "$($problem.TargetObject)" | Should -Be "${name}:none"
        [IO.File]::Exists($path) | Should -BeFalse
        $each = New-TestFolder rest
        Get-TestErrorId { Export-Image "${name}:none", "${name}:1" -Path $each } | Should -Be 'ImageNotFound'
        Get-FileName $each | Should -Be "${name}_1.tar"
        Export-Image "${name}:no*" -Path $path | Should -BeNullOrEmpty
        [IO.File]::Exists($path) | Should -BeFalse
    }

    It 'keeps two images apart whose files have one name' {
        $null = Add-ImageTag $TestImage "$name/x:1", "${name}_x:1"
        $each = New-TestFolder same
        $problem = Get-TestError { Export-Image "$name/x:1", "${name}_x:1" -Path $each }
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidFile,DockerPS.Cmdlets.ExportImageCommand'
        "$($problem.TargetObject)" | Should -Be "${name}_x:1"
        Get-FileName $each | Should -Be "${name}_x_1.tar"
    }

    It 'replaces a file, unless it is told not to or the file is read-only' {
        $path = [IO.Path]::Combine($folder, 'there.tar')
        [IO.File]::WriteAllText($path, 'before')
        Get-TestErrorId { Export-Image "${name}:1" -Path $path -NoClobber } | Should -Be 'FileExists'
        [IO.File]::SetAttributes($path, 'ReadOnly')
        Get-TestErrorId { Export-Image "${name}:1" -Path $path } | Should -Be 'AccessDenied'
        [IO.File]::ReadAllText($path) | Should -Be 'before'
        $null = Export-Image "${name}:1" -Path $path -Force
        Get-ArchiveManifest $path | Should -Match $name
    }

    It 'asks the engine for nothing that it cannot write, and names no file but that' {
        foreach ($path in [IO.Path]::Combine($folder, 'none', 'a.tar'), '/dev/null', '/proc/a.tar') {
            $told = @(Export-Image "${name}:1" -Path $path -Verbose 2>&1 4>&1 | ForEach-Object { "$_" }) -join "`n"
            $told | Should -Match 'GET .*/images/json'
            $told | Should -Match ([regex]::Escape($path))
            $told | Should -Not -Match '/images/get'
            $told | Should -Not -Match '\.tmp'
        }
    }

    It 'lets a file that it replaces be read by those alone who could before' {
        $path = [IO.Path]::Combine($folder, 'private.tar')
        [IO.File]::WriteAllText($path, 'before')
        [IO.File]::SetUnixFileMode($path, 'UserRead, UserWrite')
        $null = Export-Image "${name}:1" -Path $path
        "$([IO.File]::GetUnixFileMode($path))" | Should -Be 'UserWrite, UserRead'
        Get-FileName $folder | Should -Not -Match '\.tmp'
    }

    It 'writes an image whose name is too long for a file' {
        $long = "$(New-TestName long)/$('n' * 200):$('t' * 128)"
        Add-ImageTag "${name}:1" $long
        $made = New-TestFolder longname
        $file = Export-Image $long -Path $made
        Get-ArchiveManifest $file.FullName | Should -Match 'tttt'
        $file.Name.Length | Should -BeLessThan 256
        $file.Name | Should -Match '^t.*-long_nnnn.*\.tar$'
    }

    It 'writes nothing with -WhatIf' {
        $path = [IO.Path]::Combine($folder, 'whatif.tar')
        Export-Image "${name}:1" -Path $path -WhatIf | Should -BeNullOrEmpty
        [IO.File]::Exists($path) | Should -BeFalse
    }

    It 'says that there is no such folder, and that a compression is not there' {
        Get-TestErrorId { Export-Image "${name}:1" -Path ([IO.Path]::Combine($folder, 'none', 'a.tar')) } | Should -Be 'FolderNotFound'
        if ([Environment]::Version.Major -lt 11) {
            $path = [IO.Path]::Combine($folder, 'a.tar.zst')
            $problem = Get-TestError { Export-Image "${name}:1" -Path $path }
            $problem.FullyQualifiedErrorId | Should -Be 'InvalidCompression,DockerPS.Cmdlets.ExportImageCommand'
            "$problem" | Should -Match '\.NET 11'
            [IO.File]::Exists($path) | Should -BeFalse
        }
    }

    It 'completes images' {
        $line = "Export-Image $($name.Substring(0, 12))"
        @([Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | ForEach-Object { $_.CompletionText }) | Should -Contain "${name}:1"
    }
}
