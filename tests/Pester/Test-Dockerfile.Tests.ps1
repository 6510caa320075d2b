BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Test-Dockerfile' {
    It 'finds nothing in a file in which all is well' {
        Test-Dockerfile (New-TestContext well 'FROM busybox:1.36', 'COPY app /app', 'USER 1000', 'ENTRYPOINT ["/app"]') | Should -BeNullOrEmpty
    }

    It 'tells what is found, where, why, and what to do' {
        $found = @('FROM busybox:1.36', 'USER 1000', 'CMD echo hello' | Test-Dockerfile)
        $found | Should -HaveCount 1
        $found[0] | Should -BeOfType ([DockerPS.DockerfileDiagnostic])
        $found[0].Rule | Should -BeExactly 'JSONArgsRecommended'
        $found[0].Severity | Should -Be 'Warning'
        $found[0].Line, $found[0].Column -join ':' | Should -Be '3:1'
        $found[0].Message | Should -Match 'JSON arguments recommended for CMD'
        $found[0].Reason | Should -Match 'signal'
        $found[0].Fix | Should -Match '^Write CMD'
        "$($found[0].HelpUri)" | Should -Match '^https://docs\.docker\.com/'
    }

    It 'takes folders, files, lines and what ConvertFrom-Dockerfile has read' {
        $folder = New-TestContext inputs 'FROM busybox'
        $path = [IO.Path]::Combine($folder, 'Dockerfile')
        $paths = @(
            Test-Dockerfile $folder -Rule UnpinnedBaseImage
            [IO.FileInfo]$path | Test-Dockerfile -Rule UnpinnedBaseImage
            ConvertFrom-Dockerfile $folder | Test-Dockerfile -Rule UnpinnedBaseImage
            [IO.File]::ReadAllLines($path) | Test-Dockerfile -Rule UnpinnedBaseImage
            ConvertFrom-Dockerfile -Content 'FROM busybox' | Test-Dockerfile -Rule UnpinnedBaseImage
        ) | ForEach-Object { "<$($_.Path)>" }
        $paths | Should -Be @("<$path>", "<$path>", "<$path>", '<>', '<>')
    }

    It 'tells a file that cannot be read as a finding' {
        $found = 'FROM scratch', 'FOO' | Test-Dockerfile -Rule StageNameCasing
        $found.Rule, $found.Severity, $found.Line -join ' ' | Should -Be 'ParseError Error 2'
    }

    It 'checks what comes before an error, too' {
        $found = 'FROM scratch AS A', 'CMD a', 'FOO', 'CMD b' | Test-Dockerfile
        ($found | ForEach-Object { "$($_.Line) $($_.Severity) $($_.Rule)" }) -join '|' | Should -Be '1 Warning StageNameCasing|2 Warning JSONArgsRecommended|3 Error ParseError'
        $found.CanFix | Should -Not -Contain $true
    }

    It 'reports an invalid base image as an error: <Text>' -ForEach @(
        @{ Text = 'FROM ""' }
        @{ Text = 'FROM $NONE' }
        @{ Text = 'FROM busybox:${NONE}' }
    ) {
        @($Text | Test-Dockerfile | Where-Object Severity -EQ Error).Rule | Should -Be 'InvalidBaseImage'
    }

    It 'reads directives after a shebang' {
        '#!/usr/bin/env docker', '# check=skip=UnpinnedBaseImage', 'FROM busybox', 'USER a' | Test-Dockerfile | Should -BeNullOrEmpty
    }

    It 'honours what the file says' {
        '# check=skip=UnpinnedBaseImage', 'FROM busybox', 'USER a' | Test-Dockerfile | Should -BeNullOrEmpty
        ('# check=error=true', 'FROM scratch AS A', 'USER a' | Test-Dockerfile).Severity | Should -Be 'Error'
    }

    It 'applies the rules that are asked for' {
        $text = 'FROM busybox AS A', 'USER a', 'CMD x'
        $text | Test-Dockerfile -Rule *Casing | ForEach-Object Rule | Should -Be 'StageNameCasing'
        $text | Test-Dockerfile -ExcludeRule JSON*, Unpinned* | ForEach-Object Rule | Should -Be 'StageNameCasing'
        Get-TestErrorId { $text | Test-Dockerfile -Rule NoSuchRule } | Should -Be 'InvalidDockerfileRule'
    }

    It 'completes rules with what they ask for' {
        $line = 'Test-Dockerfile -ExcludeRule Pipe'
        $found = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches
        @($found | ForEach-Object CompletionText) | Should -Be @('PipeToShell', 'PipeWithoutPipefail')
        $found[0].ToolTip | Should -Match '^Warning: '
    }

    It 'reads .dockerignore of the folder and of another one' {
        $folder = New-TestContext ignored 'FROM busybox:1', 'COPY a.log /'
        Test-Dockerfile $folder -Rule CopyIgnoredFile | Should -BeNullOrEmpty
        [IO.File]::WriteAllText([IO.Path]::Combine($folder, '.dockerignore'), '*.log')
        (Test-Dockerfile $folder -Rule CopyIgnoredFile).Line | Should -Be 2
        Test-Dockerfile $folder -Rule CopyIgnoredFile -BuildContext (New-TestFolder other) | Should -BeNullOrEmpty
    }

    It 'fixes what is safe, and returns what is left' {
        $folder = New-TestContext fix 'FROM busybox as Base', 'LABEL a b', 'CMD x', '# ä'
        $path = [IO.Path]::Combine($folder, 'Dockerfile')
        $before = [IO.File]::ReadAllText($path)
        @(Test-Dockerfile $folder -Fix -WhatIf | Where-Object CanFix) | Should -HaveCount 3
        [IO.File]::ReadAllText($path) | Should -BeExactly $before
        $left = @(Test-Dockerfile $folder -Fix)
        $left | Where-Object CanFix | Should -BeNullOrEmpty
        @($left | ForEach-Object Rule) | Should -Contain 'JSONArgsRecommended'
        [IO.File]::ReadAllText($path) | Should -BeExactly "FROM busybox AS base`nLABEL a=`"b`"`nCMD x`n# ä"
    }

    It 'says that there is no file' {
        Get-TestErrorId { Test-Dockerfile ([IO.Path]::Combine([IO.Path]::GetTempPath(), (New-TestName none))) } | Should -Be 'FileNotFound'
        Get-TestErrorId { 'FROM scratch' | Test-Dockerfile -BuildContext (New-TestName none) } | Should -Be 'BuildContextNotFound'
        Get-TestErrorId { Test-Dockerfile '' } | Should -Be 'ParameterArgumentValidationError'
    }
}
