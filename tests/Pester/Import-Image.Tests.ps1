BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $folder = New-TestFolder import

    # A tar with the files in a hashtable.
    function New-TestTar([string]$Name, [hashtable]$Files) {
        $root = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, "$Name.files")).FullName
        foreach ($file in $Files.Keys) {
            [IO.File]::WriteAllText([IO.Path]::Combine($root, $file), $Files[$file])
        }
        $tar = [IO.Path]::Combine($folder, $Name)
        [Formats.Tar.TarFile]::CreateFromDirectory($root, $tar, $false)
        $tar
    }

    # An archive in the format of docker save, with one image that has one layer.
    function New-TestArchive([string]$Name, [string[]]$Tag) {
        $layer = New-TestTar "$Name.layer" @{ file = $Name }
        $bytes = [IO.File]::ReadAllBytes($layer)
        $digest = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes)).ToLowerInvariant()
        $root = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, "$Name.archive")).FullName
        [IO.File]::Copy($layer, [IO.Path]::Combine($root, 'layer.tar'))
        $config = '{"architecture":"amd64","os":"linux","config":{"Cmd":["/x"]},"rootfs":{"type":"layers","diff_ids":["sha256:' + $digest + '"]}}'
        [IO.File]::WriteAllText([IO.Path]::Combine($root, 'config.json'), $config)
        $tags = if ($Tag) { '["' + ($Tag -join '","') + '"]' } else { 'null' }
        [IO.File]::WriteAllText([IO.Path]::Combine($root, 'manifest.json'), '[{"Config":"config.json","RepoTags":' + $tags + ',"Layers":["layer.tar"]}]')
        $archive = [IO.Path]::Combine($folder, $Name)
        [Formats.Tar.TarFile]::CreateFromDirectory($root, $archive, $false)
        $archive
    }

    # The same, compressed.
    function Compress-TestFile([string]$Path) {
        $target = [IO.File]::Create("$Path.gz")
        $gzip = [IO.Compression.GZipStream]::new($target, [IO.Compression.CompressionLevel]::Fastest)
        $bytes = [IO.File]::ReadAllBytes($Path)
        $gzip.Write($bytes, 0, $bytes.Length)
        $gzip.Dispose()
        "$Path.gz"
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Import-Image' {
    It 'loads the images of an archive under their names' {
        $archive = New-TestArchive named.tar "$(New-TestName named):1", "$(New-TestName named):2"
        $loaded = @(Import-Image $archive)
        @($loaded | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$(New-TestName named):1 $(New-TestName named):2"
        $loaded[0] | Should -BeOfType ([DockerPS.Image])
        (Get-Image $loaded[0] -Detailed).Command | Should -Be '/x'
    }

    It 'returns an image that has no name' {
        $loaded = Import-Image (New-TestArchive nameless.tar)
        $loaded.IsDangling | Should -BeTrue
        Remove-Image $loaded
    }

    It 'loads compressed archives, and many by a wildcard' {
        $null = Compress-TestFile (New-TestArchive many-1.tar "$(New-TestName many):1")
        $null = Compress-TestFile (New-TestArchive many-2.tar "$(New-TestName many):2")
        $loaded = @(Import-Image ([IO.Path]::Combine($folder, 'many-?.tar.gz')))
        @($loaded | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$(New-TestName many):1 $(New-TestName many):2"
    }

    It 'takes paths as they stand with -LiteralPath, and file objects' {
        $archive = New-TestArchive 'odd[1].tar' "$(New-TestName odd):1"
        (Import-Image -LiteralPath $archive).Name | Should -Be "$(New-TestName odd):1"
        ([IO.FileInfo]$archive | Import-Image).Name | Should -Be "$(New-TestName odd):1"
    }

    It 'makes an image of files, with names and settings' {
        $made = @(Import-Image (New-TestTar root.tar @{ hello = 'content' }) -RootFileSystem -Tag (New-TestName root), "$(New-TestName root):2" -Change 'CMD ["/hello"]', 'ENV A=B C=D', 'EXPOSE 80' -Message 'why it is' -Platform linux)
        @($made | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$(New-TestName root):latest $(New-TestName root):2"
        $detail = Get-Image $made[0] -Detailed
        $detail.Command | Should -Be '/hello'
        $detail.Environment.GetEnumerator().ForEach({ "$($_.Key)=$($_.Value)" }) -join ' ' | Should -Be 'A=B C=D'
        $detail.ExposedPorts | Should -Contain '80/tcp'
        $detail.Comment | Should -Be 'why it is'
        $detail.Platform | Should -Match '^linux/'
    }

    It 'makes an image of a compressed tar without a name' {
        $made = Import-Image (Compress-TestFile (New-TestTar plain.tar @{ hello = 'content' })) -RootFileSystem
        $made.Id | Should -Match '^sha256:[0-9a-f]{64}$'
        Remove-Image $made
    }

    It 'makes an image of files that the engine fetches' {
        # the layers in a registry are tars that anyone can download
        $registry = Get-TestRegistry
        $name = New-TestName fetched
        $null = Add-ImageTag $TestImage "$registry/${name}:1" | Publish-Image
        $client = [Net.Http.HttpClient]::new()
        $client.DefaultRequestHeaders.Accept.ParseAdd('application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json')
        $manifest = $client.GetStringAsync("http://$registry/v2/$name/manifests/1").GetAwaiter().GetResult()
        $client.Dispose()
        $layer = [regex]::Matches($manifest, 'sha256:[0-9a-f]{64}')[-1].Value
        $made = @(Import-Image -Uri "http://$registry/v2/$name/blobs/$layer" -Tag "${name}:2", "${name}:3" -Change 'CMD ["echo", "fetched"]')
        @($made | ForEach-Object { $_.Name }) -join ' ' | Should -Be "${name}:2 ${name}:3"
        Invoke-Container $made[0] -RemoveAfter | Should -Be 'fetched'

        $problem = Get-TestError { Import-Image -Uri "http://$registry/v2/$name/none" }
        $problem.FullyQualifiedErrorId | Should -Be 'FileNotFound,DockerPS.Cmdlets.ImportImageCommand'
        "$($problem.TargetObject)" | Should -Match $name
        Get-TestErrorId { Import-Image -Uri http://127.0.0.1:9/a.tar } | Should -Be 'ImportFailed'
    }

    It 'refuses <Uri>, which no engine fetches or which holds a secret' -ForEach @(
        @{ Uri = 'ftp://example.com/a.tar' }
        @{ Uri = 'a.tar' }
        @{ Uri = 'https://user:hidden-4711@example.com/a.tar' }
    ) {
        $problem = Get-TestError { Import-Image -Uri $Uri }
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidUri,DockerPS.Cmdlets.ImportImageCommand'
        "$problem $($problem.Exception)" | Should -Not -Match 'hidden-4711'
    }

    It 'makes nothing with -WhatIf' {
        Import-Image (New-TestTar whatif.tar @{ a = 'b' }) -RootFileSystem -Tag (New-TestName whatif) -WhatIf | Should -BeNullOrEmpty
        Get-Image "$(New-TestName whatif)*" | Should -BeNullOrEmpty
    }

    It 'says that there is no such file, and goes on' {
        $archive = New-TestArchive goeson.tar "$(New-TestName goeson):1"
        $problem = Get-TestError { Import-Image ([IO.Path]::Combine($folder, 'none.tar')), $archive }
        $problem.FullyQualifiedErrorId | Should -Be 'FileNotFound,DockerPS.Cmdlets.ImportImageCommand'
        Get-Image "$(New-TestName goeson)*" | Should -HaveCount 1
    }

    It 'says what to do with the files of a root file system' {
        $problem = Get-TestError { Import-Image (New-TestTar files.tar @{ hello = 'content' }) }
        $problem.FullyQualifiedErrorId | Should -Be 'ImportFailed,DockerPS.Cmdlets.ImportImageCommand'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-RootFileSystem'
    }

    It 'says that <What> is no image' -ForEach @(
        @{ What = 'a small file'; Size = 3000; With = @{} }
        @{ What = 'a large file'; Size = 60000000; With = @{} }
        @{ What = 'a large file of files'; Size = 60000000; With = @{ RootFileSystem = $true } }
    ) {
        $path = [IO.Path]::Combine($folder, 'noise')
        $noise = [byte[]]::new($Size)
        [Random]::new(1).NextBytes($noise)
        [IO.File]::WriteAllBytes($path, $noise)
        $problem = Get-TestError { Import-Image $path @With }
        $problem.FullyQualifiedErrorId | Should -Be 'ImportFailed,DockerPS.Cmdlets.ImportImageCommand'
        $problem.TargetObject | Should -Be $path
    }

    It 'says of zstd that the engine is too old for it, or unpacks it' {
        $path = [IO.Path]::Combine($folder, 'packed.tar.zst')
        [IO.File]::WriteAllBytes($path, [byte[]](0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0))
        $expected = if ((Get-DockerVersion).UsedApiVersion -lt [version]'1.42' -and [Environment]::Version.Major -lt 11) { 'ApiVersionTooLow' } else { 'ImportFailed' }
        Get-TestErrorId { Import-Image $path } | Should -Be $expected
    }

    It 'shows neither a password nor a token of an address: <Script>' -ForEach @(
        @{ Script = { Import-Image -Path 'https://user:hunter2@example.com/x.tar' } }
        @{ Script = { Import-Image -Uri 'http://127.0.0.1:1/x.tar?token=hunter2' } }
        @{ Script = { Invoke-ImageBuild 'https://user:hunter2@example.com/x.git' } }
        @{ Script = { Test-Dockerfile 'https://user:hunter2@example.com/Dockerfile' } }
    ) {
        $problem = { $ErrorActionPreference = 'Stop'; . $Script } | Should -Throw -PassThru
        "$($problem | Format-List * -Force -Expand Both | Out-String) $($problem.CategoryInfo)" -replace '(?m)^ *(Line|Statement|PositionMessage) .*' |
            Should -Not -Match 'hunter2'
        $problem.Exception.Message | Should -Match 'example\.com is an address|x\.tar\?\*\*\*'
    }

    It 'refuses an instruction that sets nothing' {
        Get-TestErrorId { Import-Image (New-TestTar change.tar @{ a = 'b' }) -RootFileSystem -Change 'FROM x' } | Should -Be 'InvalidImage'
    }
}
