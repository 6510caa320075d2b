# Fails, test for test, in Pester and in the runner here.

Describe 'Should' {
    It 'fails with -Be' { 'a' | Should -Be 'b' }
    It 'fails with -Be for one of several' { 1, 2 | Should -Be 1 }
    It 'fails with -Be for nothing' { $null | Should -Be '' ; $null | Should -Be 0 }
    It 'fails with -BeExactly' { 'A' | Should -BeExactly 'a' }
    It 'fails with -Not' { 'a' | Should -Not -Be 'A' }
    It 'fails with -BeNullOrEmpty' { 1 | Should -BeNullOrEmpty }
    It 'fails with -BeTrue' { $false | Should -BeTrue }
    It 'fails with -BeFalse' { 1 | Should -BeFalse }
    It 'fails with -HaveCount' { 1 | Should -HaveCount 2 }
    It 'fails with -Contain' { 1, 2 | Should -Contain 3 }
    It 'fails with -Match' { 'a', 'b' | Should -Match 'a' }
    It 'fails with -BeOfType' { 1 | Should -BeOfType [string] }
    It 'fails with -BeGreaterThan' { 1 | Should -BeGreaterThan 1 }
    It 'fails with -Throw' { { 1 } | Should -Throw }
    It 'fails with -Throw and another message' { { throw 'a' } | Should -Throw 'b' }
    It 'fails with -Throw and another id' { { throw 'a' } | Should -Throw -ErrorId 'b' }
    It 'fails with -Not -Throw' { { throw 'a' } | Should -Not -Throw }
    It 'fails with -Throw for what is no script' { 'a' | Should -Throw }
}

Describe 'a test' {
    It 'fails when it throws' { throw 'oh dear' }
    It 'fails when it calls what is not there' { Get-Nothing }
}

Describe 'a failing BeforeAll' {
    BeforeAll { throw 'no' }
    It 'fails the test' { 1 | Should -Be 1 }
    Context 'within' {
        It 'fails the test below' { 1 | Should -Be 1 }
    }
}

Describe 'a failing BeforeEach' {
    BeforeEach { throw 'no' }
    It 'fails the test' { 1 | Should -Be 1 }
}

Describe 'a failing AfterEach' {
    AfterEach { throw 'no' }
    It 'fails the test' { 1 | Should -Be 1 }
}
