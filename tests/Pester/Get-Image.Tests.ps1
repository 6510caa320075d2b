BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $repository = New-TestName get
    $context = New-TestContext get "FROM $TestImage", 'ENV A=B', 'EXPOSE 80', 'CMD ["sh", "-c", "true"]', "LABEL run=$TestRun"
    $null = Invoke-ImageBuild $context -Tag "${repository}:1", "${repository}:2", "${repository}/below:1"
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-Image' {
    It 'lists each name of an image' {
        $images = @(Get-Image | Where-Object { $_.Name -like "$repository*" })
        @($images | ForEach-Object { $_.Name }) -join ' ' | Should -Be "${repository}:1 ${repository}:2 ${repository}/below:1"
        $images[0].Id | Should -Be $images[1].Id
        $images[0].Tags | Should -HaveCount 3
        $images[0] | Should -BeOfType ([DockerPS.Image])
    }

    It 'finds <Expected> by <Text>' -ForEach @(
        @{ Text = 'REPO'; Expected = 'REPO:1 REPO:2' }
        @{ Text = 'REPO:2'; Expected = 'REPO:2' }
        @{ Text = 'REPO/below'; Expected = 'REPO/below:1' }
        @{ Text = 'REPO*'; Expected = 'REPO:1 REPO:2 REPO/below:1' }
        @{ Text = 'REPO:*'; Expected = 'REPO:1 REPO:2' }
        @{ Text = 'REPO/*'; Expected = 'REPO/below:1' }
        @{ Text = 'REPO:[2-9]'; Expected = 'REPO:2' }
        @{ Text = 'docker.io/library/REPO:1'; Expected = 'REPO:1' }
        @{ Text = 'docker.io/REPO/below:1'; Expected = 'REPO/below:1' }
        @{ Text = 'docker.io/REPO/*'; Expected = 'REPO/below:1' }
        @{ Text = 'REPO-none*'; Expected = '' }
    ) {
        @(Get-Image ($Text -replace 'REPO', $repository) | ForEach-Object { $_.Name }) -join ' ' | Should -Be ($Expected -replace 'REPO', $repository)
    }

    It 'finds an image once by its id, or by the beginning of it' {
        $id = (Get-Image "${repository}:1").Id
        foreach ($text in $id, $id.Substring(7), $id.Substring(7, 12)) {
            (Get-Image $text).Id | Should -Be $id
        }
    }

    It 'takes objects, names and several of them, each once' {
        $one = Get-Image "${repository}:1"
        @($one, $one | Get-Image) | Should -HaveCount 1
        @("${repository}:1", "${repository}:2" | Get-Image) | Should -HaveCount 2
        @([pscustomobject]@{ Name = "${repository}:2" } | Get-Image) | Should -HaveCount 1
        @(Get-Image "${repository}:1", "${repository}:*") | Should -HaveCount 2
    }

    It 'gives the image of a container' {
        $container = New-Container "${repository}:2" -Name (New-TestName ofimage) -Pull Never
        ($container | Get-Image).Id | Should -Be (Get-Image "${repository}:2").Id
        Remove-Container $container
    }

    It 'says that there is none of a plain name, and goes on' {
        $problem = Get-TestError { Get-Image "$repository-none", "${repository}:1" }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageNotFound,DockerPS.Cmdlets.GetImageCommand'
        "$($problem.TargetObject)" | Should -Be "$repository-none"
        @(Get-Image "$repository-none", "${repository}:1" -ErrorAction SilentlyContinue) | Should -HaveCount 1
    }

    It 'tells values and not texts' {
        $image = Get-Image "${repository}:1"
        $image.Size | Should -BeGreaterThan 500000
        $image.Created | Should -BeOfType ([datetime])
        $image.Labels['run'] | Should -Be $TestRun
        $image.Repository, $image.Tag -join '|' | Should -Be "$repository|1"
        "$image" | Should -Be "${repository}:1"
    }

    It 'tells all with -Detailed' {
        $detail = Get-Image "${repository}:1" -Detailed
        $detail | Should -BeOfType ([DockerPS.ImageDetail])
        $detail.Name | Should -Be "${repository}:1"
        $detail.Environment.A | Should -Be 'B'
        $detail.ExposedPorts | Should -Contain '80/tcp'
        $detail.Command -join '|' | Should -Be 'sh|-c|true'
        $detail.Platform | Should -Match '^linux/'
        $detail.Layers | Should -HaveCount 1
        $detail.Labels['run'] | Should -Be $TestRun
    }

    It 'filters by label' {
        @(Get-Image -Label "run=$TestRun") | Should -HaveCount 3
        @(Get-Image -Label @{ run = $TestRun }) | Should -HaveCount 3
        @(Get-Image -Label 'run=other') | Should -BeNullOrEmpty
    }

    It 'takes a plain name that a filter leaves out for no error' {
        Get-Image $TestImage -Label "absent=$TestRun" -ErrorAction Stop | Should -BeNullOrEmpty
        Get-TestErrorId { Get-Image "$TestRun-none" -Label "absent=$TestRun" } | Should -Be 'ImageNotFound'
    }

    It 'filters by what was made before and since' {
        $older = Invoke-ImageBuild (New-TestContext older "FROM $TestImage", "LABEL of=$repository-time") -Tag "$(New-TestName older):1"
        $newer = ConvertTo-Image (New-Container $older -Name (New-TestName time)) -Tag "$(New-TestName newer):1" -Change 'LABEL newer=1'
        @(Get-Image -Since $older -Label "of=$repository-time" | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$(New-TestName newer):1"
        @(Get-Image -Before "$(New-TestName newer):1" -Label "of=$repository-time" | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$(New-TestName older):1"
        @(Get-Image -Since $newer -Label "of=$repository-time") | Should -BeNullOrEmpty
        Get-TestErrorId { Get-Image -Since "$repository-none" } | Should -Be 'ImageNotFound'
    }

    It 'names the containers that are made of it with -Detailed' {
        $image = Invoke-ImageBuild (New-TestContext users "FROM $TestImage", "LABEL of=$repository-users") -Tag "$(New-TestName users):1"
        (Get-Image $image -Detailed).Containers | Should -BeNullOrEmpty
        $null = New-Container $image -Name (New-TestName user2)
        $null = New-Container $image.Id -Name (New-TestName user1)
        (Get-Image $image -Detailed).Containers -join ' ' | Should -Be "$(New-TestName user1) $(New-TestName user2)"
    }

    It 'filters as the engine does' {
        @(Get-Image -Filter @{ reference = "${repository}:2" } | ForEach-Object { $_.Id }) | Should -Contain (Get-Image "${repository}:2").Id
    }

    It 'finds an image whose name begins with what is no registry' {
        $name = "$TestRun-my_app.v2/web"
        $null = Add-ImageTag "${repository}:1" "${name}:1"
        (Get-Image $name).Name | Should -Be "${name}:1"
        (Get-Image "${name}:1" -Detailed).Name | Should -Be "${name}:1"
        foreach ($id in (Get-TestErrorId { Publish-Image "${name}:1" }), (Get-TestErrorId { Install-Image "${name}:2" })) {
            $id | Should -Be 'InvalidImageName'
        }
        Remove-Image "${name}:1"
    }

    It 'filters by platform' {
        $own = (Get-Image "${repository}:1" -Detailed).Platform
        (Get-Image "${repository}:1" -Platform $own).Name | Should -Be "${repository}:1"
        Get-Image "${repository}:1" -Platform linux/nothing | Should -BeNullOrEmpty
        Get-TestErrorId { Get-Image "${repository}:1" -Platform linux/arm/v7/x } | Should -Be 'InvalidPlatform'
    }

    It 'finds what a newer image of the same name has left behind' {
        $tag = "$(New-TestName dangling):1"
        $old = Invoke-ImageBuild (New-TestContext old "FROM $TestImage", "LABEL of=$tag-old") -Tag $tag
        $null = Invoke-ImageBuild (New-TestContext new "FROM $TestImage", "LABEL of=$tag-new") -Tag "$(New-TestName dangling):2"
        $null = Add-ImageTag "$(New-TestName dangling):2" $tag
        $left = Get-Image -Dangling -Label "of=$tag-old"
        $left.Id | Should -Be $old.Id
        $left.IsDangling | Should -BeTrue
        $left.Name | Should -Be $old.Id
        $left.Repository | Should -BeNullOrEmpty
        Remove-Image $left
        Get-Image -Dangling -Label "of=$tag-old" | Should -BeNullOrEmpty
    }

    It 'tells the same size and digest with and without details' {
        $image = Get-Image "${repository}:1"
        $detail = Get-Image "${repository}:1" -Detailed
        $detail.Size | Should -Be $image.Size
        $detail.Digest | Should -Be $image.Digest
        $detail.Id | Should -Be $image.Id
    }

    It 'asks to be shown with digests by -Digest' {
        (Get-Image "${repository}:1" -Digest).PSObject.TypeNames | Should -Contain 'DockerPS.Image#Digest'
    }
}
