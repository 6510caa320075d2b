BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-Network' {
    It 'finds networks by name, wildcard and id' {
        $made = New-Network (New-TestName get) -Label @{ run = $TestRun }
        (Get-Network $made.Name).Id | Should -Be $made.Id
        Get-Network "$TestRun-get*" | Should -HaveCount 1
        (Get-Network $made.Id.Substring(0, 12)).Name | Should -Be $made.Name
        (Get-Network -Label "run=$TestRun").Name | Should -Be $made.Name
    }

    It 'knows the engine''s own' {
        (Get-Network bridge).Driver | Should -Be 'bridge'
        @(Get-Network -Driver host).Name | Should -Contain 'host'
    }

    It 'gives values, not texts' {
        $found = Get-Network bridge
        $found | Should -BeOfType ([DockerPS.Network])
        $found.Created | Should -BeOfType ([datetime])
        $found.Subnets[0].Subnet.PrefixLength | Should -BeGreaterThan 0
    }

    It 'knows who is in it with -Detailed' {
        $made = New-Network (New-TestName who)
        $container = New-TestContainer inside @{ Network = $made.Name }
        $endpoint = (Get-Network $made.Name -Detailed).Containers
        $endpoint.Container | Should -Be $container.Name
        $endpoint.IPAddress | Should -BeOfType ([Net.IPAddress])
        (Get-Network $made.Name).Containers | Should -BeNullOrEmpty
    }

    It 'says that there is none of a plain name' {
        Get-TestErrorId { Get-Network "$TestRun-none" } | Should -Be 'NetworkNotFound'
    }
}
