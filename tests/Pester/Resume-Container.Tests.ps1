BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Resume-Container' {
    It 'lets a container go on' {
        $made = New-TestContainer plain
        Suspend-Container $made
        (Resume-Container $made -PassThru).State | Should -Be 'Running'
    }

    It 'resumes what a filter finds' {
        $made = New-TestContainer found
        Suspend-Container $made
        Get-Container "$TestRun-*" -Status Paused | Resume-Container
        Get-Container "$TestRun-*" -Status Paused | Should -BeNullOrEmpty
    }

    It 'refuses one that is not suspended' {
        $made = New-TestContainer running
        Get-TestErrorId { Resume-Container $made } | Should -Match '^Container(Conflict|Failed)$'
    }
}
