BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $used = New-Volume (New-TestName used) -Label @{ run = $TestRun }
    $free = New-Volume (New-TestName free) -Label "run=$TestRun", 'kind=free'
    $user = New-Container $TestImage -Name (New-TestName user) -Volume "$($used.Name):/data"
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-Volume' {
    It 'finds a volume by its name' {
        (Get-Volume $used.Name).Name | Should -Be $used.Name
    }

    It 'finds volumes by a wildcard' {
        Get-Volume "$TestRun-*" | Should -HaveCount 2
        Get-Volume "$TestRun-none*" -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says which container uses it' {
        (Get-Volume $used.Name).UsedBy | Should -Be $user.Name
        (Get-Volume $free.Name).UsedBy | Should -BeNullOrEmpty
    }

    It 'filters by <Name>' -ForEach @(
        @{ Name = 'use'; Filter = @{ Dangling = $true }; Expected = 'free' }
        @{ Name = 'label'; Filter = @{ Label = @{ kind = 'free' } }; Expected = 'free' }
        @{ Name = 'driver'; Filter = @{ Driver = 'local' }; Expected = 'free', 'used' }
    ) {
        @(Get-Volume "$TestRun-*" @Filter | ForEach-Object { $_.Name.Substring($TestRun.Length + 1) }) | Should -Be $Expected
    }

    It 'gives values, not texts' {
        $found = Get-Volume $used.Name
        $found | Should -BeOfType ([DockerPS.Volume])
        $found.Created | Should -BeOfType ([datetime])
        $found.Labels['run'] | Should -Be $TestRun
        $found.Driver | Should -Be 'local'
    }

    It 'says that there is none of a plain name' {
        Get-TestErrorId { Get-Volume "$TestRun-none" } | Should -Be 'VolumeNotFound'
    }
}
