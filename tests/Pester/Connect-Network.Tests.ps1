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

    It 'goes on after a container that is not there' {
        $made = New-Network (New-TestName rest)
        $container = New-TestContainer r1
        $problems = @()
        Connect-Network $made "$TestRun-none", $container -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ContainerNotFound,*'
        (Get-Network $made -Detailed).Containers.Container | Should -Be $container.Name
    }

    It 'takes a wildcard of containers' {
        $made = New-Network (New-TestName wild)
        $null = (New-TestContainer w1), (New-TestContainer w2)
        Connect-Network $made (New-TestName w?)
        (Get-Network $made -Detailed).Containers | Should -HaveCount 2
        Disconnect-Network $made (New-TestName w*)
        (Get-Network $made -Detailed).Containers | Should -BeNullOrEmpty
    }

    It 'refuses a container of another engine' {
        $made = New-Network (New-TestName elsewhere)
        $other = New-TestContainer e1
        $other.Engine = 'tcp://elsewhere.example.com:2376'
        Get-TestErrorId { Connect-Network $made $other } | Should -Be 'InvalidContainer'
        (Get-Network $made -Detailed).Containers | Should -BeNullOrEmpty
    }

    It 'says that there is no such container' {
        $made = New-Network (New-TestName nobody)
        Get-TestErrorId { Connect-Network $made "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }
}
