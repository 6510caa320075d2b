BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'ConvertFrom-Dockerfile' {
    It 'reads a file, a folder, and files from the pipeline' {
        $folder = New-TestContext read 'FROM scratch', 'LABEL a=b'
        $path = [IO.Path]::Combine($folder, 'Dockerfile')
        $read = @(
            ConvertFrom-Dockerfile $path
            ConvertFrom-Dockerfile $folder
            ConvertFrom-Dockerfile ($folder + '/Docker*')
            ConvertFrom-Dockerfile -LiteralPath $path
            [IO.FileInfo]$path | ConvertFrom-Dockerfile
            [pscustomobject]@{ Path = $folder } | ConvertFrom-Dockerfile
            Invoke-TestAt $folder { ConvertFrom-Dockerfile }
        )
        $read | Should -HaveCount 7
        $read[0] | Should -BeOfType ([DockerPS.Dockerfile])
        @($read | Where-Object { $_.Path -eq $path }) | Should -HaveCount 7
    }

    It 'gives the text back as it was' {
        $text = "$([char]0xFEFF)# escape=```r`nFROM scratch`r`n`r`n  LABEL a=b ```r`n`t c=d`r`n# end"
        (ConvertFrom-Dockerfile -Content $text).ToString() | Should -BeExactly $text
    }

    It 'takes lines and whole texts from the pipeline as one file' {
        $lines = 'FROM scratch AS a', '', 'FROM a'
        ($lines | ConvertFrom-Dockerfile).Stages | Should -HaveCount 2
        ($lines -join "`n" | ConvertFrom-Dockerfile).Stages | Should -HaveCount 2
        (ConvertFrom-Dockerfile -Content $lines).Stages | Should -HaveCount 2
        ($lines | ConvertFrom-Dockerfile).Path | Should -BeNullOrEmpty
    }

    It 'tells instructions with their places' {
        $copy = ('FROM scratch', 'copy --chown=1 a \', '  b /c/' | ConvertFrom-Dockerfile).Instructions[1]
        $copy | Should -BeOfType ([DockerPS.DockerfileInstruction])
        $copy.Keyword, $copy.Line, $copy.EndLine, $copy.Stage -join ' ' | Should -BeExactly 'COPY 2 3 0'
        "$($copy.Flags)" | Should -Be '--chown=1'
        "$($copy.Arguments)" | Should -Be 'a b /c/'
        "$($copy.Arguments[1].Extent)" | Should -Be '3:3-3:4'
    }

    It 'tells stages and what they take from each other' {
        $stages = ('FROM busybox:1 AS build', 'FROM scratch', 'COPY --from=build /a /a', 'RUN --mount=from=tools x' | ConvertFrom-Dockerfile).Stages
        "$stages" | Should -Be 'build stage-1'
        "$($stages[1].Dependencies)" | Should -Be 'From scratch CopyFrom build MountFrom tools'
        $stages[1].Dependencies[1].Stage | Should -Be 0
    }

    It 'tells heredocs' {
        $run = ('FROM scratch', 'RUN <<EOF', 'echo a', 'EOF' | ConvertFrom-Dockerfile).Instructions[1]
        $run.Heredocs[0].Name, $run.Heredocs[0].Content -join ' ' | Should -Be "EOF echo a`n"
    }

    It 'fills in variables with what it is given' {
        $env:DOCKERPS_FROM_SESSION = '7'
        try {
            $file = 'ARG TAG=1', 'FROM a:$TAG', 'ARG DOCKERPS_FROM_SESSION', 'LABEL l=${DOCKERPS_FROM_SESSION:-none}' | ConvertFrom-Dockerfile -BuildArgument @{ TAG = 2 }, 'DOCKERPS_FROM_SESSION'
        }
        finally {
            $env:DOCKERPS_FROM_SESSION = $null
        }
        $file.Stages[0].Base | Should -Be 'a:2'
        $file.Instructions[3].ExpandedArguments | Should -Be 'l=7'
    }

    It 'says where a file is wrong and what was expected' {
        $folder = New-TestContext wrong 'FROM scratch', '', '  RUM x'
        $problem = Get-TestError { ConvertFrom-Dockerfile $folder }
        $problem.FullyQualifiedErrorId | Should -Be 'DockerfileParseError,DockerPS.Cmdlets.ConvertFromDockerfileCommand'
        $problem.CategoryInfo.Category | Should -Be 'ParserError'
        $problem.Exception.Detail.Line, $problem.Exception.Detail.Column -join ':' | Should -Be '3:3'
        $problem.Exception.Detail.Path | Should -Be ([IO.Path]::Combine($folder, 'Dockerfile'))
        "$problem" | Should -Match 'line 3, column 3: unknown instruction: RUM \(did you mean RUN\?\)'
    }

    It 'goes on with the next file' {
        $wrong = New-TestContext first 'FOO'
        $right = New-TestContext second 'FROM scratch'
        $read = @(ConvertFrom-Dockerfile $wrong, $right -ErrorAction SilentlyContinue -ErrorVariable problems)
        $read | Should -HaveCount 1
        $problems | Should -HaveCount 1
    }

    It 'says that there is no file' {
        Get-TestErrorId { ConvertFrom-Dockerfile ([IO.Path]::Combine([IO.Path]::GetTempPath(), (New-TestName none))) } | Should -Be 'FileNotFound'
        Get-TestErrorId { ConvertFrom-Dockerfile (New-TestFolder empty) } | Should -Be 'DockerfileNotFound'
    }
}
