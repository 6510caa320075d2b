BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Remove-Network' {
    It 'removes a network' {
        New-Network (New-TestName plain) | Remove-Network | Should -BeNullOrEmpty
        Get-Network (New-TestName plain*) | Should -BeNullOrEmpty
    }

    It 'names the containers that use it' {
        $made = New-Network (New-TestName used)
        $container = New-TestContainer user @{ Network = $made.Name }
        $problem = Get-TestError { Remove-Network $made }
        $problem.FullyQualifiedErrorId | Should -Be 'NetworkConflict,DockerPS.Cmdlets.RemoveNetworkCommand'
        "$problem" | Should -Match $container.Name
    }

    It 'removes nothing with -WhatIf' {
        $made = New-Network (New-TestName whatif)
        Remove-Network $made -WhatIf
        Get-Network $made | Should -HaveCount 1
    }

    It 'leaves the engine''s own networks out of a wildcard' {
        $made = New-Network (New-TestName wild)
        $shown = Invoke-TestPowerShell "Import-Module '$((Get-Module DockerPS).Path)'; Remove-Network * -WhatIf" | Out-String
        $shown | Should -Match $made.Name
        $shown | Should -Not -Match 'target "(bridge|host|none)"'
    }

    It 'removes nothing but networks' {
        $volume = New-Volume (New-TestName kept)
        Get-TestErrorId { Remove-Network "../volumes/$($volume.Name)" -Confirm:$false } | Should -Be 'NetworkNotFound'
        Get-Volume $volume | Should -HaveCount 1
    }

    It 'does not choose among several of one name' {
        $name = New-TestName twin
        foreach ($i in 1, 2) {
            $body = @{ Name = $name; CheckDuplicate = $false } | ConvertTo-Json -Compress
            $null = Invoke-RestMethod -UnixSocket ($env:DOCKER_HOST -replace '^unix://') -Uri http://docker/v1.41/networks/create -Method Post -Body $body -ContentType application/json
        }
        $twins = @(Get-Network $name)
        $twins | Should -HaveCount 2
        $problem = Get-TestError { Remove-Network $name -Confirm:$false }
        $problem.FullyQualifiedErrorId | Should -BeLike 'NetworkAmbiguous,*'
        foreach ($id in $twins.Id) { "$problem" | Should -Match $id.Substring(0, 12) }
        Get-TestErrorId { Connect-Network $name (New-TestContainer twin) } | Should -Be 'NetworkAmbiguous'
        Remove-Network $twins -Confirm:$false
        Get-Network "$name*" | Should -BeNullOrEmpty
    }

    It 'says that there is none of a plain name' {
        Get-TestErrorId { Remove-Network "$TestRun-none" } | Should -Be 'NetworkNotFound'
    }
}
