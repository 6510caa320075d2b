BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'New-Volume' {
    It 'makes a volume and returns it' {
        $made = New-Volume (New-TestName plain)
        $made | Should -BeOfType ([DockerPS.Volume])
        $made.Name | Should -Be (New-TestName plain)
        $made.MountPoint | Should -Match (New-TestName plain)
    }

    It 'keeps labels and options' {
        $made = New-Volume (New-TestName options) -Label @{ a = '1' }, 'b=2' -Option @{ type = 'tmpfs'; device = 'tmpfs'; o = 'size=10m' }
        $made.Labels['a'] | Should -Be '1'
        $made.Labels['b'] | Should -Be '2'
        $made.Options['o'] | Should -Be 'size=10m'
    }

    It 'makes one for each name of the pipeline' {
        @((New-TestName p1), (New-TestName p2) | New-Volume) | Should -HaveCount 2
    }

    It 'lets the engine make up a name' {
        $made = New-Volume
        $made.Name | Should -Not -BeNullOrEmpty
        Remove-Volume $made -Confirm:$false
    }

    It 'returns a volume that is there already' {
        $null = New-Volume (New-TestName again)
        (New-Volume (New-TestName again) -ErrorAction Stop).Name | Should -Be (New-TestName again)
    }

    It 'says who uses a volume that is there already' {
        $user = New-TestContainer user @{ Volume = "$(New-TestName used):/data" }
        (New-Volume (New-TestName used)).UsedBy | Should -Be $user.Name
    }

    It 'makes nothing with -WhatIf' {
        New-Volume (New-TestName never) -WhatIf | Should -BeNullOrEmpty
        Get-Volume (New-TestName never*) | Should -BeNullOrEmpty
    }

    It 'refuses a name that is none' {
        "$(Get-TestError { New-Volume 'a/b' })" | Should -Match 'Name'
    }

    It 'says that there is no such driver' {
        Get-TestErrorId { New-Volume (New-TestName driver) -Driver "$TestRun-none" } | Should -Match '^(Volume|Plugin)'
    }
}
