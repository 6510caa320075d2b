# Everyday mistakes: each error is one sentence that begins with the object, is the same on every engine, and says what to do.

BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    $running = (New-TestContainer running).Name
    $other = (New-TestContainer other).Name
    $ended = New-TestName ended
    Invoke-Container $TestImage -Name $ended -- true
    $front = (New-Network (New-TestName front)).Name
    Connect-Network $front $running

    # the error of a script: its id, message and recommendation
    function Get-TestError([scriptblock]$Script) {
        $record = try { $null = & $Script 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { throw $_ } } } catch { $_ }
        $record | Should -Not -BeNullOrEmpty
        "$record" | Should -Not -Match '[0-9a-f]{64}|\{"|OCI runtime'
        [pscustomobject]@{
            Id = ($record.FullyQualifiedErrorId -split ',')[0]
            Says = "$record"
            Advice = "$($record.ErrorDetails.RecommendedAction)"
            Category = $record.CategoryInfo.Category
            Record = $record
        }
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Errors' {
    It 'can be caught by their type' {
        $caught = try { Start-Container "$TestRun-none" -ErrorAction Stop } catch [DockerPS.EngineException] { $_.Exception }
        $caught.Error | Should -Be NotFound
        $caught.Subject.Name | Should -Be "$TestRun-none"
    }

    It 'say that there is no <Kind>, in one way' -ForEach @(
        @{ Kind = 'container'; Id = 'ContainerNotFound'; Script = { Start-Container nosuch } }
        @{ Kind = 'container'; Id = 'ContainerNotFound'; Script = { Get-Container nosuch } }
        @{ Kind = 'container'; Id = 'ContainerNotFound'; Script = { Connect-Network $front nosuch } }
        @{ Kind = 'volume'; Id = 'VolumeNotFound'; Script = { Remove-Volume nosuch -Confirm:$false } }
        @{ Kind = 'volume'; Id = 'VolumeNotFound'; Script = { Get-Volume nosuch } }
        @{ Kind = 'network'; Id = 'NetworkNotFound'; Script = { Remove-Network nosuch } }
        @{ Kind = 'network'; Id = 'NetworkNotFound'; Script = { Get-Network nosuch } }
    ) {
        $problem = Get-TestError $Script
        $problem.Id | Should -Be $Id
        $problem.Says | Should -Be "$Kind nosuch does not exist."
    }

    It 'say that a container is running' {
        $problem = Get-TestError { Remove-Container $running }
        $problem.Id | Should -Be ContainerConflict
        $problem.Says | Should -Be "Container $running is running."
        $problem.Advice | Should -Match "Remove-Container $running -Force"
        (Get-TestError { Get-Container $running | Remove-Container }).Says | Should -Be "Container $running is running."
    }

    It 'say that a container is not running: <Script>' -ForEach @(
        @{ Script = { Suspend-Container $ended } }
        @{ Script = { Send-ContainerSignal $ended } }
        @{ Script = { Get-ContainerProcess $ended } }
        @{ Script = { Invoke-ContainerCommand $ended -Command ls } }
    ) {
        $problem = Get-TestError $Script
        $problem.Id | Should -Be ContainerConflict
        $problem.Says | Should -Match "^Container $ended is not running \(it exited (just now|\d+ (second|minute)s? ago)\)\.$"
        $problem.Advice | Should -Match "Start-Container $ended"
    }

    It 'say that a container is not paused, or is already' {
        $problem = Get-TestError { Resume-Container $running }
        $problem.Id | Should -Be ContainerConflict
        $problem.Says | Should -Be "Container $running is not paused."
        Suspend-Container $other
        try {
            (Get-TestError { Suspend-Container $other }).Says | Should -Be "Container $other is already paused."
            $problem = Get-TestError { Invoke-ContainerCommand $other -Command ls }
            $problem.Says | Should -Be "Container $other is paused."
            $problem.Advice | Should -Match "Resume-Container $other"
        }
        finally {
            Resume-Container $other
        }
    }

    It 'say who has a name' {
        foreach ($script in { New-Container $TestImage -Name $running }, { Rename-Container $ended $running }) {
            $problem = Get-TestError $script
            $problem.Id | Should -Be ContainerConflict
            $problem.Category | Should -Be ResourceExists
            $problem.Says | Should -Be "The name $running is taken by a container ($((Get-Container $running).Image), running)."
            $problem.Advice | Should -Match "Remove-Container $running"
        }
    }

    It 'say who has a port of the host' {
        $holder = New-TestContainer holder @{ Port = '18765:80' }
        $problem = Get-TestError { New-Container $TestImage -Name (New-TestName late) -Port 18765:80 -Start -- sleep 100 }
        $problem.Id | Should -Be PortConflict
        $problem.Says | Should -Be "Host port 18765 is taken by $($holder.Name)."
        $problem.Advice | Should -Match "Stop-Container $($holder.Name)"
    }

    It 'say that there is no such program, with the exit code of a shell' {
        $global:LASTEXITCODE = 0
        $problem = Get-TestError { Invoke-Container $TestImage -RemoveAfter -- nosuchprogram }
        $problem.Id | Should -Be ProgramNotFound
        $problem.Says | Should -Match "^There is no program nosuchprogram in image \S+\.$"
        $LASTEXITCODE | Should -Be 127
        $problem = Get-TestError { Invoke-Container $TestImage -RemoveAfter -Command 'echo hi' }
        $problem.Says | Should -Match "^There is no program 'echo hi' in image"
        $problem.Advice | Should -Match '-- echo hi'
        (Get-TestError { Invoke-Container $TestImage -RemoveAfter -- /etc/passwd }).Id | Should -Be ProgramNotExecutable
        $LASTEXITCODE | Should -Be 126
    }

    It 'say the same of a command in a container, and of its folder' {
        $problem = Get-TestError { Invoke-ContainerCommand $running -- nosuchprogram }
        $problem.Id | Should -Be ProgramNotFound
        $problem.Says | Should -Be "There is no program nosuchprogram in container $running."
        $LASTEXITCODE | Should -BeIn 126, 127
        $problem = Get-TestError { Invoke-ContainerCommand $running -WorkingDirectory /nosuch -- ls }
        $problem.Id | Should -Be FolderNotFound
        $problem.Says | Should -Be "There is no folder /nosuch in container $running."
        $problem = Get-TestError { Invoke-ContainerCommand $running -User nosuch -- ls }
        $problem.Id | Should -Be UserNotFound
        $problem.Says | Should -Be "There is no user nosuch in container $running."
        # text that only looks like an error is output
        Invoke-ContainerCommand $running -Command sh, -c, "echo 'OCI runtime exec failed: exec: `"x`": executable file not found'" | Should -Match '^OCI runtime'
    }

    It 'say that a built-in network stays' {
        $problem = Get-TestError { Remove-Network bridge }
        $problem.Id | Should -Be NetworkConflict
        $problem.Says | Should -Be "Network bridge is built in and cannot be removed."
    }

    It 'say what is wrong with the name of an image' {
        $problem = Get-TestError { New-Container BusyBox }
        $problem.Id | Should -Be InvalidImageName
        $problem.Says | Should -Match "^'BusyBox' is not a valid image name"
    }

    It 'say which path cannot be mounted' {
        $problem = Get-TestError { New-Container $TestImage -Mount "type=bind,source=/$(New-TestName nosuch),target=/x" }
        $problem.Id | Should -Be InvalidMount
        $problem.Says | Should -Match "^/$(New-TestName nosuch) cannot be mounted"
    }

    It 'say that a container is already connected, or is not' {
        $problem = Get-TestError { Connect-Network $front $running }
        $problem.Id | Should -Be NetworkConflict
        $problem.Says | Should -Be "Container $running is already connected to network $front."
        $problem = Get-TestError { Disconnect-Network $front $other }
        $problem.Id | Should -Be NetworkConflict
        $problem.Says | Should -Be "Container $other is not connected to network $front."
    }

    It 'say which network has a range or a name' {
        $range = (New-Network (New-TestName range) -Subnet 10.213.7.0/24).Name
        $problem = Get-TestError { New-Network (New-TestName range2) -Subnet 10.213.0.0/16 }
        $problem.Id | Should -Be SubnetConflict
        $problem.Says | Should -Be "Subnet 10.213.0.0/16 overlaps with 10.213.7.0/24 of network $range."
        $problem = Get-TestError { New-Network $range }
        $problem.Id | Should -Be NetworkConflict
        $problem.Says | Should -Be "Network $range already exists."
    }

    It 'say that there is no such driver' {
        $problem = Get-TestError { New-Network (New-TestName driver) -Driver nosuch }
        $problem.Id | Should -Be DriverNotFound
        $problem.Says | Should -Be 'Network driver nosuch does not exist.'
        $problem = Get-TestError { New-Volume (New-TestName driver) -Driver nosuch }
        $problem.Id | Should -Be DriverNotFound
        $problem.Says | Should -Be 'Volume driver nosuch does not exist.'
    }

    It 'say what is wrong with a volume, and with a file of labels' {
        $problem = Get-TestError { New-Container $TestImage -Name (New-TestName mode) -Volume /tmp:/x:rz }
        $problem.Id | Should -Be InvalidVolume
        $problem.Says | Should -Match "^'/tmp:/x:rz' is not a valid volume mapping"
        $problem = Get-TestError { New-Container $TestImage -LabelFile /nowhere/labels }
        $problem.Id | Should -Be InvalidLabelFile
        $problem.Says | Should -Be 'There is no file /nowhere/labels.'
    }

    It 'say that there is nothing to change' {
        $problem = Get-TestError { Set-Container $running }
        $problem.Id | Should -Be InvalidContainerUpdate
        $problem.Says | Should -Match 'nothing to change'
    }

    It 'name the image and the registry of a transfer' {
        $problem = Get-TestError { Install-Image 127.0.0.1:9/app:1 }
        $problem.Id | Should -Be PullFailed
        $problem.Says | Should -Be 'Image 127.0.0.1:9/app:1 cannot be pulled: the registry 127.0.0.1:9 cannot be reached (connection refused).'
        $registry = Get-TestRegistry
        $problem = Get-TestError { Install-Image "$registry/$TestRun-none:1" }
        $problem.Id | Should -Be ImageNotFound
        $problem.Says | Should -Be "There is no image $registry/$TestRun-none:1 in the registry $registry."
    }

    It 'name a file that is not an archive' {
        $file = [IO.Path]::Combine((New-TestFolder archive), 'notes.tar')
        [IO.File]::WriteAllText($file, 'these are notes')
        $problem = Get-TestError { Import-Image $file }
        $problem.Id | Should -Be ImportFailed
        $problem.Says | Should -Be "The file $file is not an image archive."
    }
}
