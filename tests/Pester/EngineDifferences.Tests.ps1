BeforeAll {
    $differences = Import-PowerShellDataFile $PSScriptRoot/EngineDifferences.psd1
}

Describe 'What an engine does differently' {
    It 'is in the help, where it is podman that does' {
        $help = (Get-Content $PSScriptRoot/../../en-US/about_DockerPS_Podman.help.txt -Raw) -replace '\s+', ' '
        $differences.Podman.Tests.Reason + $differences.Podman4.Tests.Reason | Where-Object { -not $help.Contains($_) } | Should -BeNullOrEmpty
    }
}
