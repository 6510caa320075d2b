BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # objects with a generated name are found by their label
    $PSDefaultParameterValues = @{ 'New-Container:Label' = "dockerps-test=$TestRun" }

    # The engine's raw information about a container.
    function Get-TestHostConfig($Container) {
        $socket = $env:DOCKERPS_TEST_ENGINE -replace '^unix://'
        (Invoke-RestMethod -UnixSocket $socket -Uri "http://docker/containers/$($Container.Id)/json").HostConfig
    }
}

AfterAll {
    Get-Container -Label "dockerps-test=$TestRun" | Remove-Container -Force
    Remove-TestObject
}

Describe 'Values of a container, as users write them' {
    It 'takes <Name> without quotes' -ForEach @(
        @{ Name = 'a set of processors'; Script = { New-Container $TestImage -CpuSet 0,0 }; Property = { $_.CpusetCpus }; Expected = '0,0' }
        @{ Name = 'a mount'; Script = { New-Container $TestImage -Mount type=tmpfs,target=/a,readonly,type=tmpfs,target=/b,tmpfs-size=1m }; Property = { $_.Mounts.ForEach({ "$($_.Type) $($_.Target) $($_.ReadOnly) $($_.TmpfsOptions.SizeBytes)" }) -join ';' }; Expected = 'tmpfs /a True ;tmpfs /b  1048576' }
        @{ Name = 'folders in memory'; Script = { New-Container $TestImage -TmpFs /run:rw,noexec,/tmp }; Property = { "$($_.Tmpfs.'/run');$($_.Tmpfs.'/tmp')" }; Expected = 'rw,noexec;' }
        @{ Name = 'a volume'; Script = { New-Container $TestImage -Volume "$(New-TestName bare):/d:rw,nocopy" }; Property = { $_.Binds }; Expected = 'BARE:/d:rw,nocopy' }
        @{ Name = 'options of a volume'; Script = { New-Container $TestImage -Volume /var/tmp:/d:ro,rslave }; Property = { $_.Binds }; Expected = '/var/tmp:/d:ro,rslave' }
        @{ Name = 'a port'; Script = { New-Container $TestImage -Port published=0,target=80,protocol=udp }; Property = { "$(@($_.PortBindings.PSObject.Properties.Name)) $($_.PortBindings.'80/udp'[0].HostPort)" }; Expected = '80/udp ' }
    ) {
        $config = Get-TestHostConfig (& $Script)
        $config | ForEach-Object $Property | Should -Be ($Expected -creplace 'BARE', (New-TestName bare))
    }

    It 'takes a network without quotes' {
        $network = (New-Network (New-TestName bare)).Name
        $made = Invoke-Expression "New-Container $TestImage -Network name=$network,alias=x,alias=y"
        $aliases = (Get-Container $made -Detailed).Networks[0].Aliases
        $aliases | Should -Contain 'x'
        $aliases | Should -Contain 'y'
    }

    It 'writes <Name> as docker does' -ForEach @(
        @{ Name = 'a host with an equals sign'; With = @{ AddHost = 'a=10.1.0.5', 'b:[::1]' }; Property = { $_.ExtraHosts -join ' ' }; Expected = 'a:10.1.0.5 b:::1' }
        @{ Name = 'GPUs'; With = @{ Gpu = 'device=GPU-1,capabilities=utility' }; Property = { $_.DeviceRequests | ForEach-Object { "$($_.Count) $($_.DeviceIDs) $($_.Capabilities[0])" } }; Expected = '0 GPU-1 utility gpu' }
        @{ Name = 'a half of a gigabyte'; With = @{ ShmSize = '.5g' }; Property = { $_.ShmSize }; Expected = 536870912 }
        @{ Name = 'a domain with a dot at its end'; With = @{ DnsSearch = 'example.com.' }; Property = { $_.DnsSearch }; Expected = 'example.com' }
        @{ Name = 'a folder in memory that is named twice'; With = @{ TmpFs = '/run:size=1m', '/run:size=2m' }; Property = { $_.Tmpfs.'/run' }; Expected = 'size=2m' }
        @{ Name = 'a free port of the host'; With = @{ Port = '0:80' }; Property = { $_.PortBindings.'80/tcp'[0].HostPort }; Expected = '' }
        @{ Name = 'an IPv6 address without brackets'; With = @{ Port = '::1:8081:80' }; Property = { "$($_.PortBindings.'80/tcp'[0].HostIp) $($_.PortBindings.'80/tcp'[0].HostPort)" }; Expected = '::1 8081' }
    ) {
        Get-TestHostConfig (New-Container $TestImage @With) | ForEach-Object $Property | Should -Be $Expected
    }

    It 'hides nothing of /proc with systempaths=unconfined' {
        $config = Get-TestHostConfig (New-Container $TestImage -SecurityOption systempaths=unconfined)
        $config.MaskedPaths | Should -BeNullOrEmpty
        $config.ReadonlyPaths | Should -BeNullOrEmpty
        @($config.SecurityOpt) | Should -Not -Contain 'systempaths=unconfined'
    }

    It 'takes a duration as it was typed: <Script>' -ForEach @(
        @{ Script = { New-Container $TestImage -HealthCommand true -HealthTimeout 1.5s -HealthInterval 10ms }; Timeout = 1.5 }
        @{ Script = { New-Container $TestImage -HealthCommand true -HealthTimeout .5h }; Timeout = 1800 }
        @{ Script = { New-Container $TestImage -HealthCommand true -HealthTimeout 30 }; Timeout = 30 }
        @{ Script = { New-Container $TestImage -HealthCommand true -HealthTimeout ([timespan]'00:00:07') }; Timeout = 7 }
    ) {
        $made = & $Script
        $socket = $env:DOCKERPS_TEST_ENGINE -replace '^unix://'
        (Invoke-RestMethod -UnixSocket $socket -Uri "http://docker/containers/$($made.Id)/json").Config.Healthcheck.Timeout / 1e9 | Should -Be $Timeout
    }

    It 'stops after days where days were typed, and refuses what is no duration' {
        (Get-Container (New-Container $TestImage -StopTimeout 2d) -Detailed).StopTimeout | Should -Be ([timespan]'2.00:00:00')
        "$(Get-TestError { New-Container $TestImage -StopTimeout 10kb })" | Should -Match "'10kb' is not a valid duration"
        "$(Get-TestError { New-Container $TestImage -Memory 10d })" | Should -Match "'10d' is not a valid size"
    }

    It 'says in one sentence what is wrong with <With>' -ForEach @(
        @{ With = @{ Port = 'foo' }; Says = "'foo' is not a valid port mapping. Expected [address:][host port:]container port[/protocol], such as 8080:80." }
        @{ With = @{ Volume = 'foo' }; Says = "'foo' is not a valid volume mapping. Expected *" }
        @{ With = @{ Mount = 'typ=bind' }; Says = "'typ' in the mount 'typ=bind' is not a mount option. Expected *" }
        @{ With = @{ Network = 'name=x,ip=10.1' }; Says = "'10.1' in the network 'name=x,ip=10.1' is not a valid IP address." }
        @{ With = @{ Dns = 'foo' }; Says = "'foo' is not a valid IP address. Expected four decimal numbers such as 10.1.0.5, or an IPv6 address such as fd00::5." }
        @{ With = @{ Dns = '8.8.8' }; Says = "'8.8.8' is not a valid IP address. *" }
        @{ With = @{ Dns = 8.8 }; Says = "'8.8' is not a valid IP address. *" }
        @{ With = @{ IPAddress = '010.0.0.1' }; Says = "'010.0.0.1' is not a valid IP address. *" }
        @{ With = @{ Cpu = 'abc' }; Says = "'abc' is not a valid number of processors. Expected a number such as 1.5." }
        @{ With = @{ RestartPolicy = 'sometimes' }; Says = "'sometimes' is not a valid restart policy. *" }
        @{ With = @{ Ulimit = 'none=1' }; Says = "'none' is not a kernel limit. *" }
        @{ With = @{ Device = '/dev/x:rr' }; Says = "'/dev/x:rr' is not a valid device. *" }
        @{ With = @{ Gpu = 'some' }; Says = "'some' in the GPU request 'some' is not a number. *" }
        @{ With = @{ AddHost = 'db' }; Says = "'db' is not a valid hosts entry. *" }
        @{ With = @{ TmpFs = 'run' }; Says = "'run' is not a valid tmpfs mount. *" }
        @{ With = @{ Label = '=x' }; Says = "'=x' is not a valid label. *" }
        @{ With = @{ Label = @{ 'a b' = 'x' } }; Says = "'a b=x' is not a valid label. *" }
        @{ With = @{ Environment = @{ '' = 'x' } }; Says = "'=x' is not a valid environment variable. *" }
        @{ With = @{ DeviceReadRate = '/dev/sda:lots' }; Says = "'/dev/sda:lots' is not a valid device rate. *" }
        @{ With = @{ BlockIOWeightDevice = '/dev/sda:5' }; Says = "'/dev/sda:5' is not a valid device weight. *" }
    ) {
        $problem = Get-TestError { New-Container $TestImage -Name (New-TestName wrong) @With }
        $problem.Exception.Message -replace "^Cannot process argument transformation on parameter '\w+'\. " | Should -BeLike ($Says -replace '\[', '`[')
        $problem.Exception.Message | Should -Not -Match 'Cannot convert|\(Parameter'
        Get-Container (New-TestName wrong*) | Should -BeNullOrEmpty
    }

    It 'refuses <With> by the id <Id>' -ForEach @(
        @{ With = @{ Name = 'w' }; Id = 'InvalidContainerName' }
        @{ With = @{ Environment = '' }; Id = 'InvalidEnvironment' }
        @{ With = @{ MacAddress = 'foo' }; Id = 'InvalidNetwork' }
        @{ With = @{ NetworkAlias = 'x' }; Id = 'InvalidNetwork' }
        @{ With = @{ Network = 'a', 'a' }; Id = 'InvalidNetwork' }
        @{ With = @{ Network = 'host', 'a' }; Id = 'InvalidNetwork' }
        @{ With = @{ Expose = '8080:9090' }; Id = 'InvalidExpose' }
        @{ With = @{ LogDriver = 'none'; LogOption = 'a=b' }; Id = 'InvalidLogOption' }
        @{ With = @{ DnsSearch = 'a b' }; Id = 'InvalidDnsSearch' }
        @{ With = @{ BlockIOWeight = 5 }; Id = 'InvalidLimit' }
        @{ With = @{ Cpu = 1e-10 }; Id = 'InvalidLimit' }
        @{ With = @{ LabelFile = '/no/such/file' }; Id = 'InvalidLabelFile' }
    ) {
        Get-TestErrorId { New-Container $TestImage @With } | Should -Be $Id
    }

    It 'names a label file that is not UTF-8, and its line' {
        $file = [IO.Path]::Combine((New-TestFolder labels), 'labels')
        [IO.File]::WriteAllBytes($file, [byte[]](65, 61, 49, 10, 66, 61, 0xFC))
        $problem = Get-TestError { New-Container $TestImage -LabelFile $file }
        ($problem.FullyQualifiedErrorId -split ',')[0] | Should -Be LabelFileParseError
        $problem.Exception.Message | Should -BeLike "${file}:2: the line is not UTF-8.*"
    }
}

