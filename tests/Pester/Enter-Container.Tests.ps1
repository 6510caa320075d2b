BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $container = New-TestContainer

    # Runs a line in a session whose host has no terminal, as in a runbook, and returns the error.
    function Get-TerminalError([string]$Line) {
        $session = [powershell]::Create([Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
        try {
            $null = $session.AddCommand('Import-Module').AddParameter('Name', [IO.Path]::Combine((Get-Module DockerPS).ModuleBase, 'DockerPS.psd1')).Invoke()
            $session.Commands.Clear()
            try {
                $null = $session.AddScript($Line).Invoke()
                $session.Streams.Error[0]
            }
            catch {
                $_.Exception.InnerException.ErrorRecord
            }
        }
        finally {
            $session.Dispose()
        }
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Enter-Container' {
    It 'says that there is no terminal, and what to use instead' {
        $problem = Get-TerminalError "Enter-Container $($container.Name)"
        $problem.FullyQualifiedErrorId | Should -Be 'TerminalUnavailable,DockerPS.Cmdlets.EnterContainerCommand'
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Invoke-ContainerCommand'
    }

    It 'says so for -Attach too' {
        (Get-TerminalError "Enter-Container $($container.Name) -Attach").FullyQualifiedErrorId | Should -Match '^TerminalUnavailable,'
    }

    It 'refuses <Keys> as keys to detach' -ForEach @(
        @{ Keys = 'ctrl-' }
        @{ Keys = 'ctrl-p,' }
        @{ Keys = 'ctrl-1' }
        @{ Keys = 'escape' }
    ) {
        Get-TestErrorId { Enter-Container $container.Name -DetachKey $Keys } | Should -Be 'InvalidDetachKey'
    }

    It 'takes -Attach or a command, not both' {
        Get-TestErrorId { Enter-Container $container.Name -Attach -Command ls } | Should -Be 'AmbiguousParameterSet'
    }

    It 'makes nothing when Invoke-Container -Interactive has no terminal' {
        $name = New-TestName none
        (Get-TerminalError "Invoke-Container $TestImage -Name $name -Interactive").FullyQualifiedErrorId | Should -Match '^TerminalUnavailable,'
        Get-Container "$name*" | Should -BeNullOrEmpty
    }
}
