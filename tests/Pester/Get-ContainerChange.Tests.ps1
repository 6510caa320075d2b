BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-ContainerChange' {
    It 'lists what was added, changed and deleted' {
        $made = New-Container $TestImage -Name (New-TestName plain) -Start -Command sh, -c, 'touch /tmp/new; echo x >> /etc/passwd; rm /etc/group' | Wait-Container
        $changes = Get-ContainerChange $made
        $sorted = [string[]]$changes.Path
        [Array]::Sort($sorted, [StringComparer]::Ordinal)
        $changes.Path | Should -Be $sorted
        @($changes | Where-Object { $_.Kind -eq 'Added' }).Path | Should -Contain '/tmp/new'
        @($changes | Where-Object { $_.Kind -eq 'Modified' }).Path | Should -Contain '/etc/passwd'
        @($changes | Where-Object { $_.Kind -eq 'Deleted' }).Path | Should -Contain '/etc/group'
    }

    It 'lists nothing when there is nothing' {
        Get-ContainerChange (New-Container $TestImage -Name (New-TestName unchanged)) | Should -BeNullOrEmpty
    }

    It 'says which container is not there' {
        Get-TestErrorId { Get-ContainerChange "$TestRun-none" } | Should -Be 'ContainerNotFound'
    }
}
