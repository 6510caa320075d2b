BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    function Add-TestFile([string]$Folder, [string[]]$Name) {
        foreach ($one in $Name) {
            $path = [IO.Path]::Combine($Folder, $one)
            $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path))
            [IO.File]::WriteAllText($path, $one)
        }
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-BuildContextItem' {
    It 'lists what is sent, and the pattern that leaves out the rest' {
        $context = New-TestContext items 'FROM scratch'
        Add-TestFile $context 'a.txt', 'src/b', 'src/c.tmp', 'out/d', 'out/e/keep', 'node_modules/x/y'
        [IO.File]::WriteAllText([IO.Path]::Combine($context, '.dockerignore'), "# lines`n**/*.tmp`nout`n!out/**/keep`nnode_modules`n")
        $items = @(Get-BuildContextItem $context)
        $items[0] | Should -BeOfType ([DockerPS.BuildContextItem])
        @($items | Where-Object { -not $_.IsIgnored } | ForEach-Object { $_.Path }) -join ' ' | Should -Be '.dockerignore Dockerfile a.txt out out/e out/e/keep src src/b'
        @($items | Where-Object { $_.IsIgnored } | ForEach-Object { "$($_.Path)=$($_.PatternLine):$($_.Pattern)" }) -join ' ' | Should -Be 'node_modules=5:node_modules out/d=3:out src/c.tmp=2:**/*.tmp'
        $keep = $items | Where-Object { $_.Path -eq 'out/e/keep' }
        $keep.Pattern, $keep.PatternLine, $keep.Kind, $keep.Length, $keep.FullName -join '|' | Should -Be "!out/**/keep|4|File|10|$([IO.Path]::Combine($context, 'out/e/keep'))"
        $keep.PatternFile | Should -Be ([IO.Path]::Combine($context, '.dockerignore'))
    }

    It 'tells files, folders, links and sockets apart' {
        $context = New-TestContext kinds 'FROM scratch'
        Add-TestFile $context 'folder/file'
        $null = [IO.File]::CreateSymbolicLink([IO.Path]::Combine($context, 'link'), 'folder/file')
        $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
        try {
            $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new([IO.Path]::Combine($context, 's')))
            $items = @(Get-BuildContextItem $context)
        }
        finally {
            $socket.Dispose()
        }
        @($items | ForEach-Object { "$_=$($_.Kind)" }) -join ' ' | Should -Be 'Dockerfile=File folder=Folder folder/file=File link=Link s=Socket'
        ($items | Where-Object { $_.Kind -eq 'Link' }).LinkTarget | Should -Be 'folder/file'
        ($items | Where-Object { $_.Kind -eq 'Socket' }).IsIgnored | Should -BeTrue
    }

    It 'follows the rules of the Dockerfile that is named' {
        $context = New-TestContext named 'FROM scratch'
        Add-TestFile $context 'a', 'b', 'docker/my.Dockerfile', 'docker/my.Dockerfile.dockerignore'
        [IO.File]::WriteAllText([IO.Path]::Combine($context, 'docker/my.Dockerfile.dockerignore'), 'b')
        $items = @(Invoke-TestAt $context { Get-BuildContextItem -File docker/my.Dockerfile })
        $ignored = $items | Where-Object { $_.IsIgnored }
        $ignored.Path | Should -Be 'b'
        $ignored.PatternFile | Should -Match 'my.Dockerfile.dockerignore$'
    }

    It 'agrees with what a build sends' {
        $context = New-TestContext agrees "FROM $TestImage", 'COPY . /x/'
        Add-TestFile $context 'a.md', 'b.md', 'c/d.md', 'c/e', '.hidden'
        [IO.File]::WriteAllText([IO.Path]::Combine($context, '.dockerignore'), "*.md`n!a*`nc/*`n!c/e`n.docker*`n")
        $image = Invoke-ImageBuild $context -Tag "$(New-TestName agrees):1"
        $sent = @(Invoke-Container $image -RemoveAfter -Command sh, -c, 'cd /x; find . -mindepth 1 | sed s,^./,, | sort')
        $listed = [string[]]@(Get-BuildContextItem $context | Where-Object { -not $_.IsIgnored } | ForEach-Object { $_.Path })
        [Array]::Sort($listed, [StringComparer]::Ordinal)
        $listed -join ' ' | Should -Be ($sent -join ' ')
    }

    It 'takes folders from the pipeline' {
        $context = New-TestContext piped 'FROM scratch'
        ($context | Get-BuildContextItem).Path | Should -Be 'Dockerfile'
        ([IO.DirectoryInfo]$context | Get-BuildContextItem).Path | Should -Be 'Dockerfile'
        (Get-BuildContextItem -LiteralPath $context).Path | Should -Be 'Dockerfile'
    }

    It 'says <Id> of <What>' -ForEach @(
        @{ What = 'a folder that is not there'; Script = { Get-BuildContextItem ([IO.Path]::Combine([IO.Path]::GetTempPath(), (New-TestName none))) }; Id = 'FileNotFound' }
        @{ What = 'a folder without a Dockerfile'; Script = { Get-BuildContextItem (New-TestFolder empty) }; Id = 'DockerfileNotFound' }
        @{ What = 'a pattern that is none'; Script = { $folder = New-TestContext pattern 'FROM scratch'; [IO.File]::WriteAllText([IO.Path]::Combine($folder, '.dockerignore'), '[a'); Get-BuildContextItem $folder }; Id = 'DockerIgnoreParseError' }
        @{ What = 'a file that is no text'; Script = { $folder = New-TestContext bytes 'FROM scratch'; [IO.File]::WriteAllText([IO.Path]::Combine($folder, '.dockerignore'), "a`0b`0"); Get-BuildContextItem $folder }; Id = 'DockerIgnoreParseError' }
    ) {
        Get-TestErrorId $Script | Should -Be $Id
    }
}
