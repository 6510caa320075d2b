BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $registry = Get-TestRegistry
    $secure = Get-TestRegistry -Secure
    $name = New-TestName install
    $digest = (Add-ImageTag $TestImage "$registry/${name}:1", "$registry/${name}:2" | Publish-Image)[0].Digest
    $null = Add-ImageTag $TestImage "$secure/${name}:1" | Publish-Image -Credential (New-TestCredential)
    Get-Image "*/${name}:*" | Remove-Image

    $indexType = 'application/vnd.oci.image.index.v1+json'
    $manifestTypes = $indexType, 'application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'

    # The index entry for a pushed image. An engine with containerd's store may have pushed an index itself, in which only the image counts.
    function Get-TestManifest([DockerPS.PublishedImage]$Image, [string]$Platform) {
        $client = [Net.Http.HttpClient]::new()
        $client.DefaultRequestHeaders.Accept.ParseAdd($manifestTypes -join ', ')
        $answer = $client.GetAsync("http://$registry/v2/$($Image.Repository.Substring($registry.Length + 1))/manifests/$($Image.Digest)").GetAwaiter().GetResult()
        $text = $answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync().GetAwaiter().GetResult()
        $type = $answer.Content.Headers.ContentType.MediaType
        $client.Dispose()
        $os, $architecture, $null = $Platform.Split('/')
        $found = if ($type -match 'index|list') {
            @(($text | ConvertFrom-Json).manifests | Where-Object { $_.platform.os -ne 'unknown' })[0] | Select-Object mediaType, digest, size
        }
        else {
            [pscustomobject]@{ mediaType = $type; digest = $Image.Digest; size = $Image.Size }
        }
        $found | Add-Member platform @{ os = $os; architecture = $architecture } -PassThru
    }

    # Pushes a multi-platform image to the registry.
    function New-TestIndex([string]$Repository, [DockerPS.PublishedImage[]]$Image, [string[]]$Platform) {
        $manifests = @(for ($i = 0; $i -lt $Image.Count; $i++) { Get-TestManifest $Image[$i] $Platform[$i] })
        $index = @{ schemaVersion = 2; mediaType = $indexType; manifests = $manifests } | ConvertTo-Json -Depth 5
        $client = [Net.Http.HttpClient]::new()
        $content = [Net.Http.StringContent]::new($index, [Text.Encoding]::UTF8, $indexType)
        $content.Headers.ContentType = $indexType
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
        @($image.Tags) -match "@" | Should -BeNullOrEmpty
        $image.Digests | Should -Contain "$registry/$name@$digest"
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
        $null = Invoke-ImageBuild (New-TestContext other 'FROM scratch', 'COPY Dockerfile /', "LABEL other=$name") -Tag "$registry/$name-multi:other" -Platform $other
        $null = Invoke-ImageBuild (New-TestContext own 'FROM scratch', 'COPY Dockerfile /', "LABEL of=$name") -Tag "$registry/$name-multi:own"
        New-TestIndex "$name-multi" (Publish-Image "$registry/$name-multi:own", "$registry/$name-multi:other") $own, $other
        Get-Image "$registry/$name-multi" | Remove-Image

        $image = Install-Image "$registry/$name-multi:multi" -Platform $other
        $image.Labels['of'] | Should -BeNullOrEmpty
        $detail = Get-Image $image -Detailed
        $detail.Platform | Should -Match "^$other"
        $detail.Id | Should -Be $image.Id
        (Get-Image $image -Platform $other).Name | Should -Be "$registry/$name-multi:multi"
        (Get-Image $image -Platform $other -Detailed).Id | Should -Be $image.Id
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

    It 'keeps the platforms of an image beside each other, where the engine can' {
        $own, $other = if ((Get-Image $TestImage -Detailed).Platform -match 'arm64') { 'linux/arm64', 'linux/amd64' } else { 'linux/amd64', 'linux/arm64' }
        $repository = "$registry/$name-both"
        # removing a platform affects every image and build with the same content, so the content is unique to this run
        foreach ($platform in $own, $other) {
            $null = Invoke-ImageBuild (New-TestContext both 'FROM scratch', 'COPY Dockerfile /', "LABEL for=$platform of=$name") -Tag "${repository}:$($platform -replace '/')" -Platform $platform
        }
        New-TestIndex "$name-both" (Publish-Image "${repository}:$($own -replace '/')", "${repository}:$($other -replace '/')") $own, $other
        Get-Image $repository | Remove-Image
        $null = Install-Image "${repository}:multi" -Platform $own
        (Install-Image "${repository}:multi" -Platform $other).Labels['for'] | Should -Be $other
        $detail = Get-Image "${repository}:multi" -Detailed
        if ((Get-DockerInfo).StorageStatus['driver-type'] -notmatch 'containerd') {
            # a name means one image here: the last one that was pulled
            $detail.Platform | Should -Be $other
            $detail.Platforms | Should -BeNullOrEmpty
            Get-Image $repository | Remove-Image
            return
        }
        $detail.Platform | Should -Be $own
        @($detail.Platforms | ForEach-Object { "$($_.Name) $($_.IsAvailable)" } | Sort-Object) -join ', ' | Should -Be 'linux/amd64 True, linux/arm64 True'
        $detail.Size | Should -Be ($detail.Platforms | Measure-Object Size -Sum).Sum
        (Get-Image "${repository}:multi" -Platform $other -Detailed).Labels['for'] | Should -Be $other

        $archive = Export-Image "${repository}:multi" -Path ([IO.Path]::Combine((New-TestFolder both), 'one.tar')) -Platform $other
        Get-TestErrorId { Remove-Image "${repository}:multi" -Platform $other } | Should -Be 'InvalidImage'
        Remove-Image "${repository}:multi" -Platform $other -Force
        @((Get-Image "${repository}:multi" -Detailed).Platforms | Where-Object IsAvailable | ForEach-Object { $_.Name }) | Should -Be $own
        Remove-Image "${repository}:multi"
        $loaded = Import-Image $archive -Platform $other
        @((Get-Image $loaded -Detailed).Platforms | ForEach-Object { $_.Name }) | Should -Be $other
        Get-TestErrorId { Import-Image $archive -Platform linux/s390x } | Should -Be 'ImageNotFound'
        Get-Image $repository | Remove-Image
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
