# Passes in Pester and in the runner here, which shows that both mean the same.

BeforeAll {
    $ofFile = 'file'
    function Get-Twice($Number) { $Number * 2 }
}

Describe 'scopes' {
    BeforeAll { $ofBlock = 'block'; $order = [Collections.Generic.List[string]]::new() }
    BeforeEach { $ofEach = 'each'; $order.Add('outer') }
    AfterEach { $order.Add('after') }

    It 'sees what the file, the block and each set' {
        $ofFile, $ofBlock, $ofEach | Should -Be 'file', 'block', 'each'
        Get-Twice 2 | Should -Be 4
        $leak = 1
        $ofBlock = 'changed'
    }

    It 'does not see what another test left' {
        $leak | Should -BeNullOrEmpty
        $ofBlock | Should -Be 'block'
    }

    Context 'within' {
        BeforeEach { $order.Add('inner') }

        It 'runs the outer before the inner' {
            $order[-2..-1] | Should -Be 'outer', 'inner'
            $order[-3] | Should -Be 'after'
        }
    }

    It 'is back outside, where the inner does not run' {
        $order[-1] | Should -Be 'outer'
    }
}

Describe 'data for <_>' -ForEach 'a', 'b' {
    BeforeAll { $letter = $_ }

    It 'is there in the block' { $letter | Should -Match '^[ab]$' }

    It 'multiplies <number> to <twice>' -TestCases @{ Number = 1; Twice = 2 }, @{ Number = 2; Twice = 4 } {
        Get-Twice $Number | Should -Be $twice
        'a', 'b' | Should -Contain $letter
    }
}

Describe 'Should' {
    It 'compares without case, unless it is told to' {
        'A' | Should -Be 'a'
        'A' | Should -Not -BeExactly 'a'
        1, 2 | Should -Be 1, 2
        @() | Should -Be $null
        $null | Should -Be $null
        '1' | Should -Be 1
    }

    It 'knows nothing from something' {
        @() | Should -BeNullOrEmpty
        '' | Should -BeNullOrEmpty
        $null | Should -BeNullOrEmpty
        0 | Should -Not -BeNullOrEmpty
        @{} | Should -BeNullOrEmpty
        1 | Should -BeTrue
        $null | Should -BeFalse
    }

    It 'counts and looks inside' {
        1, 2, 3 | Should -HaveCount 3
        @() | Should -HaveCount 0
        'x', 'Y' | Should -Contain 'y'
        'x', 'Y' | Should -Not -Contain 'z'
    }

    It 'judges each value where the operator is for one' {
        2, 3 | Should -BeGreaterThan 1
        2, 3 | Should -BeLessThan 4
        'ab', 'AC' | Should -Match '^a'
        'ab', 'AC' | Should -BeLike 'a*'
        1, 2 | Should -BeOfType [int]
        1 | Should -BeOfType ([int])
        'x' | Should -Not -BeOfType int -Because 'it is text'
    }

    It 'catches what is thrown' {
        { throw 'oh dear' } | Should -Throw
        { throw 'oh dear' } | Should -Throw '*DEAR'
        { throw [InvalidOperationException]'no' } | Should -Throw -ExceptionType ([InvalidOperationException])
        { Get-Nothing } | Should -Throw -ErrorId 'CommandNotFound*'
        { 1 } | Should -Not -Throw
    }

    It 'runs what may throw in a scope of its own' {
        $kept = 'kept'
        { $kept = 'lost' } | Should -Not -Throw
        $kept | Should -Be 'kept'
    }
}
