@{
    RootModule           = 'bin/DockerPS.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0c9a52-3c0e-4c8e-9d5a-6f2f1d1c7a10'
    Author               = 'DockerPS contributors'
    CompanyName          = 'DockerPS contributors'
    Copyright            = '(c) DockerPS contributors. MIT licence.'
    Description          = 'Docker in PowerShell''s own idiom: cmdlets over the Engine API, rich objects, completion. Needs no docker executable.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @(
        'bin/Connection.format.ps1xml'
        'bin/Containers.format.ps1xml'
        'bin/Images.format.ps1xml'
        'bin/System.format.ps1xml'
        'bin/Networks.format.ps1xml'
        'bin/Volumes.format.ps1xml'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-ImageTag'
        'Connect-Docker'
        'Connect-Network'
        'ConvertTo-Image'
        'Disconnect-Docker'
        'Disconnect-Network'
        'Export-Container'
        'Export-DockerContext'
        'Get-Container'
        'Get-ContainerChange'
        'Get-ContainerLog'
        'Get-ContainerPort'
        'Get-ContainerProcess'
        'Get-DockerConnection'
        'Get-DockerContext'
        'Get-DockerInfo'
        'Get-DockerVersion'
        'Get-Image'
        'Get-Network'
        'Get-Volume'
        'Import-DockerContext'
        'Import-Image'
        'Install-Image'
        'Invoke-Container'
        'Invoke-ContainerCommand'
        'Invoke-ImageBuild'
        'Measure-Container'
        'New-Container'
        'New-DockerContext'
        'New-Network'
        'New-Volume'
        'Publish-Image'
        'Remove-Container'
        'Remove-DockerContext'
        'Remove-Image'
        'Remove-Network'
        'Remove-Volume'
        'Rename-Container'
        'Restart-Container'
        'Resume-Container'
        'Send-ContainerSignal'
        'Set-Container'
        'Set-DockerContext'
        'Start-Container'
        'Stop-Container'
        'Suspend-Container'
        'Test-DockerConnection'
        'Use-DockerContext'
        'Wait-Container'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('Docker', 'Container', 'Image', 'Volume', 'BuildKit', 'DevOps', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
