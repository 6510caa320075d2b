BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $registry = Get-TestRegistry
    $secure = Get-TestRegistry -Secure
    $name = New-TestName install
    $digest = (Add-ImageTag $TestImage "$registry/${name}:1", "$registry/${name}:2" | Publish-Image)[0].Digest
    $null = Add-ImageTag $TestImage "$secure/${name}:1" | Publish-Image -Credential (New-TestCredential)
    Get-Image "*/${name}:*" | Remove-Image
}

AfterAll {
    Remove-TestObject
}

Describe 'Install-Image' {
    It 'pulls an image and returns it' {
        $image = Install-Image "$registry/${name}:1"
        $image | Should -BeOfType ([DockerPS.Image])
        $image.Name | Should -Be "$registry/${name}:1"
        $image.Digest | Should -Be $digest
        Get-Image "$registry/${name}:*" | Should -HaveCount 1
        Remove-Image $image
    }

    It 'pulls by digest' {
        $image = Install-Image "$registry/$name@$digest"
        $image.Name | Should -Be "$registry/$name@$digest"
        $image.Tag | Should -BeNullOrEmpty
        (Get-Image "$registry/$name@$digest").Id | Should -Be $image.Id
        Remove-Image $image
        Get-Image "$registry/$name*" | Should -BeNullOrEmpty
    }

    It 'pulls all tags of a repository' {
        $images = @(Install-Image "$registry/$name" -AllTags)
        @($images | ForEach-Object { $_.Tag }) -join ' ' | Should -Be '1 2'
        $images | Remove-Image
        Get-TestErrorId { Install-Image "$registry/${name}:1" -AllTags } | Should -Be 'InvalidImageName'
    }

    It 'takes names from the pipeline' {
        $images = @([pscustomobject]@{ Name = "$registry/${name}:1" }, [pscustomobject]@{ Name = "$registry/${name}:2" } | Install-Image)
        $images | Should -HaveCount 2
        $images | Remove-Image
    }

    It 'pulls as the user of -Credential' {
        $image = Install-Image "$secure/${name}:1" -Credential (New-TestCredential)
        $image.Name | Should -Be "$secure/${name}:1"
        Remove-Image $image
    }

    It 'pulls as the user of the docker configuration' {
        $before = $env:DOCKER_CONFIG
        $env:DOCKER_CONFIG = New-TestDockerConfig $secure (New-TestCredential)
        try {
            $image = Install-Image "$secure/${name}:1"
            $image.Name | Should -Be "$secure/${name}:1"
            Remove-Image $image
        }
        finally {
            $env:DOCKER_CONFIG = $before
        }
    }

    It 'says that the registry refuses nobody' {
        $problem = Get-TestError { Install-Image "$secure/${name}:1" }
        $problem.FullyQualifiedErrorId | Should -Be 'AccessDenied,DockerPS.Cmdlets.InstallImageCommand'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-Credential'
    }

    It 'says that there is none, and goes on' {
        $problem = Get-TestError { Install-Image "$registry/${name}:none", "$registry/${name}:1" }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageNotFound,DockerPS.Cmdlets.InstallImageCommand'
        "$($problem.TargetObject)" | Should -Be "$registry/${name}:none"
        Get-Image "$registry/${name}:1" | Remove-Image
    }

    It 'says that there is no such registry' {
        Get-TestErrorId { Install-Image "127.0.0.1:9/${name}:1" } | Should -Be 'PullFailed'
    }

    It 'refuses what is no name' {
        Get-TestErrorId { Install-Image 'team/*' } | Should -Be 'InvalidImageName'
        Get-TestErrorId { Install-Image 'Upper' } | Should -Be 'InvalidImageName'
    }

    It 'pulls nothing with -WhatIf' {
        Install-Image "$registry/${name}:1" -WhatIf | Should -BeNullOrEmpty
        Get-Image "$registry/${name}*" | Should -BeNullOrEmpty
    }
}
