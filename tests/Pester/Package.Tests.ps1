BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $packages = Resolve-Path (Join-Path $PSScriptRoot ../../artifacts)

    # Runs a script in a separate PowerShell whose modules, repositories and settings are in a folder.
    function Invoke-FreshPowerShell([string]$Folder, [string]$Script) {
        $before = $env:HOME, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME, $env:XDG_CACHE_HOME, $env:PSModulePath
        $env:HOME = $Folder
        $env:XDG_DATA_HOME = $env:XDG_CONFIG_HOME = $env:XDG_CACHE_HOME = $null
        $env:PSModulePath = $null
        try {
            Invoke-TestPowerShell "`$ErrorActionPreference = 'Stop'; $Script"
        }
        finally {
            $env:HOME, $env:XDG_DATA_HOME, $env:XDG_CONFIG_HOME, $env:XDG_CACHE_HOME, $env:PSModulePath = $before
        }
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'The package' {
    It 'is published to a repository, installed, and used by its name' {
        $repository = New-TestFolder repository
        $fresh = New-TestFolder fresh
        $container = New-TestContainer listed
        $version = (Import-PowerShellDataFile $PSScriptRoot/../../DockerPS.psd1).ModuleVersion

        Invoke-FreshPowerShell $fresh @"
            Register-PSResourceRepository -Name Folder -Uri '$repository' -Trusted
            Publish-PSResource -Path '$packages/DockerPS/$version' -Repository Folder
            Install-PSResource DockerPS -Repository Folder -Scope CurrentUser
"@ | Should -BeNullOrEmpty
        Get-ChildItem $repository | ForEach-Object Name | Should -Be "DockerPS.$version.nupkg"

        $seen = Invoke-FreshPowerShell $fresh "
            Import-Module DockerPS
            (Get-Module DockerPS).Path
            Get-Container $container | ForEach-Object Name
            (Get-Command -Module DockerPS).Count -eq (Import-PowerShellDataFile '$PSScriptRoot/../../DockerPS.psd1').CmdletsToExport.Count
            (Get-Help Get-Container).Synopsis.Length -gt 10"
        $seen[0] | Should -BeLike "$fresh*/DockerPS/$version/*"
        $seen[1..3] | Should -Be "$container", 'True', 'True'
    }

    It 'is imported with a prefix, beside commands of the same names' {
        $container = New-TestContainer prefixed
        $manifest = Resolve-Path "$PSScriptRoot/../../DockerPS.psd1"
        $seen = Invoke-TestPowerShell "
            function Get-Volume { 'mine' }
            Import-Module '$manifest' -Prefix Docker
            Get-Volume
            (Get-DockerContainer $container | Stop-DockerContainer -Timeout 0 -PassThru).State
            (TabExpansion2 'Remove-DockerContainer $container').CompletionMatches.CompletionText"
        $seen | Should -Be 'mine', 'Exited', "$container"
    }

    It 'has a file that a repository takes as it is' {
        $fresh = New-TestFolder fresh2
        $repository = New-TestFolder repository2
        Copy-Item $packages/*.nupkg $repository
        Invoke-FreshPowerShell $fresh "
            Register-PSResourceRepository -Name Folder -Uri '$repository' -Trusted
            (Find-PSResource DockerPS -Repository Folder).Name" | Should -Be DockerPS
    }
}
