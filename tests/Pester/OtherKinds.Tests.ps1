BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # one name for objects of every kind
    $name = New-TestName same
    $volume = New-Volume $name
    $network = New-Network $name
    $image = Get-Image $TestImage
    $container = New-TestContainer same @{ Volume = "${name}:/data"; Network = $name }
    $plain = New-TestContainer plain

    # An object that was deserialized from another process.
    function ConvertTo-Remote($Thing) {
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($Thing))
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'An object of another kind' {
    It 'never stands for a thing of the same name' {
        Get-TestErrorId { $volume | Remove-Container -Force } | Should -Be 'InvalidContainer'
        Get-TestErrorId { $network | Stop-Container } | Should -Be 'InvalidContainer'
        Get-TestErrorId { $container | Remove-Volume -Confirm:$false } | Should -Be 'InvalidVolume'
        Get-TestErrorId { $container | Remove-Network } | Should -Be 'InvalidNetwork'
        Get-TestErrorId { $network | Get-ContainerLog } | Should -Be 'InvalidContainer'
        Get-TestErrorId { $network | Measure-Container } | Should -Be 'InvalidContainer'
        Get-TestErrorId { $volume | Get-Image } | Should -Be 'InvalidImage'
        Get-TestErrorId { $volume | Get-Network } | Should -Be 'InvalidNetwork'
        Get-TestErrorId { $volume | Invoke-ContainerCommand -Command true } | Should -Be 'InvalidContainer'
        Get-TestErrorId { $container | Remove-DockerContext } | Should -Be 'InvalidDockerContext'
        (Get-Container $container).State | Should -Be 'Running'
        Get-Volume $volume | Should -HaveCount 1
        Get-Network $network | Should -HaveCount 1
    }

    It 'is told by its kind' {
        "$(Get-TestError { $volume | Remove-Container })" | Should -Be "$name is a volume, not a container."
        "$(Get-TestError { Get-DockerContext default | Remove-Image })" | Should -Be 'default is a docker context, not an image.'
    }

    It 'is known when it comes from another process' {
        Get-TestErrorId { ConvertTo-Remote $volume | Remove-Container -Force } | Should -Be 'InvalidContainer'
        Get-Container $container | Should -HaveCount 1
    }

    It 'is refused as an argument, and the others are acted on' {
        $other = New-TestContainer others
        Get-TestErrorId { Remove-Container $volume, $other -Force } | Should -Be 'InvalidContainer'
        Get-Container (New-TestName others*) | Should -BeNullOrEmpty
        Get-Volume $volume | Should -HaveCount 1
    }

    It 'stands for the containers that use it' {
        $network | Get-Container | ForEach-Object Name | Should -Be $container.Name
        $volume | Get-Container | ForEach-Object Name | Should -Be $container.Name
        ConvertTo-Remote $network | Get-Container | ForEach-Object Name | Should -Be $container.Name
        $network | Get-Container -Status Exited | Should -BeNullOrEmpty
        $found = $image | Get-Container | ForEach-Object Name
        $found | Should -Contain $container.Name
        $found | Should -Contain $plain.Name
    }

    It 'stands for what the container uses' {
        $container | Get-Volume | ForEach-Object Name | Should -Be $name
        $container | Get-Network | ForEach-Object Id | Should -Be $network.Id
        $container | Get-Image | ForEach-Object Id | Should -Be $image.Id
        $plain | Get-Volume | Should -BeNullOrEmpty
        (Get-Container $container).Networks | Get-Network | ForEach-Object Name | Should -Be $name
        (Get-Container $container).Mounts | Get-Volume | ForEach-Object Name | Should -Be $name
    }
}

Describe 'An object that only has a name' {
    It 'stands for the thing of that name' {
        [pscustomobject]@{ Name = $name } | Get-Container | ForEach-Object Id | Should -Be $container.Id
        [pscustomobject]@{ Id = $container.Id } | Get-Container | ForEach-Object Id | Should -Be $container.Id
        'Name', $name | ConvertFrom-Csv | Get-Volume | ForEach-Object Name | Should -Be $name
        $volume | Select-Object Name | Get-Container | ForEach-Object Id | Should -Be $container.Id
        ConvertTo-Remote $container | Get-Container | ForEach-Object Id | Should -Be $container.Id
        Measure-Container $container | Get-Container | ForEach-Object Id | Should -Be $container.Id
    }
}
