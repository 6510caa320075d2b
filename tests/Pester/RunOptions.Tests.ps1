BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # An image built from the text of a Dockerfile.
    function New-TestImage([string]$Suffix, [string[]]$Instruction) {
        $folder = New-TestFolder "context-$Suffix"
        [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'Dockerfile'), "FROM $TestImage`n" + ($Instruction -join "`n") + "`n")
        $null = Invoke-ImageBuild $folder -Tag (New-TestName $Suffix) 6>$null
        New-TestName $Suffix
    }

    $cmd = New-TestImage cmd 'CMD ["echo", "from", "CMD"]'
    $shell = New-TestImage shell 'CMD echo in a shell: $0'
    $entry = New-TestImage entry 'ENTRYPOINT ["echo", "entry"]', 'CMD ["default", "arguments"]'
    $rich = New-TestImage rich 'ENV A=image B=image', 'USER 65534', 'WORKDIR /tmp', 'LABEL kind=image keep=this', 'EXPOSE 80 53/udp', 'VOLUME /data',
        'HEALTHCHECK --interval=1h CMD true', 'STOPSIGNAL SIGINT', 'CMD ["sleep", "60"]'
}

AfterAll {
    Remove-TestObject
}

Describe 'What an image says, and what a parameter says' {
    It 'runs the image''s CMD' {
        Invoke-Container $cmd -RemoveAfter | Should -Be 'from CMD'
        Invoke-Container $shell -RemoveAfter | Should -Match '^in a shell: '
    }

    It 'runs a command in place of CMD' {
        Invoke-Container $cmd -RemoveAfter -- echo mine | Should -Be 'mine'
    }

    It 'gives CMD to ENTRYPOINT as its arguments, and a command in place of it' {
        Invoke-Container $entry -RemoveAfter | Should -Be 'entry default arguments'
        Invoke-Container $entry -RemoveAfter -- mine | Should -Be 'entry mine'
    }

    It 'replaces ENTRYPOINT, and then leaves CMD out' {
        Invoke-Container $entry -RemoveAfter -Entrypoint echo -- other | Should -Be 'other'
        Invoke-Container $entry -RemoveAfter -Entrypoint echo | Should -BeExactly ''
        Invoke-Container $entry -RemoveAfter -Entrypoint echo, two -- three | Should -Be 'two three'
    }

    It 'removes ENTRYPOINT with an empty text' {
        Invoke-Container $entry -RemoveAfter -Entrypoint '' -- echo plain | Should -Be 'plain'
    }

    It 'uses ENV, and a parameter wins' {
        Invoke-Container $rich -RemoveAfter -Environment 'B=mine', 'C=new' -- sh -c 'echo $A $B $C' | Should -Be 'image mine new'
    }

    It 'takes ENV away for a name alone that the session has not' {
        Invoke-Container $rich -RemoveAfter -Environment A -- sh -c 'echo ${A-none} $B' | Should -Be 'none image'
    }

    It 'uses USER and WORKDIR, and a parameter wins' {
        Invoke-Container $rich -RemoveAfter -- sh -c 'id -u; pwd' | Should -Be @('65534', '/tmp')
        Invoke-Container $rich -RemoveAfter -User 0 -WorkingDirectory / -- sh -c 'id -u; pwd' | Should -Be @('0', '/')
    }

    It 'keeps labels of both, and a parameter wins' {
        $made = New-Container $rich -Name (New-TestName labels) -Label @{ kind = 'mine' }
        $made.Labels['kind'] | Should -Be 'mine'
        $made.Labels['keep'] | Should -Be 'this'
    }

    It 'publishes what EXPOSE names with -PublishAll, and nothing without' {
        $all = New-Container $rich -Name (New-TestName all) -Start -PublishAll
        @((Get-ContainerPort $all).Port | ForEach-Object { $_ }) | Should -Contain 53
        $none = New-Container $rich -Name (New-TestName none) -Start
        Get-ContainerPort $none | Should -BeNullOrEmpty
        @($none.Ports.Port) | Should -Contain 80
        $all, $none | Remove-Container -Force -RemoveVolume
    }

    It 'makes a volume for VOLUME, and mounts another one there' {
        $own = New-Container $rich -Name (New-TestName own)
        @($own.Mounts | Where-Object { $_.Destination -eq '/data' })[0].Name | Should -Match '^[0-9a-f]{64}$'
        $named = New-Container $rich -Name (New-TestName named) -Volume "$(New-TestName data):/data"
        @($named.Mounts | Where-Object { $_.Destination -eq '/data' })[0].Name | Should -Be (New-TestName data)
        $own, $named | Remove-Container -RemoveVolume
    }

    It 'shares mounts with -VolumesFrom' {
        $first = New-TestContainer first @{ Volume = "$(New-TestName shared):/shared" }
        Invoke-ContainerCommand $first -- sh -c 'echo here > /shared/file'
        Invoke-Container $TestImage -RemoveAfter -VolumesFrom $first.Name -- cat /shared/file | Should -Be 'here'
        Invoke-Container $TestImage -RemoveAfter -VolumesFrom "$($first.Name):ro" -- sh -c 'touch /shared/x 2>/dev/null || echo read-only' | Should -Be 'read-only'
    }

    It 'uses HEALTHCHECK, and turns it off' {
        $checked = New-Container $rich -Name (New-TestName checked) -Start
        $checked.Health | Should -Be 'Starting'
        $unchecked = New-Container $rich -Name (New-TestName unchecked) -Start -NoHealthCheck
        $unchecked.Health | Should -Be 'None'
        $checked, $unchecked | Remove-Container -Force -RemoveVolume
    }

    It 'uses STOPSIGNAL, and a parameter wins' {
        $made = New-Container $rich -Name (New-TestName signal)
        (Get-Container $made -Detailed).StopSignal | Should -Be 'SIGINT'
        $other = New-Container $rich -Name (New-TestName signal2) -StopSignal SIGQUIT
        (Get-Container $other -Detailed).StopSignal | Should -Be 'SIGQUIT'
        $made, $other | Remove-Container -RemoveVolume
    }

    It 'takes a mount as <Form>' -ForEach @(
        @{ Form = 'docker''s text'; Mount = 'type=tmpfs,target=/mnt,tmpfs-size=1m,tmpfs-mode=1770' }
        @{ Form = 'a hashtable'; Mount = @{ Type = 'tmpfs'; Target = '/mnt'; TmpFsSize = '1m'; TmpFsMode = '1770' } }
    ) {
        Invoke-Container $TestImage -RemoveAfter -Mount $Mount -- sh -c 'df -k /mnt | tail -n 1 | tr -s " " | cut -d " " -f 2; stat -c %a /mnt' | Should -Be @('1024', '1770')
    }

    It 'refuses a mount with <Name>' -ForEach @(
        @{ Name = 'an unknown option'; Mount = 'type=bind,source=/a,target=/b,colour=red'; Says = 'colour' }
        @{ Name = 'no target'; Mount = 'type=bind,source=/a'; Says = 'target' }
        @{ Name = 'an unknown type'; Mount = 'type=disk,target=/b'; Says = 'disk' }
        @{ Name = 'options of another type'; Mount = 'type=bind,source=/a,target=/b,volume-nocopy'; Says = 'volume' }
    ) {
        "$(Get-TestError { New-Container $TestImage -Name (New-TestName mount) -Mount $Mount })" | Should -Match $Says
        Get-Container (New-TestName mount*) | Should -BeNullOrEmpty
    }

    It 'sets limits, devices and kernel parameters' {
        $with = @{
            Ulimit = @{ nofile = '100:200' }; MacAddress = '02:42:ac:11:00:99'; Sysctl = @{ 'net.core.somaxconn' = 77 }; OomScoreAdjustment = 100
            ShmSize = '1m'; GroupAdd = 1234; Device = '/dev/null:/dev/other'; DomainName = 'example'; Hostname = 'box'; DnsSearch = 'a.example'; DnsOption = 'ndots:3'
            AddHost = 'there:10.9.8.7'; CapabilityDrop = 'ALL'; ReadOnly = $true; TmpFs = '/run:size=64k'
        }
        $script = 'ulimit -n; ulimit -Hn; cat /sys/class/net/eth0/address /proc/sys/net/core/somaxconn /proc/self/oom_score_adj; df -k /dev/shm | tail -n 1 | tr -s " " | cut -d " " -f 2;' +
            'id -G; test -c /dev/other && echo device; hostname -f; grep ^search /etc/resolv.conf; grep ^options /etc/resolv.conf; grep there /etc/hosts | tr "\t" " "; grep CapEff /proc/self/status | tr -d "\t"; touch /x 2>/dev/null || echo read-only; touch /run/x && echo tmpfs'
        Invoke-Container $TestImage -RemoveAfter @with -Command sh, -c, $script |
            Should -Be @('100', '200', '02:42:ac:11:00:99', '77', '100', '1024', '0 1234', 'device', 'box.example', 'search a.example', 'options ndots:3', '10.9.8.7 there', 'CapEff:0000000000000000', 'read-only', 'tmpfs')
    }

    It 'gives the container its hardware address on <Network>' -ForEach @(
        @{ Network = 'the default network'; With = @{} }
        @{ Network = 'bridge'; With = @{ Network = 'bridge' } }
        @{ Network = 'a network of its own'; With = @{ Network = 'own' } }
    ) {
        if ($With.Network -eq 'own') {
            $With.Network = (New-Network (New-TestName mac)).Name
        }
        $made = New-TestContainer mac ($With + @{ MacAddress = '02:42:ac:11:00:98' })
        $made.Networks[0].MacAddress | Should -Be '02:42:ac:11:00:98'
        Invoke-ContainerCommand $made -- cat /sys/class/net/eth0/address | Should -Be '02:42:ac:11:00:98'
        Remove-Container $made -Force
    }

    It 'does not ignore <Name> on the default network, which cannot have it' -ForEach @(
        @{ Name = 'an address'; With = @{ IPAddress = '172.17.0.200' } }
        @{ Name = 'an alias'; With = @{ NetworkAlias = 'www' } }
    ) {
        Get-TestErrorId { New-Container $TestImage -Name (New-TestName default) -Start @With -Command sleep, 60 } | Should -Not -BeNullOrEmpty
        Get-Container (New-TestName default*) | Should -BeNullOrEmpty
    }

    It 'writes the id to a file, and refuses one that is there' {
        $file = [IO.Path]::Combine((New-TestFolder id), 'id')
        $made = New-Container $TestImage -Name (New-TestName id) -ContainerIdFile $file
        [IO.File]::ReadAllText($file) | Should -Be $made.Id
        Get-TestErrorId { New-Container $TestImage -Name (New-TestName id2) -ContainerIdFile $file } | Should -Be 'ContainerIdFileConflict'
        Get-Container (New-TestName id2*) | Should -BeNullOrEmpty
    }

    It 'says that the engine is too old for an annotation, where it is' {
        $problem = Get-TestErrorId { New-Container $TestImage -Name (New-TestName annotation) -Annotation @{ a = 'b' } }
        if ((Get-DockerVersion).ApiVersion -lt [version]'1.43') {
            $problem | Should -Be 'ApiVersionTooLow'
        }
        else {
            $problem | Should -BeNullOrEmpty
        }
    }
}
