BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Rename-Container' {
    It 'gives a container another name' {
        $made = New-Container $TestImage -Name (New-TestName before)
        $renamed = Rename-Container $made.Name -NewName (New-TestName after) -PassThru
        $renamed.Name | Should -Be (New-TestName after)
        $renamed.Id | Should -Be $made.Id
        Get-Container (New-TestName before*) | Should -BeNullOrEmpty
    }

    It 'says that a name is taken' {
        $one = New-Container $TestImage -Name (New-TestName one)
        $null = New-Container $TestImage -Name (New-TestName two)
        Get-TestErrorId { Rename-Container $one -NewName (New-TestName two) } | Should -Be 'ContainerConflict'
    }

    It 'refuses to give one name to several' {
        $null = New-Container $TestImage -Name (New-TestName s1)
        $null = New-Container $TestImage -Name (New-TestName s2)
        Get-TestErrorId { Rename-Container "$TestRun-s1", "$TestRun-s2" -NewName (New-TestName both) } | Should -Be 'InvalidContainer'
    }

    It 'refuses what is no name' {
        $made = New-Container $TestImage -Name (New-TestName bad)
        "$(Get-TestError { Rename-Container $made -NewName 'a b' })" | Should -Match 'NewName'
    }
}
