BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'New-Network' {
    It 'makes a network and returns it' {
        $made = New-Network (New-TestName plain)
        $made | Should -BeOfType ([DockerPS.Network])
        $made.Driver | Should -Be 'bridge'
    }

    It 'keeps range, gateway, options and labels' {
        $made = New-Network (New-TestName full) -Subnet 10.213.0.0/16 -Gateway 10.213.0.9 -IPRange 10.213.5.0/24 -Internal -Label @{ a = '1' } -Option @{ 'com.docker.network.bridge.enable_icc' = 'true' }
        "$($made.Subnets[0].Subnet)" | Should -Be '10.213.0.0/16'
        "$($made.Subnets[0].Gateway)" | Should -Be '10.213.0.9'
        "$($made.Subnets[0].IPRange)" | Should -Be '10.213.5.0/24'
        $made.Internal | Should -BeTrue
        $made.Labels['a'] | Should -Be '1'
        $made.Options['com.docker.network.bridge.enable_icc'] | Should -Be 'true'
        $container = New-TestContainer static @{ Network = $made.Name; IPAddress = '10.213.5.77' }
        "$($container.Networks[0].IPAddress)" | Should -Be '10.213.5.77'
    }

    It 'lets containers find each other by name and alias' {
        $made = New-Network (New-TestName dns)
        $null = New-TestContainer server @{ Network = $made.Name; NetworkAlias = 'alias' }
        Invoke-Container $TestImage -RemoveAfter -Network $made.Name -- sh -c "ping -c 1 -W 2 $TestRun-server >/dev/null && ping -c 1 -W 2 alias >/dev/null && echo found" |
            Should -Be 'found'
    }

    It 'refuses <Name> before anything is made' -ForEach @(
        @{ Name = 'what is no range'; With = @{ Subnet = '10.1.1.1' } }
        @{ Name = 'a gateway without a range'; With = @{ Gateway = '10.1.1.1' } }
    ) {
        Get-TestErrorId { New-Network (New-TestName refused) @With } | Should -Be 'InvalidSubnet'
        Get-Network (New-TestName refused*) | Should -BeNullOrEmpty
    }

    It 'says that a name is taken' {
        $null = New-Network (New-TestName twice)
        Get-TestErrorId { New-Network (New-TestName twice) } | Should -Be 'NetworkConflict'
    }

    It 'makes nothing with -WhatIf' {
        New-Network (New-TestName never) -WhatIf | Should -BeNullOrEmpty
        Get-Network (New-TestName never*) | Should -BeNullOrEmpty
    }
}