Describe 'Rows of a table' {
    It 'creates a container of each row' {
        $file = [IO.Path]::Combine((New-TestFolder csv), 'new.csv')
        @"
Image,Name,Port,Environment
$TestImage,$(New-TestName row1),"127.0.0.1::80,53/udp",A=1
$TestImage,$(New-TestName row2),,
"@ | Out-File $file
        $made = @(Import-Csv $file | New-Container)
        $made.Name | Should -Be (New-TestName row1), (New-TestName row2)
        (Get-TestHostConfig $made[0]).PortBindings.PSObject.Properties.Name | Sort-Object | Should -Be '53/udp', '80/tcp'
        (Get-Container $made[0] -Detailed).Environment.A | Should -Be '1'
        @((Get-TestHostConfig $made[1]).PortBindings.PSObject.Properties) | Should -BeNullOrEmpty
    }

    It 'takes no name from an image or a container' {
        $one = Get-Image $TestImage | New-Container -Name (New-TestName own)
        $one.Name | Should -Be (New-TestName own)
        $two = $one | New-Container -Environment A=2
        $two.Name | Should -Not -Be $one.Name
        (Get-Container $two -Detailed).Environment.A | Should -Be '2'
    }

    It 'refuses an object of another kind' {
        $volume = New-Volume (New-TestName other)
        $problem = Get-TestError { $volume | New-Container $TestImage }
        $problem.Exception.Message | Should -BeLike "$($volume.Name) is a volume, not an image.*"
        Get-Container "$($volume.Name)*" | Should -BeNullOrEmpty
    }
}
