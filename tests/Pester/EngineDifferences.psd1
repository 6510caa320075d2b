# What an engine lacks or does differently, and the tests that show it: the only place where a test expects something of one engine alone.
#
# World   the engines, as tests/TestEngine names them
# Files   Pester files that are not run there: they need no engine, or test what is another thing there
# Tests   tests that fail there, by the beginning of their full name, with the reason; for podman in words that about_DockerPS_Podman has, too.
#         A listed test that passes is an error, unless it is marked with Sometimes.
@{
    Podman = @{
        World = 'podman*'
        # images and builds are another thing in podman; RunValues reads what docker's inspect says word for word
        Files = '*Context*', '*Connection*', 'Connect-Docker*', 'Disconnect-Docker*', 'Enter-Container*', '*Image*', '*BuildCache*', '*Dockerfile*', 'Package*', 'RunValues*'
        Tests = @(
            @{ Test = 'Set-Container.changes limits'; Reason = 'It changes no limits of a container' }
            @{ Test = 'What an image says, and what a parameter says.uses HEALTHCHECK'; Reason = 'Health checks need systemd' }
            @{ Test = 'Wait-Container.waits until it is healthy'; Reason = 'Health checks need systemd' }
            @{ Test = 'Wait-Container.says at once that it is unhealthy'; Reason = 'Health checks need systemd' }
            @{ Test = 'Wait-Container.knows the exit code of one that its restart policy starts again'; Reason = "A container that its restart policy starts again is 'exited' meanwhile"; Sometimes = $true }
            @{ Test = 'New-Container.keeps stop signal'; Reason = 'It tells stop signals as numbers' }
            @{ Test = 'What an image says, and what a parameter says.uses STOPSIGNAL'; Reason = 'It tells stop signals as numbers' }
            @{ Test = 'New-Container.keeps log driver'; Reason = "It has no log driver 'local'" }
            @{ Test = 'Get-ContainerLog.writes bytes to a file'; Reason = "It has no log driver 'local'" }
            @{ Test = 'Get-ContainerLog.follows across a restart'; Reason = 'Get-ContainerLog -Follow may miss lines around a restart'; Sometimes = $true }
            @{ Test = 'What an image says, and what a parameter says.takes ENV away'; Reason = 'It does not take a variable of the image away' }
            @{ Test = 'Set-Container.leaves alone what is not named'; Reason = 'Set-Container without -RestartPolicy takes the restart policy away' }
            @{ Test = 'Get-Container.has the same command'; Reason = 'Its list of containers shows commands without quotes' }
            @{ Test = 'Get-ContainerProcess.lists processes'; Reason = 'Where the host has no ps'; Sometimes = $true }
            @{ Test = 'Get-ContainerProcess.asks for columns'; Reason = 'Where the host has no ps'; Sometimes = $true }
            @{ Test = 'Invoke-Container.survives a program that does not read its input'; Reason = 'It ends the connection when a program does not read its input'; Sometimes = $true }
            @{ Test = 'Measure-Container.measures in numbers'; Reason = 'It tells only the share of the processors' }
            @{ Test = 'Copy-ContainerItem.out of a container.copies a link'; Reason = 'a link is followed when it is copied by itself' }
            @{ Test = 'Copy-ContainerItem.between containers.copies files and folders'; Reason = 'Copy-ContainerItem between containers gives files to root' }
            @{ Test = 'What an image says, and what a parameter says.sets limits'; Reason = 'It may refuse limits (-Ulimit)' }
            @{ Test = 'What an image says, and what a parameter says.gives the container its hardware address on bridge'; Reason = 'It does not set the hardware address on the default network' }
            @{ Test = 'Errors.say that there is no such program'; Reason = 'A container that is removed because it cannot be started does not tell its image'; Sometimes = $true }
            @{ Test = 'Errors.say that a built-in network stays'; Reason = "The network 'bridge' stands for its own network 'podman'" }
            @{ Test = 'Errors.say which path cannot be mounted'; Reason = 'A path that cannot be mounted is an error at the start of a container' }
            @{ Test = "Get-Network.knows the engine's own"; Reason = "There are no networks 'host' and 'none' to list" }
            @{ Test = 'New-Network.lets containers find each other'; Reason = "only where podman's DNS plugin is installed" }
            @{ Test = 'New-Network.keeps range, gateway'; Reason = 'A network tells neither its range nor its options' }
            @{ Test = 'Remove-Network.names the containers'; Reason = 'A network that is in use may be removed' }
            @{ Test = 'Get-DockerVersion.knows the engine'; Reason = 'Get-DockerVersion tells no date' }
        )
    }
    # everything but dockerd 20.10
    Newer = @{
        World = 'docker-sid', 'podman*', '/*'
        Tests = @(
            @{ Test = 'Remove-Network.does not choose among several of one name'; Reason = 'It takes no second network of a name' }
        )
    }
    # what later versions can do
    Podman4 = @{
        World = 'podman'
        Tests = @(
            @{ Test = 'Stop-Container.stops a container'; Reason = 'Its default for -Timeout of Stop-Container is none' }
            @{ Test = 'Wait-Container.does not take a line of an earlier run'; Reason = 'What a container wrote before a restart' }
            @{ Test = 'Export-Container.writes a file that can be made an image again'; Reason = "An image that is made of files gets the tag 'latest'" }
            @{ Test = 'What an image says, and what a parameter says.publishes what EXPOSE names'; Reason = 'Its -PublishAll does not know what an image exposes' }
            @{ Test = 'New-Volume.keeps labels and options'; Reason = 'Volumes with a limit of their size' }
            @{ Test = 'Get-DockerVersion.gives values'; Reason = 'Get-DockerVersion tells no date' }
        )
    }
}
