BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Set-Container' {
    It 'changes limits and restart policy of a container that runs' {
        $made = New-TestContainer plain
        Set-Container $made -Memory 64MB -MemorySwap 64MB -Cpu 0.5 -RestartPolicy on-failure:2 | Should -BeNullOrEmpty
        $detail = Get-Container $made -Detailed
        $detail.Memory | Should -Be 67108864
        $detail.Cpu | Should -Be 0.5
        $detail.RestartPolicy | Should -Be 'on-failure:2'
    }

    It 'leaves alone what is not named' {
        $made = New-Container $TestImage -Name (New-TestName partly) -Memory 64MB -RestartPolicy always
        Set-Container $made -Cpu 1
        $detail = Get-Container $made -Detailed
        $detail.Memory | Should -Be 67108864
        $detail.RestartPolicy | Should -Be 'always'
    }

    It 'refuses a policy that is none' {
        $made = New-Container $TestImage -Name (New-TestName policy)
        Get-TestError { Set-Container $made -RestartPolicy sometimes } | Should -BeLike "*'sometimes' is not a valid restart policy. Expected no, always, unless-stopped*"
        (Get-Container $made -Detailed).RestartPolicy | Should -Be 'no'
    }

    It 'changes nothing with -WhatIf' {
        $made = New-Container $TestImage -Name (New-TestName whatif)
        Set-Container $made -Memory 64MB -WhatIf
        (Get-Container $made -Detailed).Memory | Should -BeNullOrEmpty
    }
}
