BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $context = New-TestContext cache "FROM $TestImage", "RUN --mount=type=cache,target=/$TestRun echo $TestRun > /$TestRun/file", "RUN echo $TestRun > /written"
    $null = Invoke-ImageBuild $context -Tag (New-TestName cache)
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-BuildCache' {
    It 'tells what a build has left' {
        $entries = @(Get-BuildCache | Where-Object { $_.Description -match $TestRun })
        $entries | Should -HaveCount 3
        $mount = $entries | Where-Object { $_.Type -eq 'exec.cachemount' }
        $mount | Should -BeOfType ([DockerPS.BuildCacheEntry])
        $mount.Size | Should -BeGreaterThan 0
        $mount.UseCount | Should -BeGreaterThan 0
        $mount.IsInUse | Should -BeFalse
        $mount.IsShared | Should -BeFalse
        $mount.Created | Should -BeOfType ([datetime])
        $mount.LastUsed | Should -BeGreaterThan ([datetime]::Now.AddHours(-1))
        "$mount" | Should -Be $mount.Id
        ($entries | Where-Object { $_.Type -eq 'regular' }).IsShared | Should -Contain $true
    }

    It 'filters by <What>' -ForEach @(
        @{ What = 'type'; With = @{ Type = 'exec.cachemount' }; Count = 1 }
        @{ What = 'several types'; With = @{ Type = 'exec.cachemount', 'regular' }; Count = 3 }
        @{ What = 'what is shared'; With = @{ Filter = @{ shared = 'true' } }; Count = 2 }
        @{ What = 'what is private'; With = @{ Filter = @{ private = 'true' } }; Count = 1 }
        @{ What = 'what is in use'; With = @{ Filter = @{ inuse = 'true' } }; Count = 0 }
        @{ What = 'how long it was not used'; With = @{ Filter = @{ until = '24h' } }; Count = 0 }
        @{ What = 'several at once'; With = @{ Type = 'regular'; Filter = @{ type = 'exec.cachemount'; shared = 'false' } }; Count = 1 }
    ) {
        $description = @{ description = $TestRun }
        if ($With.Filter) { foreach ($key in $With.Filter.Keys) { $description[$key] = $With.Filter[$key] } }
        $other = @{}
        foreach ($key in $With.Keys) { if ($key -ne 'Filter') { $other[$key] = $With[$key] } }
        @(Get-BuildCache -Filter $description @other) | Should -HaveCount $Count
    }

    It 'finds an entry by its id, the beginning of it, a wildcard and the object' {
        $entry = Get-BuildCache -Type exec.cachemount -Filter @{ description = $TestRun }
        (Get-BuildCache $entry.Id).Id | Should -Be $entry.Id
        (Get-BuildCache $entry.Id.Substring(0, 12)).Id | Should -Be $entry.Id
        (Get-BuildCache "$($entry.Id.Substring(0, 12))*").Id | Should -Be $entry.Id
        ($entry | Get-BuildCache).Id | Should -Be $entry.Id
        @(Get-BuildCache -Filter @{ id = $entry.Id.Substring(0, 12) }) | Should -HaveCount 1
    }

    It 'finds what was made on another' {
        $below = @(Get-BuildCache -Type regular -Filter @{ description = $TestRun } | Where-Object { $_.Parents })[0]
        @(Get-BuildCache -Filter @{ parents = $below.Parents[0] } | ForEach-Object { $_.Id }) | Should -Contain $below.Id
    }

    It 'says that there is none of an id' {
        Get-TestErrorId { Get-BuildCache not-an-id } | Should -Be 'BuildCacheNotFound'
        Get-BuildCache 'not-an-id*' | Should -BeNullOrEmpty
    }

    It 'refuses a filter that it has not, and a value that is none' {
        Get-TestErrorId { Get-BuildCache -Filter @{ colour = 'red' } } | Should -Be 'InvalidFilter'
        Get-TestErrorId { Get-BuildCache -Filter @{ shared = 'perhaps' } } | Should -Be 'InvalidFilter'
        Get-TestErrorId { Get-BuildCache -Filter @{ until = 'tomorrow' } } | Should -Be 'InvalidFilter'
    }
}
