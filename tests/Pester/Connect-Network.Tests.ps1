BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Connect-Network' {
    It 'connects a container that runs' {
        $made = New-Network (New-TestName plain) -Subnet 10.214.0.0/16
        $container = New-TestContainer c1
        Connect-Network $made $container -Alias www -IPAddress 10.214.0.50 | Should -BeNullOrEmpty
        $place = @((Get-Container $container).Networks | Where-Object { $_.Name -eq $made.Name })[0]
        "$($place.IPAddress)" | Should -Be '10.214.0.50'
    }

    It 'connects several containers' {
        $made = New-Network (New-TestName many)
        $containers = (New-TestContainer m1), (New-TestContainer m2)
        Connect-Network $made -Container $containers
        (Get-Network $made -Detailed).Containers | Should -HaveCount 2
    }

    It 'refuses one address for several' {
        $made = New-Network (New-TestName address) -Subnet 10.215.0.0/16
        Get-TestErrorId { Connect-Network $made -Container a1, a2 -IPAddress 10.215.0.5 } | Should -Be 'InvalidIPAddress'
    }

    It 'says that there is no such container' {
        $made = New-Network (New-TestName nobody)
        Get-TestErrorId { Connect-Network $made "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }
}
