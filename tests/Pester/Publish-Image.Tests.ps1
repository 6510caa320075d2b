BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $registry = Get-TestRegistry
    $secure = Get-TestRegistry -Secure
    $name = New-TestName publish
}

AfterAll {
    Remove-TestObject
}

Describe 'Publish-Image' {
    It 'pushes an image and returns its digest' {
        $published = Add-ImageTag $TestImage "$registry/team/${name}:1" | Publish-Image
        $published | Should -BeOfType ([DockerPS.PublishedImage])
        $published.Repository, $published.Tag -join '|' | Should -Be "$registry/team/$name|1"
        $published.Digest | Should -Match '^sha256:[0-9a-f]{64}$'
        $published.Size | Should -BeGreaterThan 100
        (Get-Image "$registry/team/${name}:1").Digest | Should -Be $published.Digest
        "$published" | Should -Be "$registry/team/${name}:1"
    }

    It 'pushes only the names that are piped' {
        $null = Add-ImageTag $TestImage "$registry/${name}-one:1", "$registry/${name}-one:2"
        @(Get-Image "$registry/${name}-one:2" | Publish-Image | ForEach-Object { $_.Tag }) -join ' ' | Should -Be '2'
    }

    It 'pushes to several repositories, and returns them in their order' {
        $published = @(Add-ImageTag $TestImage "$registry/${name}-c:1", "$registry/${name}-a:1", "$registry/${name}-b:1" | Publish-Image)
        @($published | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$registry/${name}-c:1 $registry/${name}-a:1 $registry/${name}-b:1"
        $published[0].Size | Should -Be $published[2].Size
    }

    It 'pushes several at once' {
        # each with its own layers: a registry may fail when it receives the same layer twice at the same time
        $images = foreach ($i in 1..3) {
            Invoke-ImageBuild (New-TestContext "many$i" 'FROM scratch', "LABEL of=$name-$i", 'COPY Dockerfile /') -Tag "$registry/${name}-many${i}:1"
        }
        @($images | Publish-Image -ThrottleLimit 3 | ForEach-Object { $_.Name }) -join ' ' | Should -Be (@($images | ForEach-Object { $_.Name }) -join ' ')
    }

    It 'pushes all tags of a repository' {
        $null = Add-ImageTag $TestImage "$registry/${name}-all:1", "$registry/${name}-all:2"
        @(Publish-Image "$registry/${name}-all" -AllTags | ForEach-Object { $_.Tag }) -join ' ' | Should -Be '1 2'
        Get-TestErrorId { Publish-Image "$registry/${name}-all:1" -AllTags } | Should -Be 'InvalidImageName'
    }

    It 'pushes as the user of -Credential' {
        $null = Add-ImageTag $TestImage "$secure/${name}:1"
        (Publish-Image "$secure/${name}:1" -Credential (New-TestCredential)).Digest | Should -Match '^sha256:'
    }

    It 'says that the registry refuses <Who>' -ForEach @(
        @{ Who = 'nobody'; With = @{} }
        @{ Who = 'a wrong password'; Password = 'wrong-4711-secret' }
    ) {
        $null = Add-ImageTag $TestImage "$secure/${name}:2"
        $with = if ($Password) { @{ Credential = New-TestCredential tester $Password } } else { @{} }
        $problem = Get-TestError { Publish-Image "$secure/${name}:2" @with }
        $problem.FullyQualifiedErrorId | Should -Be 'AccessDenied,DockerPS.Cmdlets.PublishImageCommand'
        $problem.CategoryInfo.Category | Should -Be 'PermissionDenied'
        "$problem" | Should -Match ([regex]::Escape($secure))
        "$problem $($problem.Exception)" | Should -Not -Match 'wrong-4711-secret'
    }

    It 'keeps the password out of what it tells' {
        $null = Add-ImageTag $TestImage "$secure/${name}:3"
        $credential = New-TestCredential
        $said = Publish-Image "$secure/${name}:3" -Credential $credential -Verbose -Debug 4>&1 5>&1 | ForEach-Object { "$_" }
        $password = $credential.GetNetworkCredential().Password
        "$said" | Should -Match 'POST /v'
        "$said".Contains($password) | Should -BeFalse
        "$said".Contains([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($password))) | Should -BeFalse
    }

    It 'says that there is no such image' {
        Get-TestErrorId { Publish-Image "$registry/${name}-none:1" } | Should -Be 'ImageNotFound'
        $null = Add-ImageTag $TestImage "$registry/${name}-other:1"
        Get-TestErrorId { Publish-Image "$registry/${name}-other:2" } | Should -Be 'ImageNotFound'
    }

    It 'says that there is no such registry' {
        $null = Add-ImageTag $TestImage "127.0.0.1:9/${name}:1"
        $problem = Get-TestError { Publish-Image "127.0.0.1:9/${name}:1" }
        $problem.FullyQualifiedErrorId | Should -Be 'PublishFailed,DockerPS.Cmdlets.PublishImageCommand'
        "$problem" | Should -Match 'refused'
    }

    It 'says of each of several what became of it' {
        $null = Add-ImageTag $TestImage "$registry/${name}-some:1", "127.0.0.1:9/${name}-some:1"
        $problems = $null
        $published = @(Publish-Image "127.0.0.1:9/${name}-some:1", "$registry/${name}-some:1" -ErrorVariable problems -ErrorAction SilentlyContinue)
        @($published | ForEach-Object { $_.Name }) -join ' ' | Should -Be "$registry/${name}-some:1"
        "$($problems[0].TargetObject)" | Should -Be "127.0.0.1:9/${name}-some:1"
    }

    It 'pushes nothing with -WhatIf' {
        $null = Add-ImageTag $TestImage "$registry/${name}-whatif:1"
        Publish-Image "$registry/${name}-whatif:1" -WhatIf | Should -BeNullOrEmpty
        Get-TestErrorId { Install-Image "$registry/${name}-whatif:1" } | Should -Be 'ImageNotFound'
    }
}
