BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

# Search results are tested on a fake engine (tests/DockerPS.Engine.Tests), since only Docker Hub can be searched.
Describe 'Find-Image' {
    It 'says in the words of the engine why a search failed, and goes on' {
        $problems = @(Find-Image '127.0.0.1:9/box', '127.0.0.1:9/other' 2>&1)
        $problems | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -Be 'ImageSearchFailed,DockerPS.Cmdlets.FindImageCommand'
        $problems[0].TargetObject | Should -Be '127.0.0.1:9/box'
        "$($problems[0])" | Should -Match '127\.0\.0\.1:9'
    }

    It 'refuses filters that the engine has not' {
        Get-TestErrorId { Find-Image box -Filter @{ nothing = 'true' } } | Should -Be 'InvalidImageSearch'
    }

    It 'takes only a limit that Docker Hub takes' {
        { Find-Image box -Limit 0 } | Should -Throw
        { Find-Image box -Limit 101 } | Should -Throw
        { Find-Image '' } | Should -Throw
    }

    It 'finds what Install-Image takes' {
        $name = "$(Get-TestRegistry)/$(New-TestName found)"
        $published = Add-ImageTag $TestImage $name | Publish-Image
        Remove-Image $name
        $found = [DockerPS.FoundImage]@{ Name = $name; Engine = $published.Engine; Stars = 3 }
        ($found | Install-Image).Name | Should -Be "${name}:latest"
    }
}
