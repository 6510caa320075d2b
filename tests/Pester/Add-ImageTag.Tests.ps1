BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Add-ImageTag' {
    It 'gives an image names and returns it under each of them' {
        $name = New-TestName tag
        $made = @(Add-ImageTag $TestImage $name, "${name}:2", "registry.example.com:5000/team/${name}:3")
        @($made | ForEach-Object { $_.Name }) -join ' ' | Should -Be "${name}:latest ${name}:2 registry.example.com:5000/team/${name}:3"
        $made[2].Repository | Should -Be "registry.example.com:5000/team/$name"
        $made[0].Id | Should -Be (Get-Image $TestImage).Id
        Get-Image "*$name*" | Should -HaveCount 3
    }

    It 'takes an image object and an id' {
        $image = Get-Image $TestImage
        ($image | Add-ImageTag -Tag (New-TestName object)).Id | Should -Be $image.Id
        (Add-ImageTag $image.Id.Substring(7, 12) (New-TestName id)).Id | Should -Be $image.Id
    }

    It 'moves a name from another image' {
        $tag = "$(New-TestName moved):1"
        $other = Invoke-ImageBuild (New-TestContext moved "FROM $TestImage", 'LABEL other=1') -Tag $tag, "$tag-kept"
        $null = Add-ImageTag $TestImage $tag
        (Get-Image $tag).Id | Should -Be (Get-Image $TestImage).Id
        (Get-Image "$tag-kept").Id | Should -Be $other[0].Id
    }

    It 'does nothing with -WhatIf' {
        Add-ImageTag $TestImage (New-TestName whatif) -WhatIf | Should -BeNullOrEmpty
        Get-Image "$(New-TestName whatif)*" | Should -BeNullOrEmpty
    }

    It 'says that there is no such image' {
        Get-TestErrorId { Add-ImageTag (New-TestName none) (New-TestName never) } | Should -Be 'ImageNotFound'
    }

    It 'refuses <Tag> with what was expected' -ForEach @(
        @{ Tag = 'Upper:1'; Says = 'lower case' }
        @{ Tag = 'a:b:c'; Says = 'each part' }
        @{ Tag = 'a: b'; Says = 'a tag is' }
        @{ Tag = "a@sha256:$('0' * 64)"; Says = 'repository:tag' }
    ) {
        $problem = Get-TestError { Add-ImageTag $TestImage $Tag }
        $problem.FullyQualifiedErrorId | Should -Be 'InvalidImageName,DockerPS.Cmdlets.AddImageTagCommand'
        "$problem" | Should -Match $Says
    }
}
