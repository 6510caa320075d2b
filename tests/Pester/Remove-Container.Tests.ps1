BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Remove-Container' {
    It 'removes a container and returns nothing' {
        $made = New-Container $TestImage -Name (New-TestName plain)
        $made | Remove-Container | Should -BeNullOrEmpty
        Get-Container (New-TestName plain*) | Should -BeNullOrEmpty
    }

    It 'refuses one that runs, unless it is forced' {
        $made = New-TestContainer running
        $problem = Get-TestError { Remove-Container $made }
        $problem.FullyQualifiedErrorId | Should -Be 'ContainerConflict,DockerPS.Cmdlets.RemoveContainerCommand'
        $problem.CategoryInfo.Category | Should -Be 'InvalidOperation'
        Remove-Container $made -Force
        Get-Container (New-TestName running*) | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        $made = New-Container $TestImage -Name (New-TestName whatif)
        Remove-Container $made -WhatIf
        Get-Container $made | Should -HaveCount 1
    }

    It 'removes nothing but containers' {
        $tag = "$(New-TestName kept):1"
        $null = Add-ImageTag $TestImage $tag
        $running = New-TestContainer kept
        foreach ($name in "../images/$tag", '..', "//$($running.Name)", "x/../$($running.Name)") {
            Get-TestErrorId { Remove-Container $name -Force } | Should -Be 'ContainerNotFound'
        }
        Get-Image $tag | Should -HaveCount 1
        (Get-Container $running).State | Should -Be 'Running'
    }

    It 'removes many' {
        foreach ($i in 1..10) { $null = New-Container $TestImage -Name (New-TestName "many$i") }
        Get-Container "$TestRun-many*" | Remove-Container
        Get-Container "$TestRun-many*" | Should -BeNullOrEmpty
    }

    It 'removes anonymous volumes with -RemoveVolume' {
        $made = New-Container $TestImage -Name (New-TestName volume) -Volume /data
        $volume = @($made.Mounts | Where-Object { $_.Type -eq 'volume' })[0].Name
        Get-Volume $volume | Should -HaveCount 1
        Remove-Container $made -RemoveVolume
        Get-Volume "$volume*" | Should -BeNullOrEmpty
    }
}
