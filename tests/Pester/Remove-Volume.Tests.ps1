BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Remove-Volume' {
    It 'removes a volume' {
        New-Volume (New-TestName plain) | Remove-Volume -Confirm:$false | Should -BeNullOrEmpty
        Get-Volume (New-TestName plain*) | Should -BeNullOrEmpty
    }

    It 'removes the others where a pattern that is none is among them' {
        $made = New-Volume (New-TestName others)
        Get-TestError { Remove-Volume 'a[', $made -Confirm:$false } | Should -HaveCount 1
        Get-Volume (New-TestName others*) | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        $made = New-Volume (New-TestName whatif)
        Remove-Volume $made -WhatIf
        Get-Volume $made | Should -HaveCount 1
    }

    It 'asks by default, since what is in it is lost' {
        [DockerPS.Cmdlets.RemoveVolumeCommand].GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact | Should -Be 'High'
    }

    It 'names the containers that use it' {
        $user = New-Container $TestImage -Name (New-TestName user) -Volume "$(New-TestName busy):/data"
        $problem = Get-TestError { Remove-Volume (New-TestName busy) -Confirm:$false }
        $problem.FullyQualifiedErrorId | Should -Be 'VolumeConflict,DockerPS.Cmdlets.RemoveVolumeCommand'
        "$problem" | Should -Match $user.Name
    }

    It 'removes nothing but volumes' {
        $network = New-Network (New-TestName kept)
        $container = New-Container $TestImage -Name (New-TestName kept)
        foreach ($name in "../networks/$($network.Name)", "../containers/$($container.Name)", "x/../../networks/$($network.Id)") {
            Get-TestErrorId { Remove-Volume $name -Confirm:$false } | Should -Be 'VolumeNotFound'
        }
        Get-Network $network | Should -HaveCount 1
        Get-Container $container | Should -HaveCount 1
    }

    It 'says that there is none of a plain name, and forgives it with -Force' {
        Get-TestErrorId { Remove-Volume (New-TestName none) -Confirm:$false } | Should -Be 'VolumeNotFound'
        Get-TestErrorId { Remove-Volume (New-TestName none) -Confirm:$false -Force } | Should -BeNullOrEmpty
    }
}
