BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $registry = Get-TestRegistry
    $secure = Get-TestRegistry -Secure
    $name = New-TestName install
    $digest = (Add-ImageTag $TestImage "$registry/${name}:1", "$registry/${name}:2" | Publish-Image)[0].Digest
    $null = Add-ImageTag $TestImage "$secure/${name}:1" | Publish-Image -Credential (New-TestCredential)
    Get-Image "*/${name}:*" | Remove-Image

    # Puts an image into the registry that exists for two platforms, as docker manifest does.
    function New-TestIndex([string]$Repository, [DockerPS.PublishedImage[]]$Image, [string[]]$Platform) {
        $manifests = for ($i = 0; $i -lt $Image.Count; $i++) {
            $os, $architecture, $null = $Platform[$i].Split('/')
            '{ "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "digest": "' + $Image[$i].Digest + '", "size": ' + $Image[$i].Size +
                ', "platform": { "os": "' + $os + '", "architecture": "' + $architecture + '" } }'
        }
        $type = 'application/vnd.docker.distribution.manifest.list.v2+json'
        $index = '{ "schemaVersion": 2, "mediaType": "' + $type + '", "manifests": [' + ($manifests -join ',') + '] }'
        $client = [Net.Http.HttpClient]::new()
        $content = [Net.Http.StringContent]::new($index, [Text.Encoding]::UTF8, $type)
        $content.Headers.ContentType = $type
        $answer = $client.PutAsync("http://$registry/v2/$Repository/manifests/multi", $content).GetAwaiter().GetResult()
        $answer.StatusCode | Should -Be 'Created'
        $client.Dispose()
    }
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

    It 'takes the image of a digest, whatever the tag beside it' {
        $image = Install-Image "$registry/${name}:other@$digest"
        $image.Digest | Should -Be $digest
        Get-Image "$registry/${name}:other" -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $image | Remove-Image
        Get-TestErrorId { Install-Image "$registry/$name@sha256:$('0' * 64)" } | Should -Be 'ImageNotFound'
    }

    It 'pulls for the platform that is asked for' {
        $own = (Get-Image $TestImage -Detailed).Platform
        $other = if ($own -match 'arm64') { 'linux/amd64' } else { 'linux/arm64' }
        $null = Invoke-ImageBuild (New-TestContext other 'FROM scratch', 'COPY Dockerfile /') -Tag "$registry/$name-multi:other" -Platform $other
        $published = Add-ImageTag $TestImage "$registry/$name-multi:own" | Publish-Image
        New-TestIndex "$name-multi" @($published; Publish-Image "$registry/$name-multi:other") $own, $other
        Get-Image "$registry/$name-multi" | Remove-Image

        $image = Install-Image "$registry/$name-multi:multi" -Platform $other
        (Get-Image $image -Detailed).Platform | Should -Match "^$other"
        (Get-Image $image -Platform $other).Name | Should -Be "$registry/$name-multi:multi"
        (Get-Image (Install-Image "$registry/$name-multi:multi") -Detailed).Platform | Should -Be $own
        Get-TestErrorId { Install-Image "$registry/$name-multi:multi" -Platform linux/s390x } | Should -Be 'ImageNotFound'
        Get-Image "$registry/$name-multi" | Remove-Image
    }

    It 'pulls several at once, and returns them in their order' {
        $problems = $null
        $images = @(Install-Image "$registry/${name}:2", "$registry/${name}:none", "$registry/${name}:1" -ThrottleLimit 3 -ErrorVariable problems -ErrorAction SilentlyContinue)
        @($images | ForEach-Object { $_.Tag }) -join ' ' | Should -Be '2 1'
        $problems | Should -HaveCount 1
        $images | Remove-Image
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
        Get-TestErrorId { Install-Image (Get-Image $TestImage).Id } | Should -Be 'InvalidImageName'
    }

    It 'pulls nothing with -WhatIf' {
        Install-Image "$registry/${name}:1" -WhatIf | Should -BeNullOrEmpty
        Get-Image "$registry/${name}*" | Should -BeNullOrEmpty
    }
}
