# Lists what an engine lacks or does differently, and the tests that show it. Only here does a test depend on the engine.
#
# World   the engines, as named by tests/TestEngine
# Files   Pester files that are not run there: they need no engine, or test something that works differently there
# Tests   tests that fail there, by the beginning of their full name, with the reason. For podman, about_DockerPS_Podman contains the same
#         words. A listed test that passes is an error, unless it is marked with Sometimes.
@{
    Podman = @{
        World = 'podman*'
        # images and builds work differently in podman; RunValues compares the output of docker inspect word for word
        Files = '*Context*', '*Connection*', 'Connect-Docker*', 'Disconnect-Docker*', 'Enter-Container*', '*Image*', '*BuildCache*', '*Dockerfile*', 'Package*', 'RunValues*'
        Tests = @(
            @{ Test = 'Set-Container.changes limits'; Reason = 'It cannot change the limits of an existing container' }
            @{ Test = 'What an image says, and what a parameter says.uses HEALTHCHECK'; Reason = 'Health checks need systemd' }
            @{ Test = 'Wait-Container.waits until it is healthy'; Reason = 'Health checks need systemd' }
            @{ Test = 'Wait-Container.says at once that it is unhealthy'; Reason = 'Health checks need systemd' }
            @{ Test = 'Wait-Container.knows the exit code of one that its restart policy starts again'; Reason = "A container that its restart policy is about to restart is shown as 'exited'"; Sometimes = $true }
            @{ Test = 'New-Container.keeps stop signal'; Reason = 'Stop signals are returned as numbers' }
            @{ Test = 'What an image says, and what a parameter says.uses STOPSIGNAL'; Reason = 'Stop signals are returned as numbers' }
            @{ Test = 'New-Container.keeps log driver'; Reason = "The log driver 'local' is not supported" }
            @{ Test = 'Get-ContainerLog.writes bytes to a file'; Reason = "The log driver 'local' is not supported" }
            @{ Test = 'Get-ContainerLog.follows across a restart'; Reason = 'Get-ContainerLog -Follow may miss lines around a restart'; Sometimes = $true }
            @{ Test = 'What an image says, and what a parameter says.takes ENV away'; Reason = 'does not remove a variable of the image' }
            @{ Test = 'Set-Container.leaves alone what is not named'; Reason = 'Set-Container without -RestartPolicy removes the restart policy' }
            @{ Test = 'Get-Container.has the same command'; Reason = 'The list of containers shows commands without quotes' }
            @{ Test = 'Get-ContainerProcess.lists processes'; Reason = 'If the host does not have ps'; Sometimes = $true }
            @{ Test = 'Get-ContainerProcess.asks for columns'; Reason = 'If the host does not have ps'; Sometimes = $true }
            @{ Test = 'Invoke-Container.survives a program that does not read its input'; Reason = 'The connection is closed if a program does not read its input'; Sometimes = $true }
            @{ Test = 'Measure-Container.measures in numbers'; Reason = 'returns a processor usage that is too low' }
            @{ Test = 'Copy-ContainerItem.out of a container.copies a link'; Reason = 'a link that is copied by itself is followed' }
            @{ Test = 'Copy-ContainerItem.between containers.copies files and folders'; Reason = 'Copy-ContainerItem between containers makes root the owner' }
            @{ Test = 'What an image says, and what a parameter says.sets limits'; Reason = 'Limits (-Ulimit) may be refused' }
            @{ Test = 'What an image says, and what a parameter says.gives the container its hardware address on bridge'; Reason = 'The MAC address on the default network is ignored' }
            @{ Test = 'Errors.say that there is no such program'; Reason = 'If a container is removed because it cannot be started, its image is no longer known'; Sometimes = $true }
            @{ Test = 'Errors.say that a built-in network stays'; Reason = "The network 'bridge' means Podman's own network 'podman'" }
            @{ Test = 'Errors.say which path cannot be mounted'; Reason = 'A path that cannot be mounted causes an error when the container is started' }
            @{ Test = "Get-Network.knows the engine's own"; Reason = "The networks 'host' and 'none' are not listed" }
            @{ Test = 'New-Network.lets containers find each other'; Reason = "only if Podman's DNS plugin is installed" }
            @{ Test = 'New-Network.keeps range, gateway'; Reason = 'The subnet and the options of a network are not returned' }
            @{ Test = 'Remove-Network.names the containers'; Reason = 'A network that is in use may be removed' }
            @{ Test = 'Get-DockerVersion.knows the engine'; Reason = 'Get-DockerVersion returns no build date' }
        )
    }
    # everything but dockerd 20.10
    Newer = @{
        World = 'docker-sid', 'podman*', '/*'
        Tests = @(
            @{ Test = 'Remove-Network.does not choose among several of one name'; Reason = 'A second network with the same name is refused' }
        )
    }
    # what later versions support
    Podman4 = @{
        World = 'podman'
        Tests = @(
            @{ Test = 'Stop-Container.stops a container'; Reason = 'The default for -Timeout of Stop-Container is zero' }
            @{ Test = 'Wait-Container.does not take a line of an earlier run'; Reason = 'may match lines that the container wrote before a restart' }
            @{ Test = 'Export-Container.writes a file that can be made an image again'; Reason = "An image created from files gets the tag 'latest'" }
            @{ Test = 'What an image says, and what a parameter says.publishes what EXPOSE names'; Reason = '-PublishAll ignores the ports that an image exposes' }
            @{ Test = 'New-Volume.keeps labels and options'; Reason = 'Volumes with a size limit' }
            @{ Test = 'Get-DockerVersion.gives values'; Reason = 'Get-DockerVersion returns no build date' }
        )
    }
}
