BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $folder = New-TestFolder copy
    $container = New-TestContainer source
    $other = New-TestContainer target
    Invoke-ContainerCommand $container -- sh -c @'
mkdir -p /d/sub && echo one >/d/one.txt && echo two >/d/two.log && echo three >/d/sub/three.txt && ln -s one.txt /d/link && ln -s /d /dl && ln /d/one.txt /d/hard
chmod 640 /d/one.txt && chmod 750 /d/sub && chown 12:34 /d/one.txt && touch -d '2001-02-03 04:05:06' /d/one.txt /d/sub
'@

    # A path in the test folder.
    function Get-TestPath([string]$Path) {
        [IO.Path]::Combine($folder, $Path)
    }

    # The output of a command in a container.
    function Invoke-TestShell($Container, [string]$Script) {
        @(Invoke-ContainerCommand $Container -- sh -c $Script) -join "`n"
    }

    # A folder on this machine that contains a file, and a subfolder with another one.
    function New-TestTree([string]$Name) {
        $null = [IO.Directory]::CreateDirectory((Get-TestPath "$Name/sub"))
        [IO.File]::WriteAllText((Get-TestPath "$Name/a.txt"), 'a')
        [IO.File]::WriteAllText((Get-TestPath "$Name/b[1].txt"), 'b')
        [IO.File]::WriteAllText((Get-TestPath "$Name/sub/c.txt"), 'c')
        Get-TestPath $Name
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Copy-ContainerItem' {
    Context 'out of a container' {
        It 'copies a file into a folder, or to a name' {
            Copy-ContainerItem "$($container.Name):/d/one.txt" $folder | Should -BeNullOrEmpty
            [IO.File]::ReadAllText((Get-TestPath 'one.txt')) | Should -Be "one`n"
            Copy-ContainerItem "$($container.Name):/d/one.txt" (Get-TestPath 'other.txt')
            [IO.File]::ReadAllText((Get-TestPath 'other.txt')) | Should -Be "one`n"
        }

        It 'keeps modes and times' {
            Copy-ContainerItem "$($container.Name):/d" (Get-TestPath 'kept')
            [IO.File]::GetLastWriteTimeUtc((Get-TestPath 'kept/one.txt')) | Should -Be ([datetime]'2001-02-03 04:05:06')
            [IO.Directory]::GetLastWriteTimeUtc((Get-TestPath 'kept/sub')) | Should -Be ([datetime]'2001-02-03 04:05:06')
            [int][IO.File]::GetUnixFileMode((Get-TestPath 'kept/one.txt')) | Should -Be ([Convert]::ToInt32('640', 8))
            [int][IO.File]::GetUnixFileMode((Get-TestPath 'kept/sub')) | Should -Be ([Convert]::ToInt32('750', 8))
            ([IO.FileInfo](Get-TestPath 'kept/link')).LinkTarget | Should -Be 'one.txt'
            [IO.File]::ReadAllText((Get-TestPath 'kept/hard')) | Should -Be "one`n"
        }

        It 'copies a folder into one that exists, its content with /., and to a new name' {
            $into = New-TestFolder into
            Copy-ContainerItem "$($container.Name):/d" $into
            [IO.File]::Exists([IO.Path]::Combine($into, 'd/sub/three.txt')) | Should -BeTrue
            Copy-ContainerItem "$($container.Name):/d/." $into
            [IO.File]::Exists([IO.Path]::Combine($into, 'sub/three.txt')) | Should -BeTrue
            Copy-ContainerItem "$($container.Name):/d/sub/" ([IO.Path]::Combine($into, 'new/'))
            [IO.File]::Exists([IO.Path]::Combine($into, 'new/three.txt')) | Should -BeTrue
        }

        It 'copies a link, or with -FollowLink what it leads to' {
            Copy-ContainerItem "$($container.Name):/d/link" (Get-TestPath 'aslink')
            ([IO.FileInfo](Get-TestPath 'aslink')).LinkTarget | Should -Be 'one.txt'
            Copy-ContainerItem "$($container.Name):/d/link" (Get-TestPath 'followed') -FollowLink
            ([IO.FileInfo](Get-TestPath 'followed')).LinkTarget | Should -BeNullOrEmpty
            [IO.File]::ReadAllText((Get-TestPath 'followed')) | Should -Be "one`n"
            $into = New-TestFolder followed
            Copy-ContainerItem "$($container.Name):/dl" $into -FollowLink
            [IO.File]::Exists([IO.Path]::Combine($into, 'dl/sub/three.txt')) | Should -BeTrue
        }

        It 'copies what a wildcard fits, and nothing when it fits nothing' {
            $into = New-TestFolder wild
            Copy-ContainerItem "$($container.Name):/d/*.txt", "$($container.Name):/d/s*" $into
            @([IO.Directory]::GetFileSystemEntries($into)).Count | Should -Be 2
            [IO.File]::ReadAllText([IO.Path]::Combine($into, 'one.txt')) | Should -Be "one`n"
            [IO.File]::Exists([IO.Path]::Combine($into, 'sub/three.txt')) | Should -BeTrue
            Copy-ContainerItem "$($container.Name):/d/*.none" $into
            Get-TestErrorId { Copy-ContainerItem "$($container.Name):/*/one.txt" $into } | Should -Be 'InvalidSource'
        }

        It 'copies from one that is stopped, whole folders of an image too' {
            $stopped = New-Container $TestImage -Name (New-TestName stopped)
            Copy-ContainerItem "$($stopped.Name):/bin" (Get-TestPath 'bin')
            ([IO.FileInfo](Get-TestPath 'bin/busybox')).Length | Should -BeGreaterThan 100000
        }
    }

    Context 'names that are not UTF-8, or long' {
        It 'keeps them byte for byte, out of a container, into one and between two' {
            # d\xE9/a\xFF, and a link to it
            Invoke-TestShell $container 'd=$(printf "d\351"); mkdir -p "/raw/$d" && echo raw >"/raw/$d/$(printf "a\377")" && ln -s "$d" /raw/link' | Should -BeNullOrEmpty
            Invoke-TestShell $container 'cd /raw; echo * | od -c' | Should -Match '351'
            $list = 'cd /raw; find . | LC_ALL=C sort | md5sum; readlink link | md5sum; cat link/a*'
            $expected = Invoke-TestShell $container $list
            $expected | Should -Match '^[0-9a-f]{32} +-\n[0-9a-f]{32} +-\nraw$'
            $here = New-TestFolder raw
            try {
                Copy-ContainerItem "$($container.Name):/raw" $here -WarningVariable warned
                $warned | Should -BeNullOrEmpty
                (sh -c "cd '$here'; $($list.Replace('/raw', 'raw'))") -join "`n" | Should -Be $expected
                Copy-ContainerItem ([IO.Path]::Combine($here, 'raw')) "$($other.Name):/"
                Invoke-TestShell $other $list | Should -Be $expected
                Copy-ContainerItem "$($container.Name):/raw" "$($other.Name):/again"
                Invoke-TestShell $other $list.Replace('/raw', '/again') | Should -Be $expected
            }
            finally {
                # .NET cannot remove such names
                rm -rf $here
            }
        }

        It 'finds such a file by a wildcard' {
            $here = New-TestFolder rawfile
            try {
                sh -c "cd '$here'; echo raw > `"`$(printf 'a\351b')`"; echo no > `"`$(printf '.\351')`"; echo plain > plain"
                Invoke-TestShell $other 'mkdir /rawfile' | Should -BeNullOrEmpty
                Copy-ContainerItem ([IO.Path]::Combine($here, '*')) "$($other.Name):/rawfile"
                Invoke-TestShell $other 'cd /rawfile; echo * | od -c; cat *' | Should -Match '351(.*\n)*raw\nplain'
            }
            finally {
                rm -rf $here
            }
        }

        It 'copies names of the maximum length' {
            $name = 'n' * 255
            Invoke-TestShell $container "mkdir -p /long && echo long >/long/$name && echo next >/long/z" | Should -BeNullOrEmpty
            Copy-ContainerItem "$($container.Name):/long" $folder
            [IO.File]::ReadAllText((Get-TestPath "long/$name")) | Should -Be "long`n"
            [IO.File]::ReadAllText((Get-TestPath 'long/z')) | Should -Be "next`n"
            Copy-ContainerItem "$($container.Name):/long/$name" (Get-TestPath 'long/alone')
            Copy-ContainerItem (Get-TestPath "long/$name") "$($other.Name):/tmp"
            Invoke-TestShell $other "cat /tmp/$name" | Should -Be 'long'
        }
    }

    Context 'into a container' {
        It 'follows a link to a folder if it ends with a slash, under the name of the link' {
            $tree = New-TestTree linked
            $null = [IO.Directory]::CreateSymbolicLink((Get-TestPath 'tolinked'), $tree)
            Invoke-TestShell $other 'mkdir /l1 /l2 /l3 /l4' | Should -BeNullOrEmpty
            Copy-ContainerItem (Get-TestPath 'tolinked/') "$($other.Name):/l1"
            Invoke-TestAt $folder { Copy-ContainerItem ./tolinked/ "$($other.Name):/l2" }
            Copy-ContainerItem -LiteralPath (Get-TestPath 'tolinked/.') -Destination "$($other.Name):/l3"
            Copy-ContainerItem (Get-TestPath 'tolinked') "$($other.Name):/l4"
            Invoke-TestShell $other 'cat /l1/tolinked/sub/c.txt /l2/tolinked/a.txt /l3/a.txt; readlink /l4/tolinked' | Should -Be "caa$tree"
            Get-TestErrorId { Copy-ContainerItem "$(Get-TestPath 'linked/a.txt')/" "$($other.Name):/l1" } | Should -Not -BeNullOrEmpty
        }

        It 'copies files and folders by the same rules' {
            $tree = New-TestTree tree
            Invoke-TestShell $other 'mkdir /in /in2; echo x >/file' | Should -BeNullOrEmpty
            Copy-ContainerItem $tree "$($other.Name):/in"
            Copy-ContainerItem "$tree/." "$($other.Name):/in"
            Copy-ContainerItem $tree "$($other.Name):/new"
            Copy-ContainerItem "$tree/a.txt" "$($other.Name):/file"
            Invoke-TestShell $other 'cat /in/tree/a.txt /in/sub/c.txt /new/sub/c.txt /file; stat -c %u:%g /in/tree/a.txt' | Should -Be 'acca0:0'
        }

        It 'takes wildcards, literal paths, objects of files, and drives of the session' {
            $tree = New-TestTree wild
            Invoke-TestShell $other 'mkdir /w1 /w2 /w3' | Should -BeNullOrEmpty
            Copy-ContainerItem ([IO.Path]::Combine($tree, '*.txt')) "$($other.Name):/w1"
            Invoke-TestShell $other 'ls /w1' | Should -Be "a.txt`nb[1].txt"
            Copy-ContainerItem -LiteralPath ([IO.Path]::Combine($tree, 'b[1].txt')) "$($other.Name):/w2/"
            [IO.FileInfo][IO.Path]::Combine($tree, 'a.txt') | Copy-ContainerItem -Destination "$($other.Name):/w2"
            Invoke-TestShell $other 'ls /w2' | Should -Be "a.txt`nb[1].txt"
            Invoke-TestAt $tree { Copy-ContainerItem a.txt "$($other.Name):w3/relative" }
            Invoke-TestShell $other 'cat /w3/relative' | Should -Be 'a'
        }

        It 'copies a large file whole, with its mode and time, into each that a wildcard fits' {
            $bytes = [byte[]]::new(5MB)
            [Random]::new(1).NextBytes($bytes)
            $file = Get-TestPath 'large'
            [IO.File]::WriteAllBytes($file, $bytes)
            [IO.File]::SetUnixFileMode($file, [IO.UnixFileMode]488)
            [IO.File]::SetLastWriteTimeUtc($file, [datetime]::new(2002, 3, 4, 5, 6, 7, [DateTimeKind]::Utc))
            Copy-ContainerItem $file "$TestRun-[st]*r*e*:/tmp-large"
            foreach ($each in $container, $other) {
                Invoke-TestShell $each 'stat -c "%a %s %Y" /tmp-large' | Should -Be '750 5242880 1015218367'
            }
            Copy-ContainerItem "$($other.Name):/tmp-large" (Get-TestPath 'large.back')
            [Linq.Enumerable]::SequenceEqual([IO.File]::ReadAllBytes((Get-TestPath 'large.back')), $bytes) | Should -BeTrue
        }
    }

    Context 'between containers' {
        It 'copies files and folders, with owners and hard links' {
            Copy-ContainerItem "$($container.Name):/d" "$($other.Name):/across"
            Invoke-TestShell $other 'cat /across/hard /across/sub/three.txt; readlink /across/link; stat -c "%u:%g %a %h" /across/one.txt' | Should -Be "one`nthree`none.txt`n12:34 640 2"
            Copy-ContainerItem "$($container.Name):/d/two.log" "$($other.Name):/across/"
            Copy-ContainerItem "$($container.Name):/d/s*" "$($other.Name):/across/sub"
            Invoke-TestShell $other 'cat /across/two.log /across/sub/sub/three.txt' | Should -Be "two`nthree"
        }

        It 'refuses to copy within one' {
            Get-TestErrorId { Copy-ContainerItem "$($container.Name):/d" "$($container.Name):/e" } | Should -Be 'InvalidDestination'
        }
    }

    Context 'what cannot be' {
        It 'says what is missing' {
            Get-TestErrorId { Copy-ContainerItem "$($container.Name):/none" $folder } | Should -Be 'ContainerPathNotFound'
            Get-TestErrorId { Copy-ContainerItem "$(New-TestName none):/x" $folder } | Should -Be 'ContainerNotFound'
            Get-TestErrorId { Copy-ContainerItem (Get-TestPath 'none') "$($other.Name):/" } | Should -Be 'FileNotFound'
            Get-TestErrorId { Copy-ContainerItem $folder "$($other.Name):/none/none" } | Should -Be 'ContainerPathNotFound'
        }

        It 'refuses a destination that does not fit' {
            [IO.File]::WriteAllText((Get-TestPath 'plain'), 'x')
            Get-TestErrorId { Copy-ContainerItem "$($container.Name):/d" (Get-TestPath 'plain') } | Should -Be 'InvalidDestination'
            Get-TestErrorId { Copy-ContainerItem "$($container.Name):/d/one.txt" (Get-TestPath 'nofolder/') } | Should -Be 'InvalidDestination'
            Get-TestErrorId { Copy-ContainerItem "$($container.Name):/d/one.txt" (Get-TestPath 'no/folder') } | Should -Be 'InvalidDestination'
            Get-TestErrorId { Copy-ContainerItem (Get-TestPath 'plain') "$($other.Name):/nofolder/" } | Should -Be 'InvalidDestination'
            Get-TestErrorId { Copy-ContainerItem $folder "$($other.Name):/bin/busybox" } | Should -Be 'InvalidDestination'
            Get-TestErrorId { Copy-ContainerItem (Get-TestPath 'plain') $folder } | Should -Be 'InvalidDestination'
            Get-TestErrorId { Copy-ContainerItem "$($container.Name):/d/one.txt/" $folder } | Should -Be 'InvalidSource'
            [IO.File]::ReadAllText((Get-TestPath 'plain')) | Should -Be 'x'
        }

        It 'copies the others when one fails, and nothing with -WhatIf' {
            $into = New-TestFolder others
            Copy-ContainerItem "$($container.Name):/none", "$($container.Name):/d/one.txt" $into -ErrorAction SilentlyContinue
            Copy-ContainerItem "$($container.Name):/d/two.log" $into -WhatIf
            @([IO.Directory]::GetFileSystemEntries($into) | ForEach-Object { [IO.Path]::GetFileName($_) }) -join ' ' | Should -Be 'one.txt'
        }
    }
}
