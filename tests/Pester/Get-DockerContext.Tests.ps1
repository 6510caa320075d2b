BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    Enter-TestConfiguration
    $null = New-DockerContext alpha tcp://alpha:1 -Description 'The first'
    $null = New-DockerContext beta ssh://me@beta
}

AfterAll {
    Exit-TestConfiguration
    Remove-TestObject
}

Describe 'Get-DockerContext' {
    It 'lists all, the built-in one too' {
        @(Get-DockerContext | ForEach-Object Name) | Should -Be @('alpha', 'beta', 'default')
    }

    It 'finds one by its name' {
        $context = Get-DockerContext alpha
        $context | Should -BeOfType ([DockerPS.DockerContext])
        $context.Description | Should -Be 'The first'
        $context.Endpoint | Should -Be 'tcp://alpha:1'
        $context.IsCurrent | Should -BeFalse
        "$context" | Should -Be 'alpha'
    }

    It 'finds those that a wildcard fits' {
        @(Get-DockerContext *a | ForEach-Object Name) | Should -Be @('alpha', 'beta')
        Get-DockerContext none* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'takes names and objects from the pipeline' {
        @('alpha', 'beta' | Get-DockerContext | ForEach-Object Name) | Should -Be @('alpha', 'beta')
        @(Get-DockerContext | Get-DockerContext | ForEach-Object Name) | Should -HaveCount 3
        ([pscustomobject]@{ Name = 'beta' } | Get-DockerContext).Endpoint | Should -Be 'ssh://me@beta'
    }

    It 'gets the current one' {
        (Get-DockerContext -Current).Name | Should -Be 'default'
        $env:DOCKER_CONTEXT = 'beta'
        try {
            (Get-DockerContext -Current).Name | Should -Be 'beta'
            (Get-DockerContext beta).IsCurrent | Should -BeTrue
        }
        finally {
            $env:DOCKER_CONTEXT = ''
        }
    }

    It 'says that there is none of a plain name, and goes on' {
        Get-TestErrorId { Get-DockerContext none } | Should -Be 'DockerContextNotFound'
        (Get-DockerContext none, alpha -ErrorAction Ignore).Name | Should -Be 'alpha'
    }

    It 'shows the others when one is broken' {
        $broken = New-DockerContext broken tcp://broken:1
        [IO.File]::WriteAllText($broken.MetadataPath, '{ nonsense')
        try {
            Get-TestErrorId { Get-DockerContext } | Should -Be 'DockerContextParseError'
            @(Get-DockerContext -ErrorAction Ignore | ForEach-Object Name) | Should -Be @('alpha', 'beta', 'default')
        }
        finally {
            [IO.Directory]::Delete([IO.Path]::GetDirectoryName($broken.MetadataPath), $true)
        }
    }

    It 'completes names with what they are' {
        $found = (TabExpansion2 'Get-DockerContext al').CompletionMatches
        $found.CompletionText | Should -Be 'alpha'
        $found.ToolTip | Should -Be 'The first (tcp://alpha:1)'
        (TabExpansion2 'Get-Container -Engine be').CompletionMatches.CompletionText | Should -Be 'beta'
    }
}
