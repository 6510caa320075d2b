BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-ContainerPort' {
    It 'lists the published ports' {
        $made = New-TestContainer plain @{ Port = '127.0.0.1::80', '127.0.0.1::53/udp'; Expose = 99 }
        $ports = Get-ContainerPort $made
        $ports | Should -HaveCount 2
        $tcp = @($ports | Where-Object { $_.Protocol -eq 'tcp' })[0]
        $tcp.Port | Should -Be 80
        "$($tcp.HostAddress)" | Should -Be '127.0.0.1'
        $tcp.HostPort | Should -BeGreaterThan 0
        "$tcp" | Should -Be "127.0.0.1:$($tcp.HostPort)"
    }

    It 'lists only those that are named' {
        $made = New-TestContainer named @{ Port = '127.0.0.1::80', '127.0.0.1::53/udp' }
        (Get-ContainerPort $made -Port 53/udp).Port | Should -Be 53
        Get-ContainerPort $made -Port 53 | Should -BeNullOrEmpty
    }

    It 'says which container is not there' {
        Get-TestErrorId { Get-ContainerPort "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }
}
